import type { Messages } from '../lib/feature.ts';

/**
 * The same keys with other words: what a German file has to be. A missing or an unknown key is a type error.
 *
 * @example
 * ```ts
 * const de: Translation<typeof en> = { title: 'Quoren' };
 * ```
 */
export type Translation<Source extends Messages> = {
  readonly [Key in keyof Source]: Source[Key] extends Messages ? Translation<Source[Key]> : string;
};

type WithoutPlural<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

/** The keys of a namespace, as paths with dots. Plural forms are one key: `count_one` and `count_other` are `count`. */
export type TextKey<Source extends Messages> = {
  [Key in keyof Source & string]: Source[Key] extends Messages ? `${Key}.${TextKey<Source[Key]>}` : WithoutPlural<Key>;
}[keyof Source & string];

/** What stands in a text for `{{name}}`; `count` also chooses the plural form. */
export type TextValues = Readonly<Record<string, string | number>>;

/** Finds the words for a key. Values are put in as they are: text from outside goes through {@link SafeText}, not in here. */
export type TextOf<Source extends Messages> = (key: TextKey<Source>, values?: TextValues) => string;

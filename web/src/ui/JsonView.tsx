import { hiddenCharacters } from '@gridseal/sdk/bytes';
import { CodeBlock } from './CodeBlock.tsx';

export interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  /** Longer texts are cut; 20,000 characters by default. */
  readonly maxLength?: number;
}

/** Line breaks and spaces of our own indentation are the only ones that stay as they are. */
const invisible = new RegExp(`(?!\\n)[${hiddenCharacters}]`, 'gu');

/** JSON from outside, indented; whatever nobody could see in it is written as an escape of JSON. */
export function JsonView({ value, label, maxLength = 20_000 }: JsonViewProps) {
  return <CodeBlock label={label} code={readableJson(value, maxLength)} wrap />;
}

/**
 * @example
 * ```ts
 * readableJson({ name: 'a\u202eb' }, 100); // '{\n  "name": "a\\u202eb"\n}'
 * ```
 */
export function readableJson(value: unknown, maxLength: number): string {
  const text = JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? `${field}` : field), 2) ?? '';
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}\n…` : text;
  return shown.replace(invisible, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

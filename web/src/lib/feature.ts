import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

/** The languages of the page. */
export type Language = 'en' | 'de';

/** Texts of one namespace; groups nest. Plural forms end in `_one` and `_other` (CLDR, as i18next reads them). */
export interface Messages {
  readonly [key: string]: string | Messages;
}

/** A page's address within the hash, and how its code comes: in a chunk of its own. */
export interface FeatureRoute {
  /** Pattern of wouter: `/certificates/:id`. After `/*?` at its end a page keeps its filters: it stays while they change. */
  readonly path: string;
  readonly page: () => Promise<{ readonly default: ComponentType }>;
}

/** An entry of the main navigation. Its label is there before the feature's texts are. */
export interface FeatureNav {
  readonly path: string;
  readonly label: Readonly<Record<Language, string>>;
  readonly icon: LucideIcon;
  /** Smaller ones come first. */
  readonly order: number;
  /** Which block of the navigation: daily work, what is known, or the user's own devices and settings. */
  readonly group: 'work' | 'records' | 'own';
}

/**
 * The one public door of `web/src/features/<name>`: the default export of its index.ts.
 *
 * @example
 * ```ts
 * export default {
 *   name: 'quorums',
 *   routes: [{ path: '/quorums', page: () => import('./pages/QuorumList.tsx') }],
 *   nav: { path: '/quorums', label: { en: 'Quorums', de: 'Quoren' }, icon: Users, order: 30, group: 'records' },
 *   messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
 * } satisfies Feature;
 * ```
 */
export interface Feature {
  /** Also the namespace of its texts. */
  readonly name: string;
  readonly routes: readonly FeatureRoute[];
  readonly nav?: FeatureNav;
  readonly messages: Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>>;
}

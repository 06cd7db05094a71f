import { createElement, Fragment, type ReactNode } from 'react';

/** Stands in texts for what is more than text. No translation and no name has it: it is a noncharacter of Unicode. */
const mark = '\uFDD0';

/** Values for a text's gaps, to be replaced by {@link fill}. */
export function gaps<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, `${mark}${name}${mark}`])) as Record<Name, string>;
}

/**
 * Puts nodes into a text, in the order that its language wants.
 *
 * @example
 * ```tsx
 * fill(t('what.proposed', gaps('draft', 'signer')), { draft: <Draft id={draft} />, signer: <Signer id={proposer} /> })
 * ```
 */
export function fill(text: string, nodes: Readonly<Record<string, ReactNode>>): ReactNode {
  const parts = text.split(mark).map((part, i) => (i % 2 === 0 ? part : nodes[part]));
  return createElement(Fragment, null, ...parts);
}

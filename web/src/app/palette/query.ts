import type { Hex } from '@gridseal/sdk/bytes';

/** What somebody typed or pasted. */
export type Query =
  | { readonly is: 'nothing' }
  /** A path of this page, from a link to any copy of it. */
  | { readonly is: 'path'; readonly path: string }
  /** 32 bytes: a certificate, a quorum, a draft, a device, an authority, a transaction … */
  | { readonly is: 'id'; readonly id: Hex }
  /** An ERC-7913 signer. */
  | { readonly is: 'signer'; readonly signer: Hex }
  | { readonly is: 'block'; readonly block: number; readonly text: string }
  /** Hexadecimal digits of something. */
  | { readonly is: 'part'; readonly part: string; readonly text: string }
  | { readonly is: 'text'; readonly text: string };

const MAX_TEXT = 120;
const MAX_PASTED = 8_192;
/** In bytes. */
const ADDRESS = 20;
const MAX_SIGNER = 600;

/**
 * Reads what was typed: whatever is pasted from an explorer, a mail or another page, in any case, with or without `0x`.
 *
 * @example
 * ```ts
 * readQuery('https://…/#/quorums/0x12…'); // { is: 'path', path: '/quorums/0x12…' }
 * ```
 */
export function readQuery(typed: string): Query {
  const text = typed.slice(0, MAX_PASTED).trim();
  if (text === '') return { is: 'nothing' };
  const path = pathIn(text);
  if (path !== null) return { is: 'path', path };
  if (/^\d{1,15}$/.test(text)) return { is: 'block', block: Number(text), text };
  const hex = hexIn(text);
  if (hex === null) return { is: 'text', text: text.slice(0, MAX_TEXT) };
  const bytes = (hex.length - 2) / 2;
  if (bytes === 32) return { is: 'id', id: hex };
  if (Number.isInteger(bytes) && bytes >= ADDRESS && bytes <= MAX_SIGNER) return { is: 'signer', signer: hex };
  return { is: 'part', part: hex.slice(2, 2 + MAX_TEXT), text: text.slice(0, MAX_TEXT) };
}

/** The part after `#` of a link, or a path itself. */
function pathIn(text: string): string | null {
  const [, path] = /^(?:(?:https?|ipfs|ipns):\/\/\S*)?#(\/\S*)$/i.exec(text) ?? /^(\/\S*)$/.exec(text) ?? [];
  return path ?? null;
}

/** An explorer's link ends in what it is about. */
function hexIn(text: string): Hex | null {
  const [, linked] = /^https?:\/\/\S*?(0x[0-9a-f]{40,})\b/i.exec(text) ?? [];
  const [, digits] = /^(?:0x)?([0-9a-f]{4,})$/i.exec(linked ?? text) ?? [];
  return digits ? `0x${digits.toLowerCase()}` : null;
}

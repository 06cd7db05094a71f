import { readFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/paths.ts';

/** How a signature of SLH-DSA-SHA2-128s is divided (FIPS 205, figure 17): bytes from its start. */
export const parts = {
  randomness: [0, 16],
  /** Tree 0 to 13: a secret value, then twelve nodes. */
  fors: (tree: number, node: number) => slice(16 + 208 * tree + 16 * node),
  /** Layer 0 to 6, chain 0 to 34. */
  chain: (layer: number, chain: number) => slice(2928 + 704 * layer + 16 * chain),
  /** Layer 0 to 6, level 0 to 8. */
  path: (layer: number, level: number) => slice(2928 + 704 * layer + 560 + 16 * level),
} as const;

function slice(start: number): readonly [number, number] {
  return [start, start + 16];
}

/** A signature of another implementation; hexadecimal without prefix. */
export interface ForeignSignature {
  readonly kind: 'pure' | 'preHashSha256' | 'certificate';
  readonly publicKey: string;
  readonly message: string;
  readonly context: string;
  readonly signature: string;
}

/** test/vectors/slh-dsa-sha2-128s.json, which says where they are from. */
export function foreignSignatures(): readonly ForeignSignature[] {
  const file = readFileSync(inProject('test', 'vectors', 'slh-dsa-sha2-128s.json'), 'utf8');
  return (JSON.parse(file) as { readonly tests: readonly ForeignSignature[] }).tests;
}

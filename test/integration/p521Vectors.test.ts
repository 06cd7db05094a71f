import { readFileSync } from 'node:fs';
import { concat, type Hex, hexToBytes, size, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';
import { craft, craftForKey, craftWrapped, verifyByNoble } from '../../sdk/src/crypto/p521/crafted.fixtures.ts';
import { addHintsForHash } from '../../sdk/src/crypto/p521/hints.ts';
import { type P521Chain, startP521Chain } from '../support/p521Chain.ts';
import { flip, n } from '../support/p521Keys.ts';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  /** SHA-512 of the message. */
  readonly digest: Hex;
  readonly signature: Hex;
  readonly valid: boolean;
}

interface Vectors {
  readonly groups: readonly { readonly key: Hex; readonly tests: readonly Vector[] }[];
}

const { groups }: Vectors = JSON.parse(readFileSync(inProject('test', 'vectors', 'p521-wycheproof.json'), 'utf8'));

function withHints(key: Hex, digest: Hex, signature: Hex): Hex {
  return toHex(addHintsForHash(hexToBytes(key), hexToBytes(digest), hexToBytes(signature)));
}

let chain: P521Chain;
beforeAll(async () => {
  chain = await startP521Chain('london');
});
afterAll(() => chain.close());

describe('Wycheproof', () => {
  test('behavior: every verdict is the same, with hints and without', { timeout: 240_000 }, async () => {
    let hinted = 0;
    for (const { key, tests } of groups) {
      for (const { tcId, comment, digest, signature, valid } of tests) {
        expect(await chain.check(key, digest, signature), `${tcId} ${comment}`).toBe(valid);
        if (!valid) continue;
        const more = withHints(key, digest, signature);
        expect(await chain.check(key, digest, more), `${tcId} ${comment}, with hints`).toBe(true);
        if (size(more) > 132) hinted++;
      }
    }
    const count = groups.flatMap(({ tests }) => tests).filter(({ valid }) => valid).length;
    expect(count).toBeGreaterThan(100);
    expect(hinted).toBeGreaterThan(count - 12);
  });
});

describe('hints for crafted signatures', () => {
  test('behavior: x of R is r + n, which the hints say', async () => {
    const made = craftWrapped();
    const signature = withHints(made.key, made.digest, made.signature);
    expect(signature.slice(2 + 2 * 132, 2 + 2 * 133)).toBe('01');
    expect(await chain.check(made.key, made.digest, signature)).toBe(true);
    expect(await chain.check(made.key, made.digest, flip(signature, 132))).toBe(false);
  });

  test('behavior: keys that are small multiples of the base point, scalars that are short', async () => {
    const keys = [1n, 2n, n - 1n].map(craftForKey);
    const short = [1n, n - 1n, 7n].map((u2) => craft((i) => ({ u1: BigInt(i), u2, d: 99n })));
    for (const made of [...keys, ...short]) {
      expect(verifyByNoble(made)).toBe(true);
      const signature = withHints(made.key, made.digest, made.signature);
      expect(await chain.check(made.key, made.digest, signature)).toBe(true);
      expect(await chain.check(made.key, made.digest, concat([signature, '0x00']))).toBe(false);
    }
  });
});

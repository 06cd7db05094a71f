import { concat, type Hex, hexToBytes, keccak256, pad, size, slice, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableCode } from '../../scripts/verifiers/p521/table.ts';
import {
  craft,
  craftForKey,
  craftInfinity,
  craftWrapped,
  keyOfPrivate,
  verifyByNoble,
} from '../../sdk/src/crypto/p521/crafted.fixtures.ts';
import { addHints } from '../../sdk/src/crypto/p521/index.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { dataContract, type P521Chain, startP521Chain, type Variant, withTable } from '../support/p521Chain.ts';
import { createKey, flip, hashDigest, n, number66, p, pair, signDigest, verifyByOpenSsl } from '../support/p521Keys.ts';

const variants: readonly Variant[] = ['SHA-512', 'SHA-256'];
const digestOf = (label: string): Hex => keccak256(toHex(label));

let chain: P521Chain;
beforeAll(async () => {
  chain = await startP521Chain('osaka');
});
afterAll(() => chain.close());

describe('agrees with OpenSSL and noble', () => {
  test.each(variants)('behavior: signatures, good and spoiled, over %s', { timeout: 240_000 }, async (variant) => {
    let accepted = 0;
    for (let i = 0; i < 150; i++) {
      const owner = createKey();
      const digest = digestOf(`${variant} ${i}`);
      const good = signDigest(variant, owner, digest);
      const bad = flip(good, (37 * i) % 132, 1 << (i % 8));
      for (const signature of [good, bad]) {
        const answer = await chain.verify(variant, owner.key, digest, signature);
        expect(answer).toBe(verifyByOpenSsl(variant, owner, digest, signature));
        const hashed = pad(hashDigest(variant, digest), { size: 64 });
        expect(answer).toBe(verifyByNoble({ key: owner.key, digest: hashed, signature }));
        if (answer) accepted++;
      }
    }
    expect(accepted).toBe(150);
  });

  test.each(variants)('error: another digest, another key, the other hash, over %s', async (variant) => {
    const [owner, other] = [createKey(), createKey()];
    const digest = digestOf('digest');
    const signature = signDigest(variant, owner, digest);
    expect(await chain.verify(variant, owner.key, digest, signature)).toBe(true);
    expect(await chain.verify(variant, owner.key, digestOf('another'), signature)).toBe(false);
    expect(await chain.verify(variant, other.key, digest, signature)).toBe(false);
    const otherVariant = variant === 'SHA-512' ? 'SHA-256' : 'SHA-512';
    expect(await chain.verify(otherVariant, owner.key, digest, signature)).toBe(false);
  });
});

describe('older rules', () => {
  test.each(['prague', 'london'] as const)('behavior: the same answers under %s', async (rules) => {
    const older = await startP521Chain(rules);
    try {
      for (let i = 0; i < 8; i++) {
        const owner = createKey();
        const digest = digestOf(`${rules} ${i}`);
        const good = signDigest('SHA-512', owner, digest);
        for (const signature of [good, flip(good, (37 * i) % 132, 1 << i)]) {
          const answer = await older.verify('SHA-512', owner.key, digest, signature);
          expect(answer).toBe(verifyByOpenSsl('SHA-512', owner, digest, signature));
        }
        const bytes = { publicKey: hexToBytes(owner.key), digest: hexToBytes(digest), signature: hexToBytes(good) };
        const hinted = toHex(addHints(bytes));
        expect(await older.verify('SHA-512', owner.key, digest, hinted)).toBe(true);
        expect(await older.verify('SHA-512', owner.key, digest, flip(hinted, 132 + 31 * i, 1))).toBe(false);
      }
    } finally {
      await older.close();
    }
  });
});

describe('the key', () => {
  const owner = createKey();
  const digest = digestOf('the key');
  const signature = signDigest('SHA-512', owner, digest);
  const verify = (key: Hex) => chain.verify('SHA-512', key, digest, signature);
  const [x, y] = [BigInt(slice(owner.key, 0, 66)), BigInt(slice(owner.key, 66))];

  test('behavior: x ‖ y, with 0x04 before them or without', async () => {
    expect(await verify(owner.key)).toBe(true);
    expect(await verify(concat(['0x04', owner.key]))).toBe(true);
  });

  test('error: another prefix, or another length', async () => {
    for (const prefix of ['0x00', '0x02', '0x03', '0x05', '0x06', '0x84'] as const) {
      expect(await verify(concat([prefix, owner.key]))).toBe(false);
    }
    const others: readonly Hex[] = [
      '0x',
      '0x04',
      slice(owner.key, 0, 131),
      concat([owner.key, '0x0000']),
      concat(['0x0400', pair(x, y)]),
    ];
    for (const key of others) {
      expect(await verify(key)).toBe(false);
    }
  });

  test('error: truncated at every byte', async () => {
    for (let length = 0; length < 132; length++)
      expect(await verify(length === 0 ? '0x' : slice(owner.key, 0, length))).toBe(false);
  });

  test('error: off the curve, infinity, the other y, coordinates that are not below p', async () => {
    const wrong: readonly (readonly [bigint, bigint])[] = [
      [0n, 0n],
      [0n, 1n],
      [x, 0n],
      [x, y ^ 1n],
      [x + 1n, y],
      [y, x],
      [x, p - y],
      [p - x, y],
      [x + p, y],
      [x, y + p],
      [p, y],
      [x, p],
      [p, p],
      [2n ** 521n, y],
      [x + 2n ** 521n, y],
      [x, y + 2n ** 527n],
      [2n ** 528n - 1n, 2n ** 528n - 1n],
    ];
    for (const [a, b] of wrong) expect(await verify(pair(a, b)), `${a} ${b}`).toBe(false);
  });

  test('error: a bit of it turned around', async () => {
    for (let offset = 0; offset < 132; offset++)
      expect(await verify(flip(owner.key, offset, 1 << (offset % 8)))).toBe(false);
  });

  test('error: a coordinate of zero that is written p', async () => {
    // (0, √b) is on the curve: with x = p it is the same point, in a form that no key may have.
    const root = BigInt(
      '0xd20ec9fea6b577c10d26ca1bb446f40b299e648b1ad508aad068896fee3f8e614bc63054d5772bf01a65d412e0bcaa8e965d2f5d332d7f39f846d440ae001f4f87',
    );
    const key = pair(0n, root);
    const { signature: any, digest: hashed } = craft((i) => ({ u1: 3n, u2: BigInt(i), d: 5n }));
    expect(await chain.check(key, hashed, any)).toBe(verifyByNoble({ key, digest: hashed, signature: any }));
    expect(await chain.check(pair(p, root), hashed, any)).toBe(false);
  });
});

describe('r and s', () => {
  const owner = createKey();
  const digest = digestOf('r and s');
  const signature = signDigest('SHA-512', owner, digest);
  const verify = (bytes: Hex) => chain.verify('SHA-512', owner.key, digest, bytes);
  const [r, s] = [BigInt(slice(signature, 0, 66)), BigInt(slice(signature, 66))];

  test('behavior: s in either half', async () => {
    expect(await verify(pair(r, s))).toBe(true);
    expect(await verify(pair(r, n - s))).toBe(true);
  });

  test('error: 0, n, n ± 1, p, 2^521, all ones, and multiples of n added', async () => {
    const edges = [
      0n,
      1n,
      n - 1n,
      n,
      n + 1n,
      p - 1n,
      p,
      2n ** 521n,
      2n ** 521n + 1n,
      2n ** 528n - 1n,
      2n ** 512n,
      2n ** 256n,
    ];
    for (const edge of edges) {
      for (const bytes of [pair(edge, s), pair(r, edge), pair(edge, edge)]) {
        expect(await verify(bytes)).toBe(verifyByOpenSsl('SHA-512', owner, digest, bytes));
        expect(await verify(bytes)).toBe(false);
      }
    }
    for (const bytes of [pair(r + n, s), pair(r, s + n), pair(s, r), pair(n - r, s), pair(p - r, s)]) {
      expect(await verify(bytes)).toBe(false);
    }
  });

  test('error: all zero, all one', async () => {
    for (const byte of ['00', 'ff']) {
      for (const length of [132, 133, 1_258, 1_259, 2_000, 28_000]) {
        expect(await verify(`0x${byte.repeat(length)}`)).toBe(false);
        expect(await verify(concat([signature, `0x${byte.repeat(length - 131)}`]))).toBe(false);
      }
    }
  });

  test('error: truncated at every byte; bytes behind', async () => {
    for (let length = 0; length < 132; length++)
      expect(await verify(length === 0 ? '0x' : slice(signature, 0, length))).toBe(false);
    expect(await verify(concat([signature, '0x00']))).toBe(false);
    expect(await verify(concat([signature, signature]))).toBe(false);
    expect(await verify(concat(['0x00', signature]))).toBe(false);
  });
});

describe('points that meet', () => {
  const expectAgreement = async (made: ReturnType<typeof craft>, valid: boolean) => {
    expect(verifyByNoble(made)).toBe(valid);
    expect(await chain.check(made.key, made.digest, made.signature)).toBe(valid);
  };

  test('behavior: the last two points are equal', async () => {
    for (const b of [1n, 3n, 15n]) {
      await expectAgreement(
        craft((i) => ({ u1: b * BigInt(3 * i + 1), u2: b, d: BigInt(3 * i + 1) })),
        true,
      );
    }
  });

  test('error: they are opposite, so R is infinity', async () => {
    for (const d of [1n, 2n, 12_345n, n - 1n, 2n ** 261n]) {
      for (const u2 of [1n, 15n, 2n ** 300n]) await expectAgreement(craftInfinity(u2, d), false);
    }
  });

  test('behavior: points on the way are equal, or opposite, and the sum goes on from there', async () => {
    for (const sign of [1n, -1n]) {
      const [a, b] = [3n ** 190n, 5n];
      const inverse = modularInverse(b);
      const d = (((sign * a * inverse) % n) + n) % n;
      const high = 2n ** 200n;
      await expectAgreement(
        craft((i) => ({ u1: a * high + BigInt(i), u2: b * high, d })),
        true,
      );
    }
  });

  test('behavior: keys that are small multiples of the base point', async () => {
    for (const d of [1n, 2n, 3n, 127n, 2n ** 261n, n - 1n, n - 2n, (n + 1n) / 2n]) {
      await expectAgreement(craftForKey(d), true);
    }
  });

  test('behavior: u1 is zero, one, n − 1; u2 is one, n − 1', async () => {
    for (const u1 of [0n, 1n, n - 1n])
      await expectAgreement(
        craft((i) => ({ u1, u2: BigInt(i), d: 99n })),
        true,
      );
    for (const u2 of [1n, n - 1n])
      await expectAgreement(
        craft((i) => ({ u1: BigInt(i), u2, d: 99n })),
        true,
      );
    const long = craft((i) => ({ u1: 2n ** 520n - 99n * 17n ** BigInt(i), u2: 17n ** BigInt(i), d: 99n }));
    await expectAgreement(long, true);
  });

  test('behavior: x of R is not below n', async () => {
    const made = craftWrapped();
    await expectAgreement(made, true);
    await expectAgreement({ ...made, signature: flip(made.signature, 65) }, false);
    // r + n is not below p for nearly every r: that x is no coordinate.
    const r = BigInt(slice(made.signature, 0, 66));
    await expectAgreement({ ...made, signature: concat([number66(r + n), slice(made.signature, 66)]) }, false);
  });

  test('error: the same signatures of another digest', async () => {
    const made = craft((i) => ({ u1: BigInt(i), u2: 3n, d: keyScalar }));
    await expectAgreement(made, true);
    await expectAgreement({ ...made, digest: flip(made.digest, 63) }, false);
    await expectAgreement({ ...made, key: keyOfPrivate(keyScalar + 1n) }, false);
  });
});

const keyScalar = 0x1234567890abcdefn;

describe('gas', () => {
  test('behavior: with too little a good signature is never refused, nor a bad one accepted', {
    timeout: 240_000,
  }, async () => {
    const owner = createKey();
    const digest = digestOf('gas');
    const good = signDigest('SHA-512', owner, digest);
    const bad = flip(good, 100);
    const seen = new Set<string>();
    for (let gas = 30_000; gas < 4_200_000; gas = Math.round(gas * 1.08)) {
      const answers = [
        await chain.verify('SHA-512', owner.key, digest, good, gas),
        await chain.verify('SHA-512', owner.key, digest, bad, gas),
      ];
      expect(answers[0], `${gas}`).not.toBe(false);
      expect(answers[1], `${gas}`).not.toBe(true);
      seen.add(String(answers[0]));
    }
    expect(seen).toEqual(new Set(['null', 'true']));
  });
});

describe('deployment', () => {
  const withoutReason = (data: Hex) =>
    chain.send(data).then(
      ({ status }) => status === '0x1',
      () => false,
    );

  test('behavior: code and table fit into contracts', () => {
    expect(size(tableCode())).toBe(24_576);
    for (const key of ['p521Verifier', 'p521Sha256Verifier'] as const)
      expect(size(initCodes[key])).toBeLessThan(24_576);
  });

  test('error: a table that is not there, is longer, shorter, or has another bit', async () => {
    const code = tableCode();
    const wrong = [flip(code, 24_575), flip(code, 40), slice(code, 0, 24_575)];
    const tables = await Promise.all(wrong.map((table) => chain.deploy(dataContract(table))));
    for (const table of [...tables, pad('0x', { size: 20 }), chain.verifiers['SHA-512']]) {
      expect(await withoutReason(withTable(initCodes.p521Verifier, table))).toBe(false);
      expect(await withoutReason(withTable(initCodes.p521Sha256Verifier, table))).toBe(false);
    }
    expect(await withoutReason(withTable(initCodes.p521Verifier, chain.table))).toBe(true);
  });
});

function modularInverse(value: bigint): bigint {
  let [a, b, u, v] = [value, n, 1n, 0n];
  while (a !== 0n) [a, b, u, v] = [b % a, a, v - (b / a) * u, u];
  return ((v % n) + n) % n;
}

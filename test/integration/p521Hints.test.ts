import { concat, type Hex, hexToBytes, keccak256, numberToHex, size, slice, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addHints } from '../../sdk/src/crypto/p521/index.ts';
import { type P521Chain, startP521Chain, type Variant } from '../support/p521Chain.ts';
import { createKey, flip, n, number66, type P521Key, p, signDigest } from '../support/p521Keys.ts';

/** Where the parts of hints begin, after r ‖ s (docs/spec/p521-verifier.md). */
const at = {
  wrapped: 132,
  y: 133,
  slopesOfQ: 199,
  slopesOfR: 727,
  doublings: 1_255,
  steps: 1_257,
  program: 1_258,
} as const;
const SLOPE = 66;

interface Hinted {
  readonly owner: P521Key;
  readonly digest: Hex;
  readonly signature: Hex;
}

function hinted(variant: Variant, label: string): Hinted {
  const owner = createKey();
  const digest = keccak256(toHex(label));
  const signature = signDigest(variant, owner, digest);
  const [publicKey, digestBytes, bytes] = [owner.key, digest, signature].map((one) => hexToBytes(one)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return {
    owner,
    digest,
    signature: toHex(addHints({ publicKey, digest: digestBytes, signature: bytes, hash: variant })),
  };
}

function stepsOf(signature: Hex): number {
  return Number(slice(signature, at.steps, at.steps + 1));
}

function replace(signature: Hex, offset: number, bytes: Hex): Hex {
  return concat([slice(signature, 0, offset), bytes, ...rest(signature, offset + size(bytes))]);
}

function rest(signature: Hex, offset: number): Hex[] {
  return offset < size(signature) ? [slice(signature, offset)] : [];
}

let chain: P521Chain;
beforeAll(async () => {
  chain = await startP521Chain('osaka');
});
afterAll(() => chain.close());

const verify = ({ owner, digest, signature }: Hinted, gas?: number) => {
  return chain.verify('SHA-512', owner.key, digest, signature, gas);
};

describe('signatures with hints', () => {
  test.each(['SHA-512', 'SHA-256'] as const)(
    'behavior: are accepted, and spoiled ones are not, over %s',
    { timeout: 240_000 },
    async (variant) => {
      for (let i = 0; i < 80; i++) {
        const { owner, digest, signature } = hinted(variant, `${variant} ${i}`);
        expect(await chain.verify(variant, owner.key, digest, signature)).toBe(true);
        for (let k = 0; k < 8; k++) {
          // Places all over the signature: 7,919 is a prime, and does not divide its length.
          const bad = flip(signature, (7_919 * (8 * i + k)) % size(signature), 1 << (k % 8));
          expect(await chain.verify(variant, owner.key, digest, bad), `${i} ${k}`).toBe(false);
        }
      }
    },
  );

  test('behavior: the key may have its prefix', async () => {
    const { owner, digest, signature } = hinted('SHA-512', 'prefix');
    expect(await chain.verify('SHA-512', concat(['0x04', owner.key]), digest, signature)).toBe(true);
  });

  test('error: hints of another signature, of another digest, for another key', async () => {
    const [one, other] = [hinted('SHA-512', 'one'), hinted('SHA-512', 'other')];
    const mixed = concat([slice(one.signature, 0, 132), slice(other.signature, 132)]);
    expect(await verify({ ...one, signature: mixed })).toBe(false);
    expect(await verify({ ...one, digest: other.digest })).toBe(false);
    expect(await verify({ ...one, owner: other.owner })).toBe(false);
    expect(await verify({ ...one, signature: other.signature })).toBe(false);
  });

  test('error: the same digest and key, r and s of another signature', async () => {
    const one = hinted('SHA-512', 'again');
    const again = signDigest('SHA-512', one.owner, one.digest);
    expect(await verify({ ...one, signature: replace(one.signature, 0, again) })).toBe(false);
    const [r, s] = [slice(one.signature, 0, 66), BigInt(slice(one.signature, 66, 132))];
    // (r, n − s) is valid, but R is on the other side.
    expect(await verify({ ...one, signature: concat([r, number66(n - s)]) })).toBe(true);
    expect(await verify({ ...one, signature: replace(one.signature, 66, number66(n - s)) })).toBe(false);
  });
});

describe('every hint is checked', () => {
  const one = hinted('SHA-512', 'every hint');
  const wrong = async (signature: Hex) => expect(await verify({ ...one, signature })).toBe(false);
  const program = at.program + 2 * stepsOf(one.signature);

  test('behavior: it is good as it is', async () => {
    expect(await verify(one)).toBe(true);
  });

  test('error: a bit of every byte before the slopes of the sum', { timeout: 240_000 }, async () => {
    for (let offset = 0; offset < at.slopesOfQ; offset++) await wrong(flip(one.signature, offset, 1 << (offset % 8)));
    for (let offset = at.slopesOfQ; offset < at.doublings; offset += 11) await wrong(flip(one.signature, offset));
    for (let offset = at.doublings; offset < program; offset++)
      await wrong(flip(one.signature, offset, 1 << (offset % 8)));
  });

  test('error: a bit of every slope', { timeout: 240_000 }, async () => {
    for (let slope = program, i = 0; slope < size(one.signature); slope += SLOPE, i++) {
      await wrong(flip(one.signature, slope + ((7 * i) % SLOPE), 1 << (i % 8)));
    }
  });

  test('error: slopes that are zero, all ones, exchanged', async () => {
    for (const slope of [at.slopesOfQ, at.slopesOfR, at.slopesOfR + 7 * SLOPE, program, size(one.signature) - SLOPE]) {
      await wrong(replace(one.signature, slope, `0x${'00'.repeat(SLOPE)}`));
      await wrong(replace(one.signature, slope, `0x${'ff'.repeat(SLOPE)}`));
    }
    const first = slice(one.signature, program, program + SLOPE);
    const second = slice(one.signature, program + SLOPE, program + 2 * SLOPE);
    await wrong(replace(one.signature, program, concat([second, first])));
  });

  test('error: y of R: its negative, p, above p, zero', async () => {
    const y = BigInt(slice(one.signature, at.y, at.slopesOfQ));
    for (const other of [p - y, p, y + p, 0n, y + 1n, 2n ** 528n - 1n]) {
      await wrong(replace(one.signature, at.y, number66(other)));
    }
  });

  test('error: x of R: r + n where that is no coordinate; other marks than 0 and 1', async () => {
    for (const mark of ['0x01', '0x02', '0x80', '0xff'] as const) await wrong(replace(one.signature, at.wrapped, mark));
  });

  test('error: no multiple of R at all, which would prove anything', async () => {
    // G − G, with every scalar zero.
    const steps = concat(['0x0000', '0x02', '0x0000', '0x0100']);
    await wrong(concat([slice(one.signature, 0, at.doublings), steps]));
    // R − R, so that d is zero.
    await wrong(concat([slice(one.signature, 0, at.doublings), '0x0000', '0x02', '0x0088', '0x0188']));
    // Q − Q.
    await wrong(concat([slice(one.signature, 0, at.doublings), '0x0000', '0x02', '0x0080', '0x0180']));
  });

  test('error: programs that are not: no step, one step, entries beyond the tables, doublings that are left or missing', async () => {
    const head = slice(one.signature, 0, at.doublings);
    await wrong(concat([head, '0x0000', '0x00']));
    await wrong(concat([head, '0x0000', '0x01', '0x0000']));
    await wrong(concat([head, '0x0000', '0x02', '0x0000', '0x0190']));
    await wrong(concat([head, '0x0000', '0x02', '0x00ff', '0x01ff']));
    await wrong(concat([head, '0x0001', '0x02', '0x0000', '0x0100']));
    await wrong(concat([head, '0x0000', '0x02', '0x0000', '0x0300']));
    await wrong(concat([head, '0xffff', '0xff']));
    const doublings = Number(slice(one.signature, at.doublings, at.steps));
    for (const other of [0, doublings - 1, doublings + 1, 264, 265, 65_535]) {
      if (other !== doublings) await wrong(replace(one.signature, at.doublings, numberToHex(other, { size: 2 })));
    }
    for (const other of [0, 1, 2, stepsOf(one.signature) - 1, stepsOf(one.signature) + 1, 255]) {
      await wrong(replace(one.signature, at.steps, numberToHex(other, { size: 1 })));
    }
  });

  test('error: an addition of a point to itself, where any slope would do', async () => {
    // G + G at one position: the line through a point and itself has every slope.
    const head = slice(one.signature, 0, at.doublings);
    for (const slope of ['00', 'ff', '01']) {
      await wrong(concat([head, '0x0000', '0x03', '0x0000', '0x0000', '0x0100', `0x${slope.repeat(SLOPE)}`]));
    }
  });

  test('error: truncated; bytes behind', { timeout: 240_000 }, async () => {
    for (let length = 133; length <= at.program; length += 1) await wrong(slice(one.signature, 0, length));
    for (let length = at.program; length < size(one.signature); length += 211)
      await wrong(slice(one.signature, 0, length));
    for (let left = 1; left <= 70; left++) await wrong(slice(one.signature, 0, size(one.signature) - left));
    await wrong(concat([one.signature, '0x00']));
    await wrong(concat([one.signature, `0x${'00'.repeat(SLOPE)}`]));
    await wrong(concat([slice(one.signature, 0, 132), '0x00', slice(one.signature, 132)]));
  });

  test('behavior: with too little gas a good signature is never refused, nor a bad one accepted', {
    timeout: 240_000,
  }, async () => {
    const bad = { ...one, signature: flip(one.signature, size(one.signature) - 1) };
    const seen = new Set<string>();
    for (let gas = 480_000; gas < 2_200_000; gas = Math.round(gas * 1.03)) {
      const answers = [await verify(one, gas), await verify(bad, gas)];
      expect(answers[0], `${gas}`).not.toBe(false);
      expect(answers[1], `${gas}`).not.toBe(true);
      seen.add(String(answers[0]));
    }
    expect(seen).toEqual(new Set(['null', 'true']));
  });
});

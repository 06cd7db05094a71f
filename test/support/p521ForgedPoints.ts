import { concat, type Hex, pad, slice, toHex } from 'viem';
import { b, G } from '../../scripts/verifiers/p521/curve.ts';
import { claim, flat, type Trial, trial } from './p521Claims.ts';
import { n, number66, p, pair } from './p521Keys.ts';
import {
  inverse,
  keyFor,
  modN,
  modP,
  multiples,
  type Point,
  plus,
  power,
  type Step,
  signatureFor,
  signaturesFor,
  sumOf,
  tangent,
  third,
  times,
} from './p521Prover.ts';

export function points(): Trial[] {
  const r = BigInt('0x1d6329f1c35ca4bfabb9f561');
  const off: Point = [
    r,
    BigInt(
      '0xeb64896259bb89325570fd40025d80fcd95b09445ce8096cad7b0a56a4e3494779498273a4d4ede320ae0b2cd4248a227672981a5ab83df629ae1596265272587a',
    ),
  ];
  const q: Point = [
    BigInt(
      '0x1a73d352443de29195dd91d6a64b5959479b52a6e5b123d9ab9e5ad7a112d7a8dd1ad3f164a3a4832051da6bd16b59fe21baeb490862c32ea05a5919d2ede37ad7d',
    ),
    BigInt(
      '0x13e9b03b97dfa62ddd9979f86c6cab814f2f1557fa82a9d0317d2f8ab1fa355ceec2e2dd4cf8dc575b02d5aced1dec3c70cf105c9bc93a590425f588ca1ee86c0e5',
    ),
  ];
  const steps: Step[] = [
    { table: 'R', digit: 1 },
    { table: 'G', digit: 1 },
    { table: 'Q', digit: 1 },
    { table: 'G', digit: 3 },
  ];
  const good = claim(flat);
  const high = trial('', false, good).signature;
  return [
    trial('R is off the curve', false, {
      steps,
      q,
      r: off,
      ...signatureFor(r, sumOf(steps)),
    }),
    trial('y of R is written with p more', false, good, {
      signature: concat([slice(high, 0, 133), number66(good.r[1] + p), slice(high, 199)]),
    }),
    stray('the key is off the curve', [5n, 7n]),
    ...[0n, 174n, 348n].map((bits) => stray(`the equation of the key is off by 2^${bits}`, neighbour(1n << bits))),
  ];
}

/** With a digest of zero, 2Q is all there is to compute, on whatever curve Q happens to be. */
function stray(name: string, q: Point): Trial {
  const [x] = third(q, q[0], tangent(q));
  const signature = pair(modN(x), modN(x * inverse(2n, n)));
  return { name, valid: false, key: pair(...q), digest: pad('0x', { size: 64 }), signature };
}

/** A point for which x³ − 3x + b − y² is −off. */
function neighbour(off: bigint): Point {
  for (let x = 2n; ; x++) {
    const square = modP(x * x * x - 3n * x + b + off);
    const y = power(square, (p + 1n) / 4n);
    if (modP(y * y) === square) return [x, y];
  }
}

/** The key with x = 0, and a signature that holds for it, though nobody knows its private key: R = kG + Q. */
export function zero(): Trial[] {
  const key: Point = [0n, power(b, (p + 1n) / 4n)];
  for (let k = 1n, r = key; ; k++) {
    r = plus(r, G) as Point;
    const made = signaturesFor({ g: k, q: 1n, r: -1n })(modN(r[0]));
    if (!made) continue;
    const good = {
      name: 'x of the key is zero',
      valid: true,
      key: pair(...key),
      digest: made.digest,
      signature: made.plain,
    };
    return [good, { ...good, name: 'x of the key is zero, written p', valid: false, key: pair(p, key[1]) }];
  }
}

/** Signatures whose R has x = r + n, and others that say so. */
export function wrapped(): Trial[] {
  const [r, point] = smallest();
  const made = signatureFor(r, sumOf(flat));
  const q = keyFor(sumOf(flat), point);
  const good = { steps: flat, r: point, q, wrapped: 1, ...made };
  const [, s] = [0, slice(made.plain, 66)];
  const long: Hex = concat([number66(r + n), s]);
  const bold = oversized(r, point);
  // r + n is far above p here, but without its highest bits it is the x of R.
  const far = cut();
  const hinted = trial('r + n is above p, and cut off', false, {
    steps: flat,
    q: keyFor(sumOf(flat), far.point),
    r: far.point,
    wrapped: 1,
    ...far.made,
  });
  return [
    trial('x of R is r + n', true, good),
    { ...trial('x of R is r + n, no hints', true, good), signature: made.plain },
    ...[0, 2, 3, 128, 255].map((mark) => trial(`x of R is r + n, marked ${mark}`, false, { ...good, wrapped: mark })),
    trial('r is written as r + n', false, { ...good, wrapped: 0, plain: long }),
    { ...trial('r is written as r + n, no hints', false, good), signature: long },
    bold,
    { ...bold, name: 'r has bits above those of x, no hints', signature: slice(bold.signature, 0, 132) },
    hinted,
    { ...hinted, name: 'r + n is above p, and cut off, no hints', signature: far.made.plain },
  ];
}

/** Bits of r from 512 on, which have no part in the sum of its lower words and those of n. */
function oversized(small: bigint, point: Point): Trial {
  for (let g = 1; g < 128; g += 2) {
    const steps: Step[] = [
      { table: 'R', digit: -1 },
      { table: 'Q', digit: 3 },
      { table: 'G', digit: g },
    ];
    const sign = signaturesFor(sumOf(steps));
    for (let bits = 1n; bits < 0x1ffn; bits++) {
      const made = sign(small + (bits << 512n));
      if (!made) continue;
      const attempt = { steps, r: point, q: keyFor(sumOf(steps), point), wrapped: 1 };
      return trial('r has bits above those of x', false, { ...attempt, ...made });
    }
  }
  throw new Error('there is always one');
}

/** The smallest r for which r + n is the x of a point. */
function smallest(): readonly [bigint, Point] {
  for (let r = 1n; ; r++) {
    const x = n + r;
    const square = modP(x * x * x - 3n * x + b);
    const y = power(square, (p + 1n) / 4n);
    if (modP(y * y) === square) return [r, [x, y]];
  }
}

function cut() {
  const low = (1n << 512n) - 1n;
  for (const point of multiples()) {
    if (point[0] >> 512n === 0x1ffn) return { point, made: signatureFor((point[0] - n) & low, sumOf(flat)) };
  }
  throw new Error('there is always one');
}

/** Without hints: sums whose last addition is of equal or of opposite points, and what would be left if nobody noticed. */
export function sums(): Trial[] {
  const name = 'Q is added to itself last, and r is not the x of 2Q';
  const equal = { name, valid: false, key: pair(...(times(G, 5n) as Point)), digest: pad('0x0f' as Hex, { size: 64 }) };
  return [{ ...equal, signature: pair(3n, 3n) }, opposite()];
}

/** Q is added to −Q last, and r is the x of both. */
function opposite(): Trial {
  let k = 0n;
  for (const q of multiples()) {
    k++;
    const r = modN(q[0]);
    const e = modN(-r * k);
    if (e >= 1n << 512n) continue;
    // u2 ends in a digit of 1.
    const signature = pair(r, modN(r * inverse(1n + (1n << 300n), n)));
    return {
      name: 'the sum is infinity, and r is the x before',
      valid: false,
      key: pair(...q),
      digest: pad(toHex(e), { size: 64 }),
      signature,
    };
  }
  throw new Error('there is always one');
}

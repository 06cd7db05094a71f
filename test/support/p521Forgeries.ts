import { concat, type Hex, pad, slice, toHex } from 'viem';
import { b, G } from '../../scripts/verifiers/p521/curve.ts';
import { n, number66, p, pair } from './p521Keys.ts';
import {
  type Attempt,
  chord,
  hintsOf,
  inverse,
  isOnCurve,
  keyFor,
  modN,
  modP,
  multiples,
  negative,
  ofG,
  type Point,
  plus,
  type Step,
  type Sum,
  signatureFor,
  signaturesFor,
  sumOf,
  tangent,
  third,
  times,
} from './p521Prover.ts';

/** What a verifier is asked, and what it has to answer. */
export interface Trial {
  readonly name: string;
  readonly valid: boolean;
  readonly key: Hex;
  /** 64 bytes. */
  readonly digest: Hex;
  readonly signature: Hex;
}

/** A claim whose scalars are right: the key is made for it. */
interface Claim extends Attempt {
  readonly plain: Hex;
  readonly digest: Hex;
}

interface Options extends Partial<Attempt> {
  /** What the steps really add up to, and what the verifier is to believe. */
  readonly truth?: Sum;
  readonly believed?: Sum;
  /** What they add up to instead of infinity. */
  readonly target?: Point | null;
}

function claim(steps: readonly Step[], options: Options = {}): Claim {
  const { truth = sumOf(steps), believed = truth, target = null, ...attempt } = options;
  const sign = signaturesFor(believed);
  for (const r of multiples()) {
    const made = sign(modN(r[0]));
    if (made) return { steps, r, q: keyFor(truth, r, target), ...attempt, ...made };
  }
  throw new Error('there is always one');
}

function trial(name: string, valid: boolean, { plain, digest, ...attempt }: Claim, change: Partial<Trial> = {}): Trial {
  return { name, valid, key: pair(...attempt.q), digest, signature: concat([plain, hintsOf(attempt)]), ...change };
}

const short: readonly Step[] = [
  { table: 'R', digit: -1 },
  { table: 'Q', digit: 1, gap: 1 },
  { table: 'G', digit: 3 },
];
const flat: readonly Step[] = [
  { table: 'R', digit: -1 },
  { table: 'Q', digit: 1 },
  { table: 'G', digit: 1 },
];
const add = (index: number) => (slope: bigint, at: number) => (at === index ? modP(slope + 1n) : slope);

function programs(): Trial[] {
  const far = (gap: number): Step[] => [
    { table: 'G', digit: 1 },
    { table: 'Q', digit: 1, gap: 127 },
    { table: 'G', digit: 3, gap: 127 },
    { table: 'R', digit: -1, gap },
    { table: 'G', digit: 1 },
  ];
  const every: Step[] = [
    { table: 'G261', digit: -127 },
    { table: 'Q', digit: 15, gap: 2 },
    { table: 'R', digit: 15, gap: 1 },
    { table: 'G', digit: -127 },
    { table: 'Q', digit: -3, gap: 5 },
    { table: 'R', digit: -9, gap: 3 },
  ];
  const twice: Step[] = [{ table: 'R', digit: -1, entry: 8 }, ...flat.slice(1)];
  const leap: Step[] = [{ table: 'R', digit: -1, gap: 3 }, { table: 'Q', digit: 1, gap: 3 }, ...flat.slice(2)];
  const sum = { g: 1n, q: 1n, r: -1n };
  return [
    trial('a short program', true, claim(short)),
    trial('a program with every table, either sign, and doublings behind the last addition', true, claim(every)),
    trial('264 doublings', true, claim(far(10))),
    trial('265 doublings', false, claim(far(11))),
    trial('an entry behind the tables, where 2R is', false, claim(twice, { truth: { ...sum, r: -2n }, believed: sum })),
    trial(
      'a first step with doublings, which nobody does',
      false,
      claim(leap, { truth: { ...sum, r: -8n }, believed: sum, doublings: 3 }),
    ),
    trial('d is zero, and so are c and g', false, {
      ...claim(flat),
      steps: [flat[0] as Step, { table: 'R', digit: 1 }],
    }),
  ];
}

function lines(): Trial[] {
  const one: Step = { table: 'G', digit: 1 };
  const rest: Step[] = [
    { table: 'Q', digit: 1 },
    { table: 'R', digit: -1 },
  ];
  const { digit, twin } = otherWithSameY();
  const apart: Step[] = [...flat.slice(0, 2), { table: 'G', digit }];
  const kG = (k: bigint) => times(G, k) as Point;
  return [
    trial('a point added to itself by its tangent', false, claim([one, one, ...rest])),
    trial(
      'a point added to itself on the way to twice it and one more',
      false,
      claim([one, { ...one, gap: 1 }, ...rest]),
    ),
    ...[0, 3, 7, 8, 11, 15].map((i) =>
      trial(`a wrong slope, ${i}, of a point that nothing uses`, false, { ...claim(short), choose: add(i) }),
    ),
    trial('the last point is where the sum is, not opposite', false, claim(short, { target: kG(6n) })),
    trial('the last point is above the sum, at another x', false, claim(apart, { target: plus(twin, ofG(digit)) })),
    secondSlopes(),
  ];
}

/** A multiple of G, and another point with the y of its negative: at a root of X² + xX + x² − 3. */
function otherWithSameY(): { readonly digit: number; readonly twin: Point } {
  for (let digit = 1; digit < 128; digit += 2) {
    const [x, y] = negative(ofG(digit));
    const root = power(12n - 3n * x * x, (p + 1n) / 4n);
    const twin: Point = [modP((root - x) * inverse(2n, p)), y];
    if (isOnCurve(twin)) return { digit, twin };
  }
  throw new Error('there is always one');
}

/** Both second slopes of 2P + point are wrong, but lead to where the sum should end. */
function secondSlopes(): Trial {
  const first = BigInt(
    '0x8d7f69ae3d583debb388bd9af28a4c21e652d83fe04e6eb460d26b7b4dbb5350824d39d05dbe2a67f5f6b256b41c55853fbb25b640e32e3d3235b1a7d00cda3722',
  );
  const steps: Step[] = [
    { table: 'Q', digit: 1 },
    { table: 'R', digit: -1, gap: 1 },
    { table: 'G', digit: 1, gap: 1 },
    { table: 'G', digit: 3 },
  ];
  const [q, r, target] = [times(G, 7n) as Point, times(G, 273n) as Point, negative(ofG(3))];
  let sum = q;
  const choose = (slope: bigint, index: number) => {
    if (index === 17) {
      const between = modP(chord(q, negative(r)) ** 2n - q[0] - r[0]);
      sum = third(q, between, first);
      return first;
    }
    return index === 19 ? modP((target[1] + sum[1]) * inverse(sum[0] - target[0], p)) : slope;
  };
  const made = signatureFor(modN(r[0]), sumOf(steps));
  return trial('wrong second slopes of two steps, which make up for each other', false, {
    steps,
    q,
    r,
    choose,
    ...made,
  });
}

function scalars(): Trial[] {
  const good = claim(flat);
  const r = BigInt(slice(good.plain, 0, 66));
  const limbs = [0n, 174n, 348n].map((at) => 1n << at);
  const digest = (e: bigint): Hex => pad(toHex(e), { size: 64 });
  return [
    trial('c = d = g = 1', true, good),
    ...limbs.map((off) =>
      trial(`s is off by ${off.toString(16)}`, false, { ...good, plain: pair(r, r + off), digest: digest(r + off) }),
    ),
    ...limbs.map((off) =>
      trial(`the digest is off by ${off.toString(16)}`, false, { ...good, digest: digest(r + off) }),
    ),
    trial('s + n', false, { ...good, plain: pair(r, r + n) }),
  ];
}

function points(): Trial[] {
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
  const stray: Point = [5n, 7n];
  const [x] = third(stray, stray[0], tangent(stray));
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
    // With a digest of zero, 2Q is all there is to compute, on the curve that Q happens to be on.
    {
      name: 'the key is off the curve',
      valid: false,
      key: pair(...stray),
      digest: pad('0x', { size: 64 }),
      signature: pair(modN(x), modN(x * inverse(2n, n))),
    },
  ];
}

/** Signatures whose R has x = r + n, and others that say so. */
function wrapped(): Trial[] {
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

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = modP(result * result * (bit === '1' ? base : 1n));
  return result;
}

/** Attacks that follow from what a verifier might forget to check, each made so that it would succeed then; and good ones beside. */
export function trials(): readonly Trial[] {
  return [...programs(), ...lines(), ...scalars(), ...points(), ...wrapped()];
}

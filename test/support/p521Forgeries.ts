import { type Hex, pad, slice, toHex } from 'viem';
import { G } from '../../scripts/verifiers/p521/curve.ts';
import { claim, flat, type Trial, trial } from './p521Claims.ts';
import { points, sums, wrapped, zero } from './p521ForgedPoints.ts';
import { n, p, pair } from './p521Keys.ts';
import {
  chord,
  inverse,
  isOnCurve,
  modN,
  modP,
  negative,
  ofG,
  type Point,
  plus,
  power,
  type Step,
  signatureFor,
  sumOf,
  third,
  times,
} from './p521Prover.ts';

const short: readonly Step[] = [
  { table: 'R', digit: -1 },
  { table: 'Q', digit: 1, gap: 1 },
  { table: 'G', digit: 3 },
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
  const high: Step[] = [
    { table: 'R', digit: -1 },
    { table: 'Q', digit: 1, gap: 6 },
    { table: 'G261', digit: 1 },
    { table: 'G', digit: 3, gap: 90 },
    { table: 'G', digit: 1, gap: 90 },
  ];
  const twice: Step[] = [{ table: 'R', digit: -1, entry: 8 }, ...flat.slice(1)];
  const leap: Step[] = [{ table: 'R', digit: -1, gap: 3 }, { table: 'Q', digit: 1, gap: 3 }, ...flat.slice(2)];
  const sum = { g: 1n, q: 1n, r: -1n };
  return [
    trial('a short program', true, claim(short)),
    trial('a program with every table, either sign, and doublings behind the last addition', true, claim(every)),
    trial('d is a multiple of 2^186, and c of 2^180', true, claim(high)),
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

/** Slopes for which an equation is off by one limb of p alone: those of the tangent at Q, and of the line from 13Q to 2Q. */
function offByLimb(): Trial[] {
  const good = claim(short);
  const [twice, last] = [times(good.q, 2n), times(good.q, 13n)] as [Point, Point];
  const runs = [
    { at: 0, run: 2n * good.q[1] },
    { at: 7, run: twice[0] - last[0] },
  ];
  return runs.flatMap(({ at, run }) =>
    [0n, 174n, 348n].map((bits) => {
      const off = inverse(run, p) << bits;
      const choose = (slope: bigint, index: number) => (index === at ? modP(slope - off) : slope);
      return trial(`slope ${at} is wrong in the limb from bit ${bits} on`, false, { ...good, choose });
    }),
  );
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

/** Attacks that follow from what a verifier might forget to check, each made so that it would succeed then; and good ones beside. */
export function trials(): readonly Trial[] {
  return [...programs(), ...lines(), ...offByLimb(), ...scalars(), ...points(), ...zero(), ...wrapped(), ...sums()];
}

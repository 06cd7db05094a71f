import { MASK, type Three } from './curve.ts';

/** Where the verifier keeps what, in bytes of memory; an element takes three words, lowest limb first. */
export const at = {
  /** The accumulator: affine (x, y) with hints, Jacobian (x, y, z) without. */
  x: 0x80,
  y: 0xe0,
  z: 0x140,
  t1: 0x1a0,
  t2: 0x200,
  t3: 0x260,
  t4: 0x2c0,
  t5: 0x320,
  t6: 0x380,
  t7: 0x3e0,
  t8: 0x440,
  /** Not zero once an equation did not hold. */
  failed: 0x4a0,
  /** What is handed to the precompile for modular exponentiation, and its answer. */
  modexp: 0x4c0,
  /** r, s and the digest as numbers modulo n; scalars that are compared or made of them. */
  r: 0x640,
  s: 0x6a0,
  e: 0x700,
  u: 0x760,
  v: 0x7c0,
  w: 0x820,
  /** Digits of the scalars, two bytes a position. */
  digits: 0x900,
  /** Points of three and three words: 64 odd multiples of G, 64 of 2^261 G, 8 of Q, 8 of R. */
  points: 0x1000,
} as const;

const limit = (lowest: bigint, others: bigint): Three<bigint> => {
  return [(1n << lowest) - 1n, (1n << others) - 1n, (1n << others) - 1n];
};

/** The most that limbs reach, by what they belong to. Every function that writes one of these keeps below it: the generator checks. */
export const most = {
  /** 22 bytes of calldata each. */
  hint: [(1n << 176n) - 1n, (1n << 176n) - 1n, (1n << 176n) - 1n] as Three<bigint>,
  x: limit(183n, 176n),
  y: limit(188n, 176n),
  /** Products that a formula of `jacobian.ts` keeps in t1 to t7 for its next step. */
  between: ([181n, 184n, 188n, 193n, 189n, 193n, 193n] as const).map((lowest) => limit(lowest, 174n)),
  /** Of what is multiplied outside of formulas. */
  factor: limit(193n, 176n),
  /** What `settle` leaves; also coordinates that were read from calldata. */
  settled: [MASK, 2n * MASK, MASK] as Three<bigint>,
} as const;

/** x and y. */
export const POINT_BYTES = 192;

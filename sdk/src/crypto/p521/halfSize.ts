import { modulo } from './field.ts';

/** `c` = `d` · `factor` modulo the modulus, with both about half as long as it. */
export interface HalfSize {
  readonly c: bigint;
  /** Not zero. */
  readonly d: bigint;
}

/**
 * The shortest of the pairs that Euclid's algorithm runs through on the modulus and the factor: of every pair r, t of it, r is
 * t · factor modulo the modulus (Antipa et al., "Accelerated verification of ECDSA signatures", 2005).
 */
export function halfSize(factor: bigint, modulus: bigint): HalfSize {
  let [last, current] = [modulus, modulo(factor, modulus)];
  let [lastD, d] = [0n, 1n];
  let best: HalfSize = { c: current, d };
  while (current !== 0n) {
    if (size({ c: current, d }) < size(best)) best = { c: current, d };
    const quotient = last / current;
    [last, current] = [current, last - quotient * current];
    [lastD, d] = [d, lastD - quotient * d];
  }
  return best;
}

function size({ c, d }: HalfSize): bigint {
  const length = d < 0n ? -d : d;
  return c > length ? c : length;
}

/** The constants of SHA-512 (FIPS 180-4, sections 4.2.3 and 5.3.5), from their definition: fractional parts of roots of primes. */

const MASK64 = (1n << 64n) - 1n;

/** The first `count` primes. */
export function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The largest integer whose `degree`-th power does not exceed `value`. */
export function integerRoot(value: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(value.toString(2).length) / degree + 1n);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** H⁽⁰⁾: the first 64 bits of the fractional parts of the square roots of the first eight primes. */
export const initialHash: readonly bigint[] = primes(8).map((prime) => integerRoot(prime << 128n, 2n) & MASK64);

/** K: the first 64 bits of the fractional parts of the cube roots of the first eighty primes. */
export const roundConstants: readonly bigint[] = primes(80).map((prime) => integerRoot(prime << 192n, 3n) & MASK64);

import { p521 } from '@noble/curves/nist.js';

/** P-521 (SP 800-186, section 3.2.1.5): y² = x³ − 3x + b modulo p; its points are a group of prime order n. */
export const p = p521.Point.Fp.ORDER;
export const n = p521.Point.Fn.ORDER;

/** The remainder from 0 to `modulus` − 1. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

/** The inverses modulo p of numbers none of which is zero: one inversion for all. */
export function invertAll(values: readonly bigint[]): bigint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    products.push(product);
    product = modulo(product * value, p);
  }
  let inverse = p521.Point.Fp.inv(product);
  const inverses: bigint[] = [];
  for (let i = values.length - 1; i >= 0; i--) {
    inverses[i] = modulo(inverse * (products[i] as bigint), p);
    inverse = modulo(inverse * (values[i] as bigint), p);
  }
  return inverses;
}

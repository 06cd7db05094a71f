/** P-521 (SP 800-186, section 3.2.1.5): y² = x³ − 3x + b over the integers modulo p, a group of prime order n. */
export const p = 2n ** 521n - 1n;

export const n =
  0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n;

export const b =
  0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n;

/** The base point of SP 800-186. */
export const G = [
  0xc6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
  0x11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
] as const;

/** A limb has 174 bits: three of them hold 522, one more than a coordinate, so 2^522 wraps to 2. */
export const LIMB_BITS = 174n;

export const MASK = (1n << LIMB_BITS) - 1n;

/** What columns of products are known by, beside 2^256: see columns.ts. */
export const M = (1n << 216n) - 1n;

/** 2^-174 modulo M, as 2^216 is 1. */
export const INVERSE_OF_LIMB = 1n << (216n - LIMB_BITS);

export type Three<T> = readonly [T, T, T];

/** The limbs of a number below 2^522, lowest first. */
export function limbsOf(value: bigint): Three<bigint> {
  return [value & MASK, (value >> LIMB_BITS) & MASK, value >> (2n * LIMB_BITS)];
}

/** 2p · 2^shift in limbs, none of which borrows from the next: what is added before a subtraction. */
export function multipleOfP(shift: number): Three<bigint> {
  const [first, second, third] = limbsOf(2n * p);
  const by = BigInt(shift);
  return [first << by, second << by, third << by];
}

export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

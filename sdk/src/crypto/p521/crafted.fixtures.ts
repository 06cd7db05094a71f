import { p521 } from '@noble/curves/nist.js';
import { fromHex, type Hex, toHex } from '../../bytes/index.ts';
import { modulo, n, p } from './field.ts';

const { BASE, Fn, Fp } = p521.Point;

/** A signature of a digest of 64 bytes, made from the sum that a verifier computes. */
export interface Crafted {
  /** x ‖ y. */
  readonly key: Hex;
  /** 64 bytes. */
  readonly digest: Hex;
  readonly signature: Hex;
}

/** What noble says of a digest that is already hashed. */
export function verifyByNoble({ key, digest, signature }: Crafted): boolean {
  const options = { prehash: false, lowS: false } as const;
  try {
    return p521.verify(fromHex(signature), fromHex(digest), fromHex(`0x04${key.slice(2)}`), options);
  } catch {
    return false;
  }
}

/**
 * A valid signature for which u1 and u2 are these, by the private key that goes with `u1` of each attempt: of those, the first whose
 * digest fits into 64 bytes (about one in 512 does).
 */
export function craft(
  attempt: (i: number) => { readonly u1: bigint; readonly u2: bigint; readonly d: bigint },
): Crafted {
  let last: { readonly k: bigint; readonly x: bigint } | undefined;
  for (let i = 1; ; i++) {
    const { u1, u2, d } = attempt(i);
    const k = modulo(u1 + u2 * d, n);
    // Attempts with the same R are cheap.
    const x = last?.k === k ? last.x : multiple(k).toAffine().x;
    last = { k, x };
    const made = from(modulo(x, n), u1, u2);
    if (made) return { ...made, key: keyOf(multiple(d)) };
  }
}

/** `craft` for a private key, with random u1 and u2. */
export function craftForKey(d: bigint): Crafted {
  const k = modulo(11n ** 200n, n);
  return craft((i) => {
    const u2 = modulo(13n ** BigInt(i + 150), n);
    return { u1: modulo(k - u2 * d, n), u2, d };
  });
}

/** A signature whose R is infinity: u1 = −u2 d. It is not valid, whatever r is. */
export function craftInfinity(u2: bigint, d: bigint): Crafted {
  for (let r = 3n; ; r = modulo(3n * r, n)) {
    const made = from(r, modulo(-u2 * d, n), u2);
    if (made) return { ...made, key: keyOf(multiple(d)) };
  }
}

/** A valid signature whose R has x = n + r, and a key that nobody knows the private key of. */
export function craftWrapped(): Crafted {
  let r = 1n;
  let y: bigint | null = null;
  while (y === null) y = root(n + ++r);
  const point = p521.Point.fromAffine({ x: n + r, y });
  for (let u2 = 2n; ; u2++) {
    const made = from(r, 3n, u2);
    if (made) return { ...made, key: keyOf(point.subtract(BASE.multiply(3n)).multiply(Fn.inv(u2))) };
  }
}

/** x ‖ y of a multiple of the base point. */
export function keyOfPrivate(d: bigint): Hex {
  return keyOf(multiple(d));
}

function from(r: bigint, u1: bigint, u2: bigint): Omit<Crafted, 'key'> | null {
  const s = modulo(r * Fn.inv(u2), n);
  const e = modulo(u1 * s, n);
  return r === 0n || e >= 1n << 512n ? null : { digest: hex(e, 64), signature: `${hex(r, 66)}${hex(s, 66).slice(2)}` };
}

function multiple(scalar: bigint) {
  return BASE.multiplyUnsafe(modulo(scalar, n));
}

function keyOf(point: ReturnType<typeof multiple>): Hex {
  return toHex(point.toBytes(false).subarray(1));
}

/** y of the point with this x, if there is one; p is 3 modulo 4. */
function root(x: bigint): bigint | null {
  const square = modulo(x * x * x - 3n * x + p521.Point.CURVE().b, p);
  const y = Fp.pow(square, (p + 1n) / 4n);
  return modulo(y * y, p) === square ? y : null;
}

function hex(value: bigint, bytes: number): Hex {
  return `0x${value.toString(16).padStart(2 * bytes, '0')}`;
}

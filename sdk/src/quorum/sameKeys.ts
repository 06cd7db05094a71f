import { decodeAbiParameters, parseAbiParameters } from 'viem/utils';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import type { QuorumRules } from './quorum.ts';

/** Two members of one quorum that are one key: whoever has it counts twice. Indexes, the smaller first. */
export type SameKey = readonly [first: number, second: number];

/** A quorum in which one key would count as several members. No contract can see that: each verifier reads keys in its own way. */
export class SameKeyError extends BaseError {
  /** @param other Whose key it is already. */
  constructor(field: string, other: string) {
    super('SAME_KEY', `is the key of ${other} once more, perhaps behind another verifier or in another form`, {
      field,
      metaMessages: [
        'Whoever has this key would approve as two members. Keep one of them; to count for more, a member has a weight.',
      ],
    });
  }
}

const rsaKey = parseAbiParameters('bytes e, bytes n');
/** 2,048 bits, the least that the verifier takes. */
const MIN_MODULUS = 256;

/**
 * Members whose signers differ and whose keys do not: P-521 as x ‖ y and as 0x04 ‖ x ‖ y, behind the verifier for SHA-512 and that
 * for SHA-256; P-256 as a plain key and as a passkey; RSA keys of one modulus; any key behind two deployments of its verifier.
 * Of a point only x is looked at, as whoever has the private key of (x, y) also has that of (x, −y).
 *
 * @example `sameKeys(quorum) // []`
 */
export function sameKeys({ members }: Pick<QuorumRules, 'members'>): readonly SameKey[] {
  const seen = new Map<string, number>();
  return members.flatMap(({ signer }, index): SameKey[] => {
    const key = keyOf(signer);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    return first === undefined ? [] : [[first, index]];
  });
}

/**
 * Refuses a quorum in which one key is several members.
 *
 * @throws {SameKeyError} naming the later of the two members.
 * @example `assertDistinctKeys(definition, '--from')`
 */
export function assertDistinctKeys(rules: Pick<QuorumRules, 'members'>, field: string): void {
  const [found] = sameKeys(rules);
  if (found) throw new SameKeyError(`${field}.members[${found[1]}].signer`, `members[${found[0]}]`);
}

/** What tells the key behind a verifier's address from others, however it is written; a wallet is its own. */
function keyOf(signer: Hex): string {
  const key = fromHex(signer, { field: 'signer' }).subarray(20);
  if (key.length === 0) return `wallet ${signer.toLowerCase()}`;
  const hasPrefix = (key.length === 65 || key.length === 133) && key[0] === 4;
  const point = hasPrefix ? key.subarray(1) : key;
  if (point.length === 64 || point.length === 132) return `x ${toHex(point.subarray(0, point.length / 2))}`;
  return modulusOf(key) ?? toHex(key);
}

/** The modulus of abi.encode(e, n); the contract takes it wherever it stands, with zeros before it and anything behind. */
function modulusOf(key: Uint8Array): Hex | null {
  if (key.length < MIN_MODULUS) return null;
  try {
    const modulus = decodeAbiParameters(rsaKey, key)[1].replace(/^0x(00)*/, '');
    return modulus.length >= 2 * MIN_MODULUS - 2 ? `0x${modulus}` : null;
  } catch {
    return null;
  }
}

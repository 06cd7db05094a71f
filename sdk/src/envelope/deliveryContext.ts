import { concat, fromHex, type Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';

/** What a delivery is for, with the numbers that stand on chain (docs/spec/announcement.md). */
export const deliveryKinds = { sshUser: 1, sshHost: 2, sshAuthority: 3, tls: 4, files: 5, publicKeys: 6 } as const;

/** The name of a kind. */
export type DeliveryKind = keyof typeof deliveryKinds;

/** What one envelope is for: it opens under no other chain, contract, authority, subject, device, epoch or kind. */
export interface DeliveryContext {
  readonly chainId: number;
  /** Address of `KeyAnnouncements`. */
  readonly announcements: Hex;
  /** The authority's id: keccak256 of its ERC-7913 signer. */
  readonly authority: Hex;
  readonly subject: Hex;
  /** The device's id: keccak256 of its ERC-7913 signer. */
  readonly device: Hex;
  readonly epoch: number;
  readonly kind: DeliveryKind;
}

/**
 * The 133 bytes that HPKE's `info` ends with (docs/spec/envelope.md).
 *
 * @throws {ArgumentError} or {DecodeError} naming the field that does not fit.
 */
export function encodeDeliveryContext(context: DeliveryContext): Uint8Array {
  return concat(
    uint64(context.chainId, 'chainId'),
    fromHex(context.announcements, { field: 'context.announcements', size: 20 }),
    fromHex(context.authority, { field: 'context.authority', size: 32 }),
    fromHex(context.subject, { field: 'context.subject', size: 32 }),
    fromHex(context.device, { field: 'context.device', size: 32 }),
    uint64(context.epoch, 'epoch'),
    Uint8Array.of(deliveryKinds[context.kind]),
  );
}

function uint64(value: number, name: string): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new ArgumentError('has to be an integer from 0 to 2^53 - 1', { field: `context.${name}` });
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

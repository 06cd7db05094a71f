import type { TypedData, TypedDataDefinition } from 'viem';
import type { Hex } from '../bytes/index.ts';
import type { KeyAlgorithm } from './keyAlgorithms.ts';

/** EIP-712 typed data, as wallets show it. */
export type SignableTypedData = TypedDataDefinition<TypedData | Record<string, unknown>, string>;

/**
 * Something that signs, and the ERC-7913 name under which contracts know it.
 *
 * Hardware, wallets and remote signers implement this too: nothing else in the SDK touches a signing key.
 */
export interface Signer {
  /** ERC-7913 bytes: a 20-byte wallet, or `verifier address ‖ key`. */
  readonly signer: Hex;
  /** Undefined for a signer that is not a single key (a contract wallet, a quorum). */
  readonly algorithm: KeyAlgorithm | undefined;
  /** The signature that the on-chain check of `signer` expects for a 32-byte digest. */
  sign(digest: Hex): Promise<Hex>;
  /** For wallets that sign nothing they cannot show. The result is what `sign` gives for the EIP-712 digest. */
  signTypedData?(typedData: SignableTypedData): Promise<Hex>;
}

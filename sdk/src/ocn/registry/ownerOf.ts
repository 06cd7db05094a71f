import { fromHex, type Hex } from '../../bytes/index.ts';
import { keccak256Hex } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';

/**
 * The owner that an ERC-7913 signer stands for in the registry: itself if it is a wallet, else the last 20 bytes of its keccak256.
 *
 * @returns in lower case.
 * @throws {ArgumentError} if it is shorter than a wallet.
 * @example `ownerOf(passkey.signer) // '0x…', 20 bytes`
 */
export function ownerOf(signer: Hex): Hex {
  const bytes = fromHex(signer, { field: 'signer' });
  if (bytes.length < 20) throw new ArgumentError('is shorter than 20 bytes', { field: 'signer' });
  return bytes.length === 20 ? (signer.toLowerCase() as Hex) : `0x${keccak256Hex(bytes).slice(-40)}`;
}

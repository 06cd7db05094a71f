import { concat, fromHex, type Hex, isHex, toHex, utf8Encode } from '../../bytes/index.ts';
import { keccak256, recoverAddress, type Signer } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';

/** What wallets sign for a message (EIP-191, version 0x45). */
export function personalDigest(message: Uint8Array): Hex {
  return toHex(keccak256(concat(utf8Encode(`\x19Ethereum Signed Message:\n${message.length}`), message)));
}

/** @throws {ArgumentError} if the signer is no wallet with a key: this format knows no other. */
export async function signPersonal(signer: Signer, message: Uint8Array): Promise<Hex> {
  if (!isHex(signer.signer, 20)) {
    throw new ArgumentError('is not a wallet: this format knows secp256k1 alone', { field: 'signer' });
  }
  const signature = await signer.sign(personalDigest(message));
  if (recoverPersonal(message, signature) !== signer.signer.toLowerCase()) {
    throw new ArgumentError('signs with another key than its address says', { field: 'signer' });
  }
  return signature;
}

/** The address that signed, in lower case; null for what is no signature (65 bytes, s in the lower half; v 0, 1, 27 or 28). */
export function recoverPersonal(message: Uint8Array, signature: Hex): Hex | null {
  if (!isHex(signature, 65)) return null;
  const bytes = fromHex(signature);
  const v = bytes[64] as number;
  if (v < 2) bytes[64] = v + 27;
  return recoverAddress(fromHex(personalDigest(message)), bytes);
}

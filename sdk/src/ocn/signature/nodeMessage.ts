import type { Hex } from '../../bytes/index.ts';
import type { Signer } from '../../crypto/index.ts';
import { VerificationError } from '../../errors/index.ts';
import { recoverPersonal, signPersonal } from './personalSign.ts';

/**
 * The `OCN-Signature` of `POST /ocn/message` between nodes: r ‖ s ‖ v over the raw bytes of the body (EIP-191).
 *
 * @param body The very bytes that are sent: JSON that is written twice may be other bytes.
 * @throws {ArgumentError} if the operator is no wallet with a key.
 * @example
 * ```ts
 * const body = utf8Encode(JSON.stringify(message));
 * const headers = { 'OCN-Signature': await NodeMessage.sign(body, operator) };
 * ```
 */
export function sign(body: Uint8Array, operator: Signer): Promise<Hex> {
  return signPersonal(operator, body);
}

/** The operator whose key signed, as an address in lower case; null for what is no signature. */
export function recover(body: Uint8Array, signature: string): Hex | null {
  return recoverPersonal(body, signature as Hex);
}

/**
 * @param operator The address that the registry has for the party's node.
 * @throws {VerificationError} naming `OCN-Signature`.
 */
export function assert(body: Uint8Array, signature: string, operator: Hex): void {
  const signatory = recover(body, signature);
  if (signatory === null) throw new VerificationError('is not r, s and v of a wallet', { field: 'OCN-Signature' });
  if (signatory === operator.toLowerCase()) return;
  throw new VerificationError(`is of ${signatory}, not of the operator, or the body was changed`, {
    field: 'OCN-Signature',
  });
}

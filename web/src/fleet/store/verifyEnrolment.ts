import { type Chain, verifiersOf, verifySigner } from '@gridseal/sdk/chain';
import { Enrolment } from '@gridseal/sdk/identity';
import type { Network } from '../../data/index.ts';

/**
 * Whether a request is its signer's own: told here where that can be told, else by the signer's contract (a wallet that is one, an
 * algorithm that only the chain knows).
 *
 * @throws {TransportError} if the chain has to be asked and cannot be.
 */
export async function verifyEnrolment(
  enrolment: Enrolment,
  { addresses }: Pick<Network, 'addresses'>,
  chain: () => Promise<Chain>,
): Promise<boolean> {
  const offline = Enrolment.verify(enrolment, verifiersOf(addresses));
  if (offline !== null) return offline;
  const { signer, proof: signature } = enrolment;
  return verifySigner(await chain(), { signer, digest: Enrolment.digest(enrolment), signature });
}

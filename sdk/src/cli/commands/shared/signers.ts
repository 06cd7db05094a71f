import { type Hex, isHex } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given } from '../../framework/input.ts';
import { toAddress, toName } from '../../framework/values.ts';
import { resolveQuorum } from './quorumBook.ts';
import { findSigner, type SignerAddresses, signerBytes, signerNames } from './signerBook.ts';
import { walletAddress } from './wallets.ts';

/**
 * The ERC-7913 signer that somebody wrote: an address, `0x` bytes, the name of a wallet or a signer of this home, or
 * `quorum:` and the name or id of a quorum.
 *
 * @param addresses asked for only if a signer or a quorum is named.
 */
export async function toSigner(
  given: Given,
  context: Context,
  addresses: () => Promise<SignerAddresses>,
): Promise<Hex> {
  const { text, field } = given;
  if (text.startsWith('quorum:')) {
    const id = await resolveQuorum({ text: text.slice('quorum:'.length), field }, context);
    return Quorum.signer((await addresses()).quorumRegistry, id);
  }
  if (!/^0x/i.test(text)) return namedSigner({ text, field }, context, addresses);
  if (text.length === 42) return toAddress(given);
  if (isHex(text) && text.length > 42) return text.toLowerCase() as Hex;
  throw new DecodeError(
    'is no signer: an address, 0x bytes of a signer, a wallet’s or a signer’s name, or quorum:NAME',
    { field },
  );
}

async function namedSigner(given: Given, context: Context, addresses: () => Promise<SignerAddresses>): Promise<Hex> {
  const name = toName(given);
  const known = await findSigner(name, context);
  if (known) return signerBytes(known, await addresses());
  return walletAddress(given, context, await signerNames(context));
}

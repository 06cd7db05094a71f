import { type Hex, isHex } from '../../../../bytes/index.ts';
import { type Chain, holderOf } from '../../../../chain/index.ts';
import { DecodeError, NotFoundError } from '../../../../errors/index.ts';
import { OcpiId, ownerOf } from '../../../../ocn/registry/index.ts';
import type { Party } from '../../../../protocol/ocpi/index.ts';
import type { Context } from '../../../framework/context.ts';
import type { Given } from '../../../framework/input.ts';
import { signerNames } from '../../shared/signerBook.ts';
import { toSigner } from '../../shared/signers.ts';
import { walletNames } from '../../shared/wallets.ts';

/** An OCPI id, or the address of an owner. */
export type Who = { readonly id: Party } | { readonly address: Hex };

/**
 * Whom somebody wrote. A name of this home comes before an id that is spelt like it: `DE/ABC` is an id always.
 *
 * @throws {DecodeError} @throws {NotFoundError} naming where it was given.
 */
export async function toWho(given: Given, context: Context, chain: Chain): Promise<Who> {
  const { text, field } = given;
  if (/[/*]/.test(text)) return { id: OcpiId.parse(text, field) };
  if (text.startsWith('quorum:') || /^0x/i.test(text)) return { address: await toOwner(given, context, chain) };
  const names = [...(await walletNames(context)), ...(await signerNames(context))];
  if (names.includes(text)) return { address: await toOwner(given, context, chain) };
  try {
    return { id: OcpiId.parse(text, field) };
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new NotFoundError('is neither an OCPI id such as DE/ABC nor a name of this home', { field, cause });
  }
}

/** The address that an owner has in the registry: of any signer that somebody wrote. */
export async function toOwner(given: Given, context: Context, chain: Pick<Chain, 'addresses'>): Promise<Hex> {
  if (isHex(given.text) && (given.text.length - 2) / 2 < 20) {
    throw new DecodeError('is shorter than an address', { field: given.field });
  }
  return ownerOf(await toSigner(given, context, async () => chain.addresses));
}

/** The address of whom somebody wrote. @throws {NotFoundError} if nobody holds the id. */
export async function toAddressOf(given: Given, context: Context, chain: Chain): Promise<Hex> {
  const found = await toWho(given, context, chain);
  if ('address' in found) return found.address;
  const holder = await holderOf(chain, found.id, { signal: context.signal });
  if (holder) return holder;
  throw nobodyHolds(found.id, given.field);
}

export function nobodyHolds(id: Party, field: string): NotFoundError {
  return new NotFoundError(`nobody holds ${OcpiId.format(id)}`, {
    field,
    metaMessages: ['See gridseal ocn party list, or check --chain-id and --node-registry.'],
  });
}

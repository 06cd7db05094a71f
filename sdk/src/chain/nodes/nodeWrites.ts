import type { LocalAccount } from 'viem';
import { type Hex, toHex } from '../../bytes/index.ts';
import { type Signer, sha256Hex } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { nodeRegistryAbi } from '../../generated/index.ts';
import {
  locateParty,
  ModuleBits,
  OcpiId,
  ownerOf,
  PermissionBits,
  type RegistryAuthorisation,
  type RegistryChange,
  RegistryMessage,
  RoleBits,
} from '../../ocn/registry/index.ts';
import type { Chain } from '../chain.ts';
import { type ContractError, StaleSequenceError } from '../contractError.ts';
import type { Transaction, WriteOptions } from '../send.ts';
import { contractCall, type OnceOnly, type Outcome, sendOnce } from '../write.ts';
import { isInPlace, sequenceOf } from './changeState.ts';
import { anchorsOf } from './nodeReads.ts';
import { nodeRegistryOf } from './nodeRegistryOf.ts';

/**
 * What an owner does in the registry. As it is signed (`RegistryChange`), but for `setParty`, which takes the bytes of the
 * certificate instead of their digest.
 */
export type NodeChange =
  | Exclude<RegistryChange, { action: 'setParty' }>
  | (Omit<Extract<RegistryChange, { action: 'setParty' }>, 'certificate'> & {
      /** The canonical bytes of a certificate of the kind `party`; nothing in an open registry. */
      readonly certificate?: Uint8Array;
    });

/** What is signed for a change. */
export function signedChange(change: NodeChange): RegistryChange {
  if (change.action !== 'setParty') return change;
  const { certificate, ...rest } = change;
  return certificate ? { ...rest, certificate: sha256Hex(certificate) } : rest;
}

/**
 * Makes a change of the sending wallet's own node, party, service or agreement; it is done already if everything is like that.
 *
 * @throws {ContractError} UnknownEntryError, IdTakenError, RejectedCertificateError, RejectedChangeError
 * @example
 * ```ts
 * await changeRegistry(chain, account, { action: 'setNode', url: 'https://ocn.example.com' });
 * await changeRegistry(chain, account, { action: 'setParty', id: OcpiId.parse('DE/ABC'), roles: ['CPO'],
 *   sender: ['locations'], receiver: ['commands'], operator, certificate });
 * ```
 */
export async function changeRegistry(
  chain: Chain,
  account: LocalAccount,
  change: NodeChange,
  options: WriteOptions = {},
): Promise<Outcome> {
  const owner = account.address.toLowerCase() as Hex;
  const isDone = () => isInPlace(chain, owner, signedChange(change), options);
  // The contract would take the same again and count it; nobody needs to pay for that.
  if (await isDone()) return { outcome: 'already' };
  return sendOnce(chain, account, changeCall(chain, change), isDone, options);
}

/**
 * Sends a change that its owner has signed; anybody may. It is done already if its number is taken and everything is like that.
 *
 * @throws {ContractError} StaleSequenceError if another change took its number; ExpiredError, InvalidApprovalError, and those of
 * {@link changeRegistry}.
 * @example
 * ```ts
 * const by = await authoriseChange(chain, passkey, change, { deadline });
 * await relayChange(chain, account, change, by);
 * ```
 */
export function relayChange(
  chain: Chain,
  account: LocalAccount,
  change: NodeChange,
  by: RegistryAuthorisation,
  options: WriteOptions = {},
): Promise<Outcome> {
  const { transaction, isDone } = relayedChange(chain, change, by, options);
  return sendOnce(chain, account, transaction, isDone, options);
}

/** The transaction that relays a change, for any wallet to send. */
export function relayedChange(
  chain: Chain,
  change: NodeChange,
  by: RegistryAuthorisation,
  options: WriteOptions = {},
): OnceOnly {
  const owner = ownerOf(by.signer);
  const isDone = async (error: ContractError) =>
    error instanceof StaleSequenceError && isInPlace(chain, owner, signedChange(change), options);
  return { transaction: changeCall(chain, change, by), isDone };
}

/** The transaction that makes a change: the owner's own, or with its word for anybody to send. @throws {ArgumentError} */
export function changeCall(chain: Chain, change: NodeChange, by?: RegistryAuthorisation): Transaction {
  const at = nodeRegistryOf(chain);
  // Checked in one place, with the names of fields: the contract would say numbers.
  RegistryMessage.valuesOf(signedChange(change));
  const args = argumentsOf(change);
  const authorisation = by && { ...by, deadline: BigInt(by.deadline) };
  const name = authorisation ? (`${change.action}For` as const) : change.action;
  return contractCall(at, nodeRegistryAbi, name, (authorisation ? [...args, authorisation] : args) as never);
}

/**
 * Signs a change as the next one of its owner, so that anybody may send it.
 *
 * @param terms Until when it may be sent, in seconds since 1970; `sequence` if it is to follow others that are signed and not sent.
 * @throws {ArgumentError} if a registry with anchors is given no certificate, or an open one is.
 */
export async function authoriseChange(
  chain: Chain,
  signer: Signer,
  change: NodeChange,
  terms: { readonly deadline: number; readonly sequence?: number },
  options: WriteOptions = {},
): Promise<RegistryAuthorisation> {
  const signed = signedChange(change);
  if (signed.action === 'setParty') await checkCertificate(chain, signed.certificate !== undefined, options);
  const sequence = terms.sequence ?? (await sequenceOf(chain, ownerOf(signer.signer), signed, options)) + 1;
  const domain = { chainId: chain.chainId, nodeRegistry: nodeRegistryOf(chain) };
  return RegistryMessage.sign(signer, signed, { sequence, deadline: terms.deadline }, domain);
}

/** An open registry reads no certificate, so the message names none. */
async function checkCertificate(chain: Chain, isThere: boolean, { signal }: WriteOptions): Promise<void> {
  const { needed } = await anchorsOf(chain, signal ? { signal } : {});
  if (needed > 0 === isThere) return;
  const problem = isThere ? 'is not asked for in an open registry' : 'is missing: this registry has anchors';
  throw new ArgumentError(problem, { field: 'certificate' });
}

function argumentsOf(change: NodeChange): readonly unknown[] {
  switch (change.action) {
    case 'setNode':
      return [change.url, change.key ?? '0x'];
    case 'setParty':
      return [OcpiId.encode(change.id), ...termsOf(change), change.operator, certificateOf(change.certificate)];
    case 'updateParty':
      return termsOf(change);
    case 'offerParty':
      return [change.operator ?? toHex(new Uint8Array(20))];
    case 'acceptParty':
      return [change.party];
    case 'setService':
      return [change.name, change.url, PermissionBits.encode(change.permissions)];
    case 'createAgreement':
      return [change.provider, PermissionBits.encode(change.permissions)];
    case 'revokeAgreement':
      return [change.provider];
    default:
      return [];
  }
}

function termsOf({ roles, sender, receiver }: RegistryMessage.PartyTerms): readonly number[] {
  return [RoleBits.encode(roles), ModuleBits.encode(sender), ModuleBits.encode(receiver)];
}

function certificateOf(bytes: Uint8Array | undefined) {
  if (!bytes) return { body: '0x', termsAt: 0, partyAt: 0, signerAt: 0 } as const;
  return { body: toHex(bytes), ...locateParty(bytes) };
}

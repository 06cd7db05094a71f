import { hashTypedData } from 'viem/utils';
import { type Hex, isHex } from '../../bytes/index.ts';
import type { SignableTypedData, Signer } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { ModuleId, Party, Role } from '../../protocol/ocpi/index.ts';
import { ModuleBits, type Permission, PermissionBits, RoleBits } from './bits.ts';
import * as OcpiId from './ocpiId.ts';
import { ownerOf } from './ownerOf.ts';

/** The terms of a party: its roles, and the modules of which it has each side. */
export interface PartyTerms {
  readonly roles: readonly Role[];
  readonly sender: readonly ModuleId[];
  readonly receiver: readonly ModuleId[];
}

/** What an owner may do in the registry, as it signs it. The owner itself is not named here: it is who signs. */
export type RegistryChange =
  | {
      readonly action: 'setNode';
      readonly url: string;
      /** The ERC-7913 signer of the node's messages; `0x` or nothing for the operator itself. */
      readonly key?: Hex;
    }
  | { readonly action: 'deleteNode' }
  | (PartyTerms & {
      readonly action: 'setParty';
      readonly id: Party;
      /** Whose node serves it. */
      readonly operator: Hex;
      /** SHA-256 of the certificate's bytes; nothing in an open registry. */
      readonly certificate?: Hex;
    })
  | (PartyTerms & { readonly action: 'updateParty' })
  | {
      readonly action: 'offerParty';
      /** Null takes an offer back. */
      readonly operator: Hex | null;
    }
  | { readonly action: 'acceptParty'; readonly party: Hex }
  | { readonly action: 'deleteParty' }
  | {
      readonly action: 'setService';
      readonly name: string;
      readonly url: string;
      readonly permissions: readonly Permission[];
    }
  | { readonly action: 'deleteService' }
  | { readonly action: 'createAgreement'; readonly provider: Hex; readonly permissions: readonly Permission[] }
  | { readonly action: 'revokeAgreement'; readonly provider: Hex };

export type RegistryAction = RegistryChange['action'];

/** What makes a change a message that counts once, in order, and not for ever. */
export interface MessageTerms {
  /** One more than what is changed has now. For `acceptParty` that of the party. */
  readonly sequence: number;
  /** Good while block time is not after it, in seconds since 1970. */
  readonly deadline: number;
}

/** The registry that a message is for. */
export interface RegistryDomain {
  readonly chainId: number;
  /** The address of NodeRegistry. */
  readonly nodeRegistry: Hex;
}

/** An owner's word for a change that anybody may send. */
export interface RegistryAuthorisation extends MessageTerms {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  readonly signature: Hex;
}

const terms = 'uint32 sequence,uint64 deadline';

/** Each struct with its fields, as docs/spec/node-registry.md lists them. The first field is the owner. */
const structs: Readonly<Record<RegistryAction, readonly [name: string, fields: string]>> = {
  setNode: ['SetNode', `address operator,string url,bytes key,${terms}`],
  deleteNode: ['DeleteNode', `address operator,${terms}`],
  setParty: [
    'SetParty',
    `address party,bytes2 countryCode,bytes3 partyId,uint8 roles,uint8 sender,uint8 receiver,address operator,bytes32 certificate,${terms}`,
  ],
  updateParty: ['UpdateParty', `address party,uint8 roles,uint8 sender,uint8 receiver,${terms}`],
  offerParty: ['OfferParty', `address party,address operator,${terms}`],
  acceptParty: ['AcceptParty', `address operator,address party,${terms}`],
  deleteParty: ['DeleteParty', `address party,${terms}`],
  setService: ['SetService', `address provider,string name,string url,uint32 permissions,${terms}`],
  deleteService: ['DeleteService', `address provider,${terms}`],
  createAgreement: ['CreateAgreement', `address party,address provider,uint32 permissions,${terms}`],
  revokeAgreement: ['RevokeAgreement', `address party,address provider,${terms}`],
};

const zeroAddress: Hex = `0x${'0'.repeat(40)}`;
const zeroWord: Hex = `0x${'0'.repeat(64)}`;

/**
 * The EIP-712 typed data of a change, as wallets show it.
 *
 * @param owner The address of who makes the change; see {@link ownerOf}.
 * @throws {ArgumentError} naming the member that cannot be.
 * @example
 * ```ts
 * const data = RegistryMessage.typedData({ action: 'deleteNode' }, owner, { sequence: 3, deadline }, { chainId, nodeRegistry });
 * ```
 */
export function typedData(
  change: RegistryChange,
  owner: Hex,
  { sequence, deadline }: MessageTerms,
  { chainId, nodeRegistry }: RegistryDomain,
) {
  const [primaryType, list] = structs[change.action];
  const fields = fieldsOf(list);
  checkNumber(sequence, 2 ** 32 - 1, 'sequence');
  checkNumber(deadline, Number.MAX_SAFE_INTEGER, 'deadline');
  const message = { [fields[0]?.name ?? '']: checkAddress(owner, 'owner'), ...valuesOf(change), sequence, deadline };
  return {
    domain: {
      name: 'NodeRegistry',
      version: '1',
      chainId,
      verifyingContract: checkAddress(nodeRegistry, 'nodeRegistry'),
    },
    types: {
      EIP712Domain: fieldsOf('string name,string version,uint256 chainId,address verifyingContract'),
      [primaryType]: fields,
    },
    primaryType,
    message,
  } satisfies SignableTypedData;
}

/** The 32 bytes that are signed: the EIP-712 digest of {@link typedData}. */
export function digest(change: RegistryChange, owner: Hex, message: MessageTerms, domain: RegistryDomain): Hex {
  return hashTypedData(typedData(change, owner, message, domain) as never);
}

/**
 * Signs a change, so that anybody may send it.
 *
 * @throws {ArgumentError} naming the member that cannot be.
 * @example
 * ```ts
 * const by = await RegistryMessage.sign(passkey, { action: 'setNode', url }, { sequence: 1, deadline }, domain);
 * ```
 */
export async function sign(
  signer: Signer,
  change: RegistryChange,
  message: MessageTerms,
  domain: RegistryDomain,
): Promise<RegistryAuthorisation> {
  const data = typedData(change, ownerOf(signer.signer), message, domain);
  const signature = signer.signTypedData
    ? await signer.signTypedData(data)
    : await signer.sign(hashTypedData(data as never));
  return { signer: signer.signer.toLowerCase() as Hex, ...message, signature };
}

/** What a change says besides its owner, by the names of the struct's fields. @throws {ArgumentError} */
export function valuesOf(change: RegistryChange): Readonly<Record<string, string | number>> {
  switch (change.action) {
    case 'setNode':
      return { url: change.url, key: checkHex(change.key ?? '0x', 'key') };
    case 'setParty': {
      const { id, operator, certificate = zeroWord } = change;
      if (!isHex(certificate, 32)) throw new ArgumentError('is not 32 bytes', { field: 'certificate' });
      return { ...OcpiId.parts(id), ...bitsOf(change), operator: checkAddress(operator, 'operator'), certificate };
    }
    case 'updateParty':
      return bitsOf(change);
    case 'offerParty':
      return { operator: change.operator === null ? zeroAddress : checkAddress(change.operator, 'operator') };
    case 'acceptParty':
      return { party: checkAddress(change.party, 'party') };
    case 'setService':
      return { name: change.name, url: change.url, permissions: PermissionBits.encode(change.permissions) };
    case 'createAgreement': {
      const { provider, permissions } = change;
      return { provider: checkAddress(provider, 'provider'), permissions: PermissionBits.encode(permissions) };
    }
    case 'revokeAgreement':
      return { provider: checkAddress(change.provider, 'provider') };
    default:
      return {};
  }
}

function bitsOf({ roles, sender, receiver }: PartyTerms) {
  return { roles: RoleBits.encode(roles), sender: ModuleBits.encode(sender), receiver: ModuleBits.encode(receiver) };
}

function fieldsOf(list: string): { readonly name: string; readonly type: string }[] {
  return list.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

function checkAddress(value: Hex, field: string): Hex {
  if (!isHex(value, 20)) throw new ArgumentError('is not an address', { field });
  return value.toLowerCase() as Hex;
}

function checkHex(value: Hex, field: string): Hex {
  if (!isHex(value)) throw new ArgumentError('is not 0x hexadecimal', { field });
  return value.toLowerCase() as Hex;
}

function checkNumber(value: number, max: number, field: string): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return;
  throw new ArgumentError(`is not a whole number up to ${max}`, { field });
}

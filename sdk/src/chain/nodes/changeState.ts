import { fromHex, type Hex } from '../../bytes/index.ts';
import { keccak256Hex } from '../../crypto/index.ts';
import { PermissionBits, type RegistryChange } from '../../ocn/registry/index.ts';
import { sameParty } from '../../protocol/ocpi/index.ts';
import type { Chain } from '../chain.ts';
import type { ReadOptions } from '../quorumReads.ts';
import type { WriteOptions } from '../send.ts';
import type { PartyRecord } from './nodeCalls.ts';
import { agreementOf, holderOf, nodeOf, partyOf, serviceOf } from './nodeReads.ts';

type Change<Action extends RegistryChange['action']> = Extract<RegistryChange, { action: Action }>;

/** How many times what a change is about was changed: the number that the contract compares with. */
export async function sequenceOf(
  chain: Chain,
  owner: Hex,
  change: RegistryChange,
  options: WriteOptions,
): Promise<number> {
  const at = atHead(options);
  switch (change.action) {
    case 'setNode':
    case 'deleteNode':
      return (await nodeOf(chain, owner, at)).sequence;
    case 'setService':
    case 'deleteService':
      return (await serviceOf(chain, owner, at)).sequence;
    case 'createAgreement':
    case 'revokeAgreement':
      return (await agreementOf(chain, owner, change.provider, at)).sequence;
    case 'acceptParty':
      return (await partyOf(chain, change.party, at)).sequence;
    default:
      return (await partyOf(chain, owner, at)).sequence;
  }
}

/** Whether everything is as a change would make it, whoever has done that. */
export async function isInPlace(
  chain: Chain,
  owner: Hex,
  change: RegistryChange,
  options: WriteOptions,
): Promise<boolean> {
  const at = atHead(options);
  switch (change.action) {
    case 'setNode':
      return isNode(chain, owner, change, at);
    case 'deleteNode':
      return (await nodeOf(chain, owner, at)).url === null;
    case 'setService':
    case 'deleteService':
      return isService(chain, owner, change, at);
    case 'createAgreement': {
      const { holds, permissions } = await agreementOf(chain, owner, change.provider, at);
      return holds && permissions === PermissionBits.encode(change.permissions);
    }
    case 'revokeAgreement':
      return (await agreementOf(chain, owner, change.provider, at)).permissions === 0;
    default:
      return isParty(chain, owner, change, at);
  }
}

async function isNode(chain: Chain, owner: Hex, { url, key }: Change<'setNode'>, at: ReadOptions): Promise<boolean> {
  const node = await nodeOf(chain, owner, at);
  const keyHash = key === undefined || key === '0x' ? null : keccak256Hex(fromHex(key));
  return node.url === url && node.keyHash === keyHash;
}

async function isService(
  chain: Chain,
  owner: Hex,
  change: Change<'setService' | 'deleteService'>,
  at: ReadOptions,
): Promise<boolean> {
  const { service } = await serviceOf(chain, owner, at);
  if (change.action === 'deleteService') return service === null;
  const permissions = PermissionBits.encode(change.permissions);
  return service?.name === change.name && service.url === change.url && service.permissions === permissions;
}

type PartyChange = Change<'setParty' | 'updateParty' | 'offerParty' | 'acceptParty' | 'deleteParty'>;

async function isParty(chain: Chain, owner: Hex, change: PartyChange, at: ReadOptions): Promise<boolean> {
  const { party, offeredTo } = await partyOf(chain, change.action === 'acceptParty' ? change.party : owner, at);
  if (change.action === 'deleteParty') return party === null;
  if (party === null) return false;
  if (change.action === 'offerParty') return offeredTo === (change.operator?.toLowerCase() ?? null);
  if (change.action === 'acceptParty') return party.operator === owner && offeredTo === null;
  if (!hasTerms(party, change)) return false;
  if (change.action === 'updateParty') return true;
  const isSame =
    sameParty(party.id, change.id) &&
    party.operator === change.operator.toLowerCase() &&
    // An open registry reads no certificate, and keeps none.
    (party.certificate === null || party.certificate === change.certificate?.toLowerCase());
  return isSame && (await holderOf(chain, party.id, at)) === party.address;
}

function hasTerms({ roles, modules }: PartyRecord, wanted: Change<'setParty' | 'updateParty'>): boolean {
  const same = (a: readonly string[], b: readonly string[]) =>
    new Set(a).size === new Set(b).size && a.every((name) => b.includes(name));
  const sides = same(modules.SENDER, wanted.sender) && same(modules.RECEIVER, wanted.receiver);
  return sides && same(roles, wanted.roles);
}

/** A write has to see what was mined last. */
function atHead({ signal }: WriteOptions): ReadOptions {
  return signal ? { depth: 'head', signal } : { depth: 'head' };
}

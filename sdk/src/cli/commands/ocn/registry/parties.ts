import type { Hex } from '../../../../bytes/index.ts';
import { holderOf, nodeOf, type PartyRecord, partiesOf, partyOf } from '../../../../chain/index.ts';
import { NotFoundError } from '../../../../errors/index.ts';
import { OcpiId, type PartyTerms, registryModules, registryRoles } from '../../../../ocn/registry/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Input } from '../../../framework/input.ts';
import type { Block, Cell } from '../../../framework/page.ts';
import { formatTime } from '../../../framework/values.ts';
import { openChain } from '../../shared/openChain.ts';
import { limitOf, listResult, pageOf, take } from './lists.ts';
import { chainOf, openTarget, type Target } from './owner.ts';
import { provePartyId } from './partyCertificate.ts';
import { nobodyHolds, toAddressOf, toOwner, toWho } from './who.ts';
import { write } from './write.ts';

const untilText = ({ notAfter }: PartyRecord): string | undefined =>
  notAfter === Number.MAX_SAFE_INTEGER ? undefined : formatTime(notAfter);

export const show: Action = async (input, context) => {
  const chain = await openChain(input);
  const given = input.argument('party');
  const { signal } = context;
  const who = await toWho(given, context, chain);
  const address = 'address' in who ? who.address : await holderOf(chain, who.id, { signal });
  if (address === null) throw nobodyHolds((who as { id: PartyRecord['id'] }).id, given.field);
  const { party, offeredTo } = await partyOf(chain, address, { signal });
  if (!party) throw new NotFoundError(`${address} has no party`, { field: given.field });
  const [holder, { url }] = await Promise.all([
    holderOf(chain, party.id, { signal }),
    nodeOf(chain, party.operator, { signal }),
  ]);
  const holds = holder === party.address;
  return {
    data: { ...party, id: OcpiId.format(party.id), notAfter: untilText(party) ?? null, offeredTo, holds, node: url },
    text: [{ kind: 'fields', rows: rowsOf(party, { holds, url, offeredTo }) }],
    brief: OcpiId.format(party.id),
  };
};

function rowsOf(
  party: PartyRecord,
  { holds, url, offeredTo }: { readonly holds: boolean; readonly url: string | null; readonly offeredTo: Hex | null },
): readonly (readonly [string, Cell | undefined])[] {
  const bad: Cell = { text: 'no: its certificate is not good, or another holds it', tone: 'bad' };
  return [
    ['Party', OcpiId.format(party.id)],
    ['Holds its id', holds ? { text: 'yes', tone: 'good' } : bad],
    ['Owner', party.address],
    ['Roles', party.roles.join(', ')],
    ['Sender of', party.modules.SENDER.join(', ') || 'nothing'],
    ['Receiver of', party.modules.RECEIVER.join(', ') || 'nothing'],
    ['Operator', party.operator],
    ['Node', url ?? { text: 'none: nobody reaches this party', tone: 'warn' }],
    ['Offered to', offeredTo ?? undefined],
    ['Certificate', party.certificate ?? undefined],
    ['Until', untilText(party)],
    ['Changes', party.sequence],
  ];
}

export const list: Action = async (input, context) => {
  const chain = await openChain(input);
  const page = await pageOf(input, ({ text, field }) => OcpiId.encode(OcpiId.parse(text, field)));
  const { items, next } = await take(partiesOf(chain, { ...page, signal: context.signal }), limitOf(input), ({ id }) =>
    OcpiId.format(id),
  );
  const parties = items.map((party) => ({ ...party, id: OcpiId.format(party.id), notAfter: untilText(party) ?? null }));
  return listResult(
    { items: parties, next },
    {
      name: 'parties',
      head: ['PARTY', 'ROLES', 'OPERATOR', 'OWNER', 'UNTIL'],
      row: ({ id, roles, operator, address, notAfter }) => [id, roles.join(', '), operator, address, notAfter ?? ''],
      brief: ({ id }) => id,
      none: 'This registry has no parties.',
      command: 'ocn party list',
    },
  );
};

/** The names that were given for an option, in the registry's order; null if none was. `none` alone means none. */
function chosen<Name extends string>(input: Input, option: string, names: readonly Name[]): readonly Name[] | null {
  const given = input.many(option);
  if (given.length === 0) return null;
  const none = given.find(({ text }) => text === 'none');
  if (none && given.length > 1) throw new UsageError('is none, or names modules', { field: none.field });
  return names.filter((name) => given.some(({ text }) => text === name));
}

export const set: Action = async (input, context) => {
  const { text, field } = input.argument('id');
  const id = OcpiId.parse(text, field);
  const roles = chosen(input, 'role', registryRoles);
  if (!roles) throw new UsageError('is missing: a party has at least one role', { field: '--role' });
  const target = await openTarget(input, context);
  const operator = await toOwner(input.required('operator'), context, target);
  const { bytes, found, data } = await provePartyId(id, target, input, context);
  const change = {
    action: 'setParty' as const,
    ...{ id, roles, operator },
    sender: chosen(input, 'sender', registryModules) ?? [],
    receiver: chosen(input, 'receiver', registryModules) ?? [],
    ...(bytes ? { certificate: bytes } : {}),
  };
  const blocks = [...found, ...(await operatorBlocks(operator, target, context))];
  return write(target, { change, found: blocks, data }, input, context);
};

/** A party whose operator has no node reaches nobody. */
async function operatorBlocks(operator: Hex, { chain }: Target, context: Context): Promise<Block[]> {
  if (!chain) return [];
  const { url } = await nodeOf(chain, operator, { depth: 'head', signal: context.signal });
  if (url === null) context.note(`the operator ${operator} has no node: nobody will reach the party`);
  return [{ kind: 'fields', rows: [['Its node', url ?? { text: 'none', tone: 'warn' }]] }];
}

/** What is not given stays as it is. */
async function newTerms(input: Input, context: Context, target: Target): Promise<PartyTerms> {
  const [roles, sender, receiver] = [
    chosen(input, 'role', registryRoles),
    chosen(input, 'sender', registryModules),
    chosen(input, 'receiver', registryModules),
  ];
  if (!roles && !sender && !receiver) {
    throw new UsageError('or --sender, or --receiver is needed: what is to change', { field: '--role' });
  }
  if (roles && sender && receiver) return { roles, sender, receiver };
  const chain = chainOf(target, 'what stays as it is');
  const { party } = await partyOf(chain, target.owner.address, { depth: 'head', signal: context.signal });
  if (!party) throw new NotFoundError(`${target.owner.address} has no party`, { field: target.owner.given.field });
  return {
    roles: roles ?? party.roles,
    sender: sender ?? party.modules.SENDER,
    receiver: receiver ?? party.modules.RECEIVER,
  };
}

export const update: Action = async (input, context) => {
  const target = await openTarget(input, context);
  const terms = await newTerms(input, context, target);
  return write(target, { change: { action: 'updateParty', ...terms } }, input, context);
};

export const offer: Action = async (input, context) => {
  const target = await openTarget(input, context);
  const [given, withdraw] = [input.optionalArgument('operator'), input.flag('withdraw')];
  if ((given === undefined) !== withdraw) {
    throw new UsageError('one of <operator> and --withdraw is needed', { field: '<operator>' });
  }
  const operator = given ? await toOwner(given, context, target) : null;
  const found = operator ? await operatorBlocks(operator, target, context) : [];
  return write(target, { change: { action: 'offerParty', operator }, found }, input, context);
};

export const accept: Action = async (input, context) => {
  const target = await openTarget(input, context);
  const given = input.argument('party');
  const party = target.chain ? await toAddressOf(given, context, target.chain) : await toOwner(given, context, target);
  return write(target, { change: { action: 'acceptParty', party } }, input, context);
};

export const remove: Action = async (input, context) =>
  write(await openTarget(input, context), { change: { action: 'deleteParty' } }, input, context);

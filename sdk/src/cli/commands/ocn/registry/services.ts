import type { Hex } from '../../../../bytes/index.ts';
import {
  agreementOf,
  agreementsOf,
  type Chain,
  type ServiceRecord,
  serviceOf,
  servicesOf,
} from '../../../../chain/index.ts';
import { NotFoundError, VerificationError } from '../../../../errors/index.ts';
import { type Permission, PermissionBits, readNodeUrl } from '../../../../ocn/registry/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { openChain } from '../../shared/openChain.ts';
import { walletAddress } from '../../shared/wallets.ts';
import { limitOf, listResult, pageOf, take } from './lists.ts';
import { openTarget, type Target } from './owner.ts';
import { toAddressOf, toOwner } from './who.ts';
import { write } from './write.ts';

/** With the permissions by name. */
const named = (service: ServiceRecord) => ({ ...service, permissions: PermissionBits.decode(service.permissions) });

async function existingService(chain: Chain, provider: Hex, field: string, context: Context) {
  const { service, sequence } = await serviceOf(chain, provider, { signal: context.signal });
  if (service) return { ...named(service), sequence };
  throw new NotFoundError(`${provider} has no service`, { field });
}

export const show: Action = async (input, context) => {
  const chain = await openChain(input);
  const given = input.argument('provider');
  const service = await existingService(chain, await toAddressOf(given, context, chain), given.field, context);
  return {
    data: service,
    text: [
      {
        kind: 'fields',
        rows: [
          ['Provider', service.provider],
          ['Name', service.name],
          ['URL', service.url],
          ['Asks for', service.permissions.join(', ')],
          ['Changes', service.sequence],
        ],
      },
      { kind: 'next', commands: [`gridseal ocn agreement create ${service.provider}`] },
    ],
    brief: service.provider,
  };
};

export const list: Action = async (input, context) => {
  const chain = await openChain(input);
  const page = await pageOf(input, (given) => toOwner(given, context, chain));
  const { items, next } = await take(
    servicesOf(chain, { ...page, limit: Math.min(page.limit, 40), signal: context.signal }),
    limitOf(input),
    ({ provider }) => provider,
  );
  return listResult(
    { items: items.map(named), next },
    {
      name: 'services',
      head: ['PROVIDER', 'NAME', 'URL', 'ASKS FOR'],
      row: ({ provider, name, url, permissions }) => [provider, name, url, permissions.join(', ')],
      brief: ({ provider }) => provider,
      none: 'This registry has no services.',
      command: 'ocn service list',
    },
  );
};

const permissionsIn = (input: Input): readonly Permission[] =>
  PermissionBits.decode(PermissionBits.encode(input.many('permission').map(({ text }) => text)));

export const set: Action = async (input, context) => {
  const [name, url] = [input.required('name'), input.required('url')];
  if (readNodeUrl(url.text) === null) {
    context.note('this is no http or https URL without user, query and fragment: nodes will leave the service out');
  }
  const permissions = permissionsIn(input);
  const change = { action: 'setService' as const, name: name.text, url: url.text, permissions };
  return write(await openTarget(input, context), { change }, input, context);
};

export const remove: Action = async (input, context) =>
  write(await openTarget(input, context), { change: { action: 'deleteService' } }, input, context);

/** A provider whose address is known without asking anybody, or whose id the registry knows. */
const providerOf = async (given: Given, context: Context, { chain, addresses }: Target): Promise<Hex> =>
  chain ? toAddressOf(given, context, chain) : toOwner(given, context, { addresses } as Pick<Chain, 'addresses'>);

export const agree: Action = async (input, context) => {
  const target = await openTarget(input, context);
  const given = input.argument('provider');
  const provider = await providerOf(given, context, target);
  const said = permissionsIn(input);
  if (!target.chain) {
    if (said.length === 0) throw new UsageError('is needed where the chain is not asked', { field: '--permission' });
    return write(target, { change: { action: 'createAgreement', provider, permissions: said } }, input, context);
  }
  const service = await existingService(target.chain, provider, given.field, context);
  const { permissions } = service;
  if (said.length > 0 && PermissionBits.encode(said) !== PermissionBits.encode(permissions)) {
    throw new VerificationError('are not those that the service asks for now', {
      field: '--permission',
      metaMessages: [`It asks for ${permissions.join(', ')}.`],
    });
  }
  const found: Block[] = [
    { kind: 'heading', text: 'The service' },
    {
      kind: 'fields',
      rows: [
        ['name', service.name],
        ['url', service.url],
      ],
    },
  ];
  const change = { action: 'createAgreement' as const, provider, permissions };
  return write(target, { change, found, data: { service } }, input, context);
};

export const revoke: Action = async (input, context) => {
  const target = await openTarget(input, context);
  const provider = await providerOf(input.argument('provider'), context, target);
  return write(target, { change: { action: 'revokeAgreement', provider } }, input, context);
};

/** What a party has granted a provider now, beside what the service says of itself. */
async function agreementWith(chain: Chain, party: Hex, provider: Hex, context: Context) {
  const { signal } = context;
  const [{ permissions, sequence, holds }, { service }] = await Promise.all([
    agreementOf(chain, party, provider, { signal }),
    serviceOf(chain, provider, { signal }),
  ]);
  return {
    ...{ provider, holds, sequence, name: service?.name ?? null, url: service?.url ?? null },
    permissions: PermissionBits.decode(permissions),
  };
}

export const agreements: Action = async (input, context) => {
  const chain = await openChain(input);
  const given = input.optionalArgument('party');
  const party = given
    ? await toAddressOf(given, context, chain)
    : await walletAddress(input.required('wallet'), context);
  const page = await pageOf(input, (one) => toOwner(one, context, chain));
  const { items, next } = await take(
    agreementsOf(chain, party, { ...page, signal: context.signal }),
    limitOf(input),
    (provider) => provider,
  );
  const found: Awaited<ReturnType<typeof agreementWith>>[] = [];
  // One after the other: a party may have agreed with hundreds.
  for (const provider of items) found.push(await agreementWith(chain, party, provider, context));
  return listResult(
    { items: found, next },
    {
      name: 'agreements',
      head: ['PROVIDER', 'NAME', 'URL', 'GETS TO SEE'],
      row: ({ provider, name, url, permissions }) => [provider, name ?? '', url ?? '', permissions.join(', ')],
      brief: ({ provider }) => provider,
      none: 'This party has no agreements.',
      command: `ocn agreement list ${party}`,
    },
  );
};

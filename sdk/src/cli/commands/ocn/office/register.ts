import { NotFoundError } from '../../../../errors/index.ts';
import { OcpiId } from '../../../../ocn/registry/index.ts';
import type { Role } from '../../../../protocol/ocpi/index.ts';
import type { OfficeFile } from '../../../../roles/ocnTools/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import { confirm } from '../../../framework/context.ts';
import { toName, toUrl } from '../../../framework/values.ts';
import { walletAddress } from '../../shared/wallets.ts';
import { openOffice, signerOf, withOffice } from './open.ts';
import { networkOf, officeFiles, readToken, toListening, toParty, versionsUrlOf } from './options.ts';

export const register: Action = async (input, context) => {
  const name = toName(input.argument('office'));
  const files = officeFiles(context);
  const listen = toListening(input.required('listen'));
  const [url, wallet] = [input.optional('url'), input.optional('wallet')];
  if (wallet) await walletAddress(wallet, context);
  const party = toParty(input.required('party'));
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  const office: OfficeFile = {
    ...{ type: 'gridseal/ocn-office/v1', party, role: input.required('role').text as Role },
    business: input.optional('business')?.text ?? OcpiId.format(party),
    url: url ? toUrl(url).replace(/\/+$/, '') : `http://${host}:${listen.port}/ocpi`,
    ...{ listen, versionsUrl: versionsUrlOf(input), network: networkOf(input) },
    ...{ wallet: wallet ? toName(wallet) : null, connection: null },
  };
  const signer = await signerOf(office, input, context);
  const token = await readToken(input.required('token'));
  await files.save(name, office, true);
  try {
    await withOffice({ name, files, office }, { signer }, true, ({ bridge }) => bridge.register(token, context.signal));
  } catch (error) {
    await files.remove(name);
    throw error;
  }
  return page(name, await files.load(name));
};

export const show: Action = async (input, context) => {
  const { name, office } = await openOffice(input, context);
  return page(name, office);
};

export const list: Action = async (_, context) => {
  const files = officeFiles(context);
  const found = await Promise.all(
    (await files.names()).map(async (name) => ({ name, ...withoutTokens(await files.load(name)) })),
  );
  return {
    data: found,
    text: [
      found.length === 0
        ? { kind: 'lines', lines: ['No back office of this home is registered.'] }
        : {
            kind: 'table',
            head: ['OFFICE', 'PARTY', 'ROLE', 'NODE', 'STATE'],
            rows: found.map(({ name, party, role, versionsUrl, connection }) => [
              ...[name, OcpiId.format(party), role, versionsUrl],
              connection?.state ?? 'not registered',
            ]),
          },
    ],
    brief: found.map(({ name }) => name),
  };
};

export const rotate: Action = async (input, context) => {
  const open = await openOffice(input, context);
  const signer = await signerOf(open.office, input, context);
  await withOffice(open, { signer }, true, ({ bridge }) => bridge.rotate(context.signal));
  return page(open.name, await open.files.load(open.name));
};

export const remove: Action = async (input, context) => {
  const { name, files, office } = await openOffice(input, context);
  const forget = input.flag('forget');
  await confirm(
    context,
    forget ? `Forget ${name}, whatever its node thinks?` : `Unregister ${name} from its node, and forget it?`,
  );
  if (!forget && office.connection?.state !== 'registered') {
    throw new NotFoundError('is not registered', { field: '<office>', metaMessages: ['Forget it with --forget.'] });
  }
  if (!forget) await withOffice({ name, files, office }, {}, true, ({ bridge }) => bridge.unregister(context.signal));
  await files.remove(name);
  return {
    data: { name, removed: true, unregistered: !forget },
    text: [{ kind: 'lines', lines: [`${name} is ${forget ? 'forgotten' : 'unregistered and forgotten'}.`] }],
    brief: name,
  };
};

/** What may be shown: neither tokens nor what could be tried against them. */
function withoutTokens({ connection, ...office }: OfficeFile) {
  if (connection === null) return { ...office, connection: null };
  const { callToken: _, tokenDigests: __, ...rest } = connection;
  return { ...office, connection: rest };
}

function page(name: string, office: OfficeFile): Result {
  const shown = withoutTokens(office);
  const { party, role, business, url, versionsUrl, network, wallet, connection } = shown;
  const parties = connection?.roles.map((one) => `${OcpiId.format(one)} ${one.role} (${one.business_details.name})`);
  const { version, endpoints = [] } = connection ?? {};
  return {
    data: { name, ...shown },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Office', name],
          ['Party', `${OcpiId.format(party)} ${role} (${business})`],
          ['Reached at', url],
          ['Node', versionsUrl],
          ['Network', network ?? undefined],
          ['Signs', wallet === null ? 'nothing: the node signs' : `the wallet ${wallet}`],
          [
            'State',
            connection?.state === 'registered'
              ? { text: 'registered', tone: 'good' }
              : { text: 'not registered', tone: 'warn' },
          ],
          ['Version', version ?? undefined],
          ['Over there', parties?.join(', ')],
        ],
      },
      ...(endpoints.length > 0
        ? [
            {
              kind: 'table' as const,
              head: ['MODULE', 'SIDE', 'URL'],
              rows: endpoints.map((one) => [one.identifier, one.role, one.url]),
            },
          ]
        : []),
    ],
    brief: connection?.state ?? 'not registered',
  };
}

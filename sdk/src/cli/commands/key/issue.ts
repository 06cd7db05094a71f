import type { TlsLeafAlgorithm } from '../../../credential/tls/index.ts';
import { defaultChannels } from '../../../delivery/subject/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { Audience, CredentialRequest, Issued, IssueInput } from '../../../roles/admin/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { formatTime, toDuration } from '../../framework/values.ts';
import { audiencesOf, type RememberedRequest, rememberRequest } from './audience.ts';
import { openAdmin, withApprovals } from './openAdmin.ts';

/** The limits of a manifest (docs/spec/manifest.md). */
const maxFileBytes = 262_144;

const texts = (input: Input, name: string): string[] => input.many(name).map(({ text }) => text);

/** `path=source`, with `:0640` at its end if that is the mode. */
export async function readFileSpec({ text, field }: Given) {
  const [, path, source, mode] = /^([^=]+)=(.+?)(?::(0[0-7]{3}))?$/s.exec(text) ?? [];
  if (!path || !source) throw new DecodeError('has to be path=source, or path=source:0600', { field });
  const content = new Uint8Array(await readCapped(source, { field, maxBytes: maxFileBytes }));
  return { path, content, mode: mode ?? '0600' };
}

/** What the result of an issue is. */
export function issuedPage(issued: readonly Issued[]): Result {
  const rows = issued.map(({ entry }) => [
    entry.group ?? entry.device ?? '',
    entry.channel,
    entry.epoch,
    formatTime(entry.notAfter),
    entry.transaction ?? 'announced before',
  ]);
  const leftOut = issued.flatMap((one) => one.leftOut.map(({ device, reason }) => [device, reason]));
  const table = { kind: 'table', head: ['FOR', 'CHANNEL', 'EPOCH', 'UNTIL', 'TRANSACTION'], rows } as const;
  const missing = { kind: 'table', head: ['LEFT OUT', 'WHY'], rows: leftOut } as const;
  return {
    data: { issued: issued.map(({ entry, outcome, leftOut }) => ({ ...entry, outcome: outcome.outcome, leftOut })) },
    text: leftOut.length === 0 ? [table] : [table, missing],
    brief: issued.map(({ entry }) => entry.transaction ?? ''),
  };
}

/** Issues to each audience in turn, and remembers what was asked for. */
export async function issueTo(
  audiences: readonly Audience[],
  make: (audience: Audience) => Promise<{ readonly input: IssueInput; readonly remember: RememberedRequest }>,
  input: Input,
  context: Context,
): Promise<Result> {
  const opened = await openAdmin(input, context);
  const goOn = `gridseal key resume --authority ${input.optional('authority')?.text ?? '…'}`;
  const issued: Issued[] = [];
  for (const audience of audiences) {
    const { input: request, remember } = await make(audience);
    const channel = request.channel ?? defaultChannels[request.credential.kind];
    await rememberRequest(context, audience, channel, remember);
    const waiting = await withApprovals(
      async () => {
        issued.push(await opened.admin.issue(request));
        return { data: null, text: [] };
      },
      opened,
      input,
      context,
      goOn,
    );
    if (waiting.data !== null) return waiting;
    context.note(`announced to ${'group' in audience ? audience.group : audience.device}`);
  }
  return issuedPage(issued);
}

type Remembered = RememberedRequest['credential'];

async function issue(
  input: Input,
  context: Context,
  credential: CredentialRequest,
  remembered: Remembered,
): Promise<Result> {
  const audiences = await audiencesOf(input, context);
  const ttlSeconds = toDuration(input.required('ttl'), 1);
  const [channel, postInstall, revokes] = [
    input.optional('channel')?.text,
    texts(input, 'postInstall'),
    texts(input, 'revokes'),
  ];
  if (input.flag('dryRun')) {
    const names = audiences.map((audience) =>
      'group' in audience ? `${audience.group} (${audience.devices.length})` : audience.device,
    );
    return {
      data: {
        dryRun: true,
        kind: credential.kind,
        channel: channel ?? defaultChannels[credential.kind],
        ttlSeconds,
        audiences,
      },
      text: [
        {
          kind: 'fields',
          rows: [
            ['Would issue', credential.kind],
            ['Channel', channel ?? defaultChannels[credential.kind]],
            ['For', `${ttlSeconds} s`],
            ...names.map((name) => ['To', name] as const),
          ],
        },
      ],
      brief: names,
    };
  }
  return issueTo(
    audiences,
    async (to) => ({
      input: { to, credential, ttlSeconds, postInstall, revokes, ...(channel === undefined ? {} : { channel }) },
      remember: { credential: remembered, ttlSeconds, postInstall, devices: 'devices' in to ? to.devices : [] },
    }),
    input,
    context,
  );
}

export const sshUser: Action = async (input, context) => {
  const [forceCommand, sourceAddress, extensions] = [
    input.optional('forceCommand')?.text,
    texts(input, 'sourceAddress'),
    texts(input, 'extension'),
  ];
  const credential = {
    kind: 'sshUser' as const,
    issuer: input.required('issuer').text,
    principals: texts(input, 'principal'),
    keys: input.required('keys').text as 'device' | 'server',
    ...(forceCommand === undefined ? {} : { forceCommand }),
    ...(sourceAddress.length > 0 ? { sourceAddress } : {}),
    ...(extensions.length > 0 ? { extensions: extensions as never } : {}),
  };
  return issue(input, context, credential, credential);
};

export const sshHost: Action = async (input, context) => {
  const credential = {
    kind: 'sshHost' as const,
    issuer: input.required('issuer').text,
    principals: texts(input, 'principal'),
    keys: input.required('keys').text as 'device' | 'server',
  };
  return issue(input, context, credential, credential);
};

function toAccount({ text, field }: Given): [string, string[]] {
  const [, account, principals] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!account || !principals) throw new DecodeError('has to be account=principal,principal', { field });
  return [account, principals.split(',').map((one) => one.trim())];
}

export const sshAuthority: Action = async (input, context) => {
  const accounts = Object.fromEntries(input.many('account').map(toAccount));
  const credential = {
    kind: 'sshAuthority' as const,
    issuers: texts(input, 'issuer'),
    ...(Object.keys(accounts).length > 0 ? { accounts } : {}),
  };
  return issue(input, context, credential, credential);
};

export const files: Action = async (input, context) => {
  const specs = input.many('file');
  const credential = { kind: 'files' as const, files: await Promise.all(specs.map(readFileSpec)) };
  return issue(input, context, credential, { kind: 'files', files: specs.map(({ text }) => text) });
};

export const tls: Action = async (input, context) => {
  const [commonName, usages, request, algorithm] = [
    input.optional('commonName')?.text,
    texts(input, 'for'),
    input.optional('request'),
    input.optional('algorithm')?.text as TlsLeafAlgorithm | undefined,
  ];
  const pem =
    request && (await readCapped(request.text, { field: request.field, maxBytes: maxFileBytes })).toString('utf8');
  const credential = {
    kind: 'tls' as const,
    issuer: input.required('issuer').text,
    names: { dns: texts(input, 'dns'), ip: texts(input, 'ip'), uri: texts(input, 'uri') },
    keys: input.required('keys').text as 'device' | 'server',
    ...(commonName === undefined ? {} : { commonName }),
    ...(usages.length > 0 ? { usages: usages as ('server' | 'client')[] } : {}),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(pem === undefined ? {} : { request: pem }),
  };
  return issue(input, context, credential, credential);
};

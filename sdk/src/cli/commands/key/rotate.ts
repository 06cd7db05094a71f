import { groupId, subjectOf } from '../../../delivery/subject/index.ts';
import { NotFoundError } from '../../../errors/index.ts';
import type { Audience, CredentialRequest } from '../../../roles/admin/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import type { Input } from '../../framework/input.ts';
import { toDuration } from '../../framework/values.ts';
import { adminFiles } from '../shared/adminHome.ts';
import { devicesOf, type RememberedRequest, recallRequest } from './audience.ts';
import { issueTo, readFileSpec } from './issue.ts';

async function credentialOf({ credential }: RememberedRequest): Promise<CredentialRequest> {
  if (credential.kind !== 'files') return credential;
  const files = credential.files.map((text) => readFileSpec({ text, field: '--file' }));
  return { kind: 'files', files: await Promise.all(files) };
}

/** The serials of what is in force on a channel. */
async function serialsOf(context: Context, audience: Audience, channel: string): Promise<string[]> {
  const owner = 'device' in audience ? audience.device : groupId(audience.group);
  const subject = subjectOf(owner, channel);
  const entries = (await adminFiles(context).ledger.entries()).filter((entry) => entry.subject === subject);
  const last = entries.findLast((entry) => entry.action === 'issued');
  return last?.action === 'issued' ? [...last.serials] : [];
}

async function audiences(input: Input, context: Context, channel: string): Promise<Audience[]> {
  const devices = await devicesOf(input, context);
  const group = input.optional('group');
  if (!group) {
    if (devices.length === 0) throw new UsageError('are missing, or --group', { field: '[devices...]' });
    return devices.map((device) => ({ device }));
  }
  if (devices.length > 0) return [{ group: group.text, devices }];
  const known = await recallRequest(context, { group: group.text, devices: [] }, channel);
  return [{ group: group.text, devices: known?.devices ?? [] }];
}

export const rotate: Action = async (input, context) => {
  const channel = input.required('channel').text;
  const ttl = input.optional('ttl');
  const found = await Promise.all(
    (await audiences(input, context, channel)).map(async (audience) => {
      const request = await recallRequest(context, audience, channel);
      if (request) return { audience, request };
      const name = 'group' in audience ? audience.group : audience.device;
      throw new NotFoundError(`nothing was issued to ${name} on the channel ${channel} from this home`, {
        field: '--channel',
        metaMessages: ['See gridseal key list, or issue it with gridseal key issue.'],
      });
    }),
  );
  if (input.flag('dryRun')) {
    return {
      data: {
        dryRun: true,
        channel,
        rotates: found.map(({ audience, request }) => ({ audience, kind: request.credential.kind })),
      },
      text: [
        {
          kind: 'table',
          head: ['FOR', 'KIND'],
          rows: found.map(({ audience, request }) => [
            'group' in audience ? audience.group : audience.device,
            request.credential.kind,
          ]),
        },
      ],
    };
  }
  const requests = new Map(found.map(({ audience, request }) => [audience, request]));
  return issueTo(
    [...requests.keys()],
    async (to) => {
      const request = requests.get(to) as RememberedRequest;
      const ttlSeconds = ttl ? toDuration(ttl) : request.ttlSeconds;
      const revokes = input.flag('now') ? await serialsOf(context, to, channel) : [];
      const { postInstall } = request;
      return {
        input: { to, credential: await credentialOf(request), channel, ttlSeconds, postInstall, revokes },
        remember: { ...request, ttlSeconds },
      };
    },
    input,
    context,
  );
};

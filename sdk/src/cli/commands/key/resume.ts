import type { Hex } from '../../../bytes/index.ts';
import { DecodeError, NotFoundError } from '../../../errors/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import type { Given } from '../../framework/input.ts';
import { adminFiles } from '../shared/adminHome.ts';
import { issuedPage } from './issue.ts';
import { openAdmin, withApprovals } from './openAdmin.ts';

async function pendingId({ text, field }: Given, context: Context): Promise<Hex> {
  const ids = await adminFiles(context).pending.list();
  const found = /^0x[0-9a-f]{6,64}$/i.test(text) ? ids.filter((id) => id.startsWith(text.toLowerCase())) : [];
  if (found.length > 1) throw new DecodeError('is the beginning of several ids', { field, metaMessages: found });
  if (found[0]) return found[0];
  throw new NotFoundError('nothing pending has this id', { field, metaMessages: ['See gridseal key resume.'] });
}

export const resume: Action = async (input, context) => {
  const given = input.optionalArgument('id');
  const { pending } = adminFiles(context);
  if (!given) {
    const all = await Promise.all((await pending.list()).map((id) => pending.get(id)));
    const rows = all.map(({ id, kind, channel, group, drafts, signature }) => [
      id,
      kind,
      channel,
      group ?? `${drafts.length} device${drafts.length === 1 ? '' : 's'}`,
      signature === null ? 'manifests' : 'announcement',
    ]);
    return {
      data: {
        pending: all.map(({ id, kind, channel, group, signature }) => ({
          id,
          kind,
          channel,
          group,
          waitsFor: signature === null ? 'manifests' : 'announcement',
        })),
      },
      text:
        rows.length === 0
          ? [{ kind: 'lines', lines: ['Nothing is pending.'] }]
          : [{ kind: 'table', head: ['ID', 'KIND', 'CHANNEL', 'FOR', 'WAITS FOR'], rows }],
      brief: all.map(({ id }) => id),
    };
  }
  const id = await pendingId(given, context);
  const opened = await openAdmin(input, context);
  const goOn = `gridseal key resume ${id.slice(0, 10)} --authority ${input.optional('authority')?.text ?? '…'}`;
  return withApprovals(async () => issuedPage([await opened.admin.resume(id)]), opened, input, context, goOn);
};

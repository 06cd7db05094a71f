import type { Action } from '../../framework/command.ts';
import { confirm } from '../../framework/context.ts';
import { toInteger } from '../../framework/values.ts';
import { targetOf } from './audience.ts';
import { openAdmin, withApprovals } from './openAdmin.ts';

export const revoke: Action = async (input, context) => {
  const { audience, name } = await targetOf(input, context);
  const channel = input.required('channel').text;
  const epoch = input.optional('epoch');
  const upTo = epoch ? toInteger(epoch, 1, Number.MAX_SAFE_INTEGER) : undefined;
  await confirm(
    context,
    `Withdraw ${upTo ? `everything up to epoch ${upTo}` : 'everything'} of ${channel} from ${name}, for ever?`,
  );
  const opened = await openAdmin(input, context);
  const work = async () => {
    const outcome = await opened.admin.revoke({ to: audience, channel, ...(upTo ? { epoch: upTo } : {}) });
    const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
    return {
      data: { to: audience, channel, epoch: upTo ?? null, outcome: outcome.outcome, transaction },
      text: [
        {
          kind: 'fields' as const,
          rows: [
            ['Withdrawn', `${channel} of ${name}`],
            ['Transaction', transaction ?? 'none: it was withdrawn already'],
          ] as const,
        },
      ],
      brief: transaction ?? '',
    };
  };
  return withApprovals(work, opened, input, context, 'gridseal key revoke …, as before');
};

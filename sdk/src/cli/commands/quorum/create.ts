import { createQuorum } from '../../../chain/index.ts';
import { Quorum } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Cell } from '../../framework/page.ts';
import { toName } from '../../framework/values.ts';
import { addressesOf, openChain } from '../shared/openChain.ts';
import { assertNameFree, loadQuorums, rememberQuorum } from '../shared/quorumBook.ts';
import { unlockWallet } from '../shared/wallets.ts';
import { readRules } from './rules.ts';

export const create: Action = async (input, context) => {
  const definition = await readRules(input, context, () => addressesOf(input), input.optional('salt'));
  const id = Quorum.id(definition);
  const given = input.optional('name');
  const name = given ? toName(given) : undefined;
  if (name) assertNameFree(await loadQuorums(context), { id, name });
  const facts: readonly (readonly [string, Cell])[] = [
    ['Quorum', id],
    ['Members', definition.members.length],
    ['Threshold', `${definition.threshold} to endorse, ${definition.revocationThreshold} to revoke`],
  ];
  const data = { quorum: id, name: name ?? null, definition };
  if (input.flag('dryRun')) {
    return { data: { dryRun: true, ...data }, text: [{ kind: 'fields', rows: facts }], brief: id };
  }
  const chain = await openChain(input);
  const wallet = await unlockWallet(input, context);
  const outcome = await createQuorum(chain, wallet.account, definition, { signal: context.signal });
  if (name) await rememberQuorum(context, { id, name, definition });
  const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
  return {
    data: { ...data, outcome: outcome.outcome, transaction },
    text: [
      { kind: 'fields', rows: [...facts, ['Transaction', transaction ?? 'none: it existed already']] },
      ...(name ? [{ kind: 'next' as const, commands: [`gridseal quorum show ${name}`] }] : []),
    ],
    brief: id,
  };
};

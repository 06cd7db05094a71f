import type { Hex } from '../../../../bytes/index.ts';
import {
  anchorsOf,
  create2Address,
  deployNodeRegistry,
  networkOf,
  nodeRegistryInitCode,
  nodeRegistryOf,
} from '../../../../chain/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { confirm } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { toInteger } from '../../../framework/values.ts';
import { currentState } from '../../shared/approvals.ts';
import { openChain } from '../../shared/openChain.ts';
import { loadQuorums, resolveQuorum } from '../../shared/quorumBook.ts';
import { unlockWallet } from '../../shared/wallets.ts';

async function anchorTable(anchors: readonly Hex[], context: Context): Promise<Block[]> {
  if (anchors.length === 0) return [];
  const known = await loadQuorums(context);
  const rows = anchors.map((anchor) => [anchor, known.find(({ id }) => id === anchor)?.name ?? '']);
  return [{ kind: 'table', head: ['ANCHOR', 'NAME'], rows }];
}

const whoEnters = (needed: number, count: number): string =>
  needed === 0 ? 'whoever is first has an id: it is open' : `whose certificate ${needed} of ${count} anchors endorse`;

export const show: Action = async (input, context) => {
  const chain = await openChain(input);
  const { anchors, needed } = await anchorsOf(chain, { signal: context.signal });
  return {
    data: {
      network: networkOf(chain),
      address: nodeRegistryOf(chain).toLowerCase(),
      open: needed === 0,
      anchors,
      needed,
    },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Registry', nodeRegistryOf(chain)],
          ['Network', networkOf(chain)],
          ['Parties', whoEnters(needed, anchors.length)],
        ],
      },
      ...(await anchorTable(anchors, context)),
    ],
    brief: networkOf(chain),
  };
};

function neededOf(input: Input, count: number): number {
  const given = input.optional('needed');
  if (count === 0)
    throw new UsageError('is missing: an open registry is on every chain already', { field: '--anchor' });
  if (!given) throw new UsageError('is missing: how many anchors have to endorse a party', { field: '--needed' });
  return toInteger(given, 1, count);
}

export const deploy: Action = async (input, context) => {
  const anchors = await Promise.all(input.many('anchor').map((given) => resolveQuorum(given, context)));
  const needed = neededOf(input, anchors.length);
  const chain = await openChain(input);
  // An anchor that does not exist would lock everybody out for ever.
  for (const anchor of anchors) await currentState(chain, anchor, context.signal);
  const terms = { anchors, needed };
  const planned = create2Address(
    await nodeRegistryInitCode(chain.addresses.quorumRegistry, terms),
  ).toLowerCase() as Hex;
  const page: Block[] = [
    {
      kind: 'fields',
      rows: [
        ['Registry', planned],
        ['Network', `eip155:${chain.chainId}:${planned}`],
        ['Parties', whoEnters(needed, anchors.length)],
      ],
    },
    ...(await anchorTable(anchors, context)),
  ];
  const data = { address: planned, network: `eip155:${chain.chainId}:${planned}`, anchors, needed };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data }, text: page, brief: planned };
  await confirm(context, `Deploy a node registry with ${anchors.length} anchors, which nobody can ever change?`);
  const { account } = await unlockWallet(input, context);
  const { receipt } = await deployNodeRegistry(chain, account, terms, { signal: context.signal });
  return {
    data: { ...data, outcome: receipt ? 'done' : 'already', transaction: receipt?.transaction ?? null },
    text: [
      ...page,
      { kind: 'fields', rows: [['Transaction', receipt?.transaction ?? 'none: it was there already']] },
      { kind: 'next', commands: [`gridseal config set chain.nodeRegistry ${planned}`] },
    ],
    brief: planned,
  };
};

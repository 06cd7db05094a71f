import { Quorum } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import { currentState } from '../shared/approvals.ts';
import { openChain } from '../shared/openChain.ts';
import { loadQuorums, resolveQuorum } from '../shared/quorumBook.ts';
import { namedAddresses } from '../shared/wallets.ts';

export const show: Action = async (input, context) => {
  const id = await resolveQuorum(input.argument('quorum'), context);
  const chain = await openChain(input);
  const state = await currentState(chain, id, context.signal);
  const known = await loadQuorums(context);
  const wallets = await namedAddresses(context);
  const nameOf = (signer: `0x${string}`) => {
    const nested = Quorum.idOfSigner(chain.addresses.quorumRegistry, signer);
    if (nested) return `quorum:${known.find((one) => one.id === nested)?.name ?? nested}`;
    return wallets.get(signer) ?? '';
  };
  return {
    data: { ...state, name: known.find((one) => one.id === id)?.name ?? null, chainId: chain.chainId },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Quorum', id],
          ['Name', known.find((one) => one.id === id)?.name],
          ['Version', state.version],
          ['Threshold', `${state.threshold} to endorse, ${state.revocationThreshold} to revoke`],
          ['Signer', Quorum.signer(chain.addresses.quorumRegistry, id)],
        ],
      },
      {
        kind: 'table',
        head: ['MEMBER', 'WEIGHT', 'NAME'],
        rows: state.members.map(({ signer, weight }) => [signer, weight, nameOf(signer)]),
      },
    ],
    brief: id,
  };
};

export const list: Action = async (_input, context) => {
  const quorums = await loadQuorums(context);
  const rows = quorums.map(({ name, id, definition }) => [
    name,
    `${definition.threshold} of ${definition.members.length}`,
    id,
  ]);
  return {
    data: { quorums },
    text:
      rows.length === 0
        ? [
            { kind: 'lines', lines: ['This home knows no quorum yet.'] },
            { kind: 'next', commands: ['gridseal quorum create --help'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'AT FIRST', 'QUORUM'], rows }],
    brief: quorums.map(({ id }) => id),
  };
};

import type { Hex } from '../../../bytes/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { Hybrid, Quorum } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { currentState, nestedStates } from '../shared/approvals.ts';
import { openChain } from '../shared/openChain.ts';
import { loadQuorums, resolveQuorum } from '../shared/quorumBook.ts';
import { namedSigners, type SignerAddresses } from '../shared/signerBook.ts';
import { namedAddresses } from '../shared/wallets.ts';

/** What this home calls a signer; nothing for strangers. */
async function namesOf(context: Context, addresses: SignerAddresses): Promise<(signer: Hex) => string> {
  const quorums = await loadQuorums(context);
  const names = new Map([...(await namedAddresses(context)), ...(await namedSigners(context, addresses))]);
  return (signer) => {
    const nested = Quorum.idOfSigner(addresses.quorumRegistry, signer);
    if (nested) return `quorum:${quorums.find((one) => one.id === nested)?.name ?? nested}`;
    return names.get(signer) ?? '';
  };
}

/** Large keys by both ends, as no line is long enough for them. */
const shorten = (signer: Hex): string => (signer.length > 110 ? `${signer.slice(0, 90)}…${signer.slice(-16)}` : signer);

export const show: Action = async (input, context) => {
  const id = await resolveQuorum(input.argument('quorum'), context);
  const chain = await openChain(input);
  const { addresses } = chain;
  const state = await currentState(chain, id, context.signal);
  const quorums = await nestedStates(chain, state, context.signal);
  const judging = { registry: addresses.quorumRegistry, verifiers: verifiersOf(addresses), quorums };
  const hybrid = Hybrid.evaluate(state, judging);
  const name = (await loadQuorums(context)).find((one) => one.id === id)?.name;
  const nameOf = await namesOf(context, addresses);
  const remark = ({ halves, hybrid: isHybrid }: Hybrid.HybridMember) => {
    if (!halves) return isHybrid ? 'hybrid' : '';
    const [classical, postQuantum] = [nameOf(halves.classical), nameOf(halves.postQuantum)];
    return classical && postQuantum ? `hybrid: ${classical} + ${postQuantum}` : 'hybrid';
  };
  return {
    data: { ...state, name: name ?? null, chainId: chain.chainId, hybrid },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Quorum', id],
          ['Name', name],
          ['Version', state.version],
          ['Threshold', `${state.threshold} to endorse, ${state.revocationThreshold} to revoke`],
          ['Hybrid', hybrid.hybrid ? 'every member has a classical and a post-quantum key' : undefined],
          ['Signer', Quorum.signer(addresses.quorumRegistry, id)],
        ],
      },
      {
        kind: 'table',
        head: ['MEMBER', 'WEIGHT', 'NAME', ...(hybrid.members.some(({ halves }) => halves) ? ['KEYS'] : [])],
        rows: hybrid.members.map((member) => [
          shorten(member.signer),
          member.weight,
          nameOf(member.signer),
          ...(hybrid.members.some(({ halves }) => halves) ? [remark(member)] : []),
        ]),
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

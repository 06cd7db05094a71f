import type { LocalAccount } from 'viem';
import type { Hex } from '../../../bytes/index.ts';
import { absentVerifiers, type Chain, createQuorum, verifiersOf } from '../../../chain/index.ts';
import { assertReachable, Quorum, type QuorumState } from '../../../quorum/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import type { Cell } from '../../framework/page.ts';
import { toName } from '../../framework/values.ts';
import { nestedStates } from '../shared/approvals.ts';
import { addressesOf, openChain } from '../shared/openChain.ts';
import { assertNameFree, loadQuorums, rememberQuorum } from '../shared/quorumBook.ts';
import type { SignerAddresses } from '../shared/signerBook.ts';
import { unlockWallet } from '../shared/wallets.ts';
import { readDefinitionFile } from './definitionFile.ts';
import { assertHybrid, assertOwnKeys, hybridsBlock, type NewHybrid, readHybrids } from './hybrids.ts';
import { readRules } from './rules.ts';

/** The quorums that may be members: those that are made now, those of the home, and those on chain, which knows best. */
async function memberStates(
  state: QuorumState,
  hybrids: readonly NewHybrid[],
  context: Context,
  chain: Chain | null,
): Promise<Map<Hex, QuorumState>> {
  const defined = [...(await loadQuorums(context)), ...hybrids];
  const states = new Map(defined.map(({ id, definition }) => [id, Quorum.firstState(definition)]));
  const current = chain ? await nestedStates(chain, state, context.signal) : new Map<Hex, QuorumState>();
  return new Map([...states, ...current]);
}

/** Members first: none of it changes anything if it exists already. */
async function createHybrids(
  chain: Chain,
  account: LocalAccount,
  hybrids: readonly NewHybrid[],
  context: Context,
): Promise<{ readonly name: string; readonly quorum: Hex; readonly outcome: string }[]> {
  const done = [];
  for (const { id, name, definition } of hybrids) {
    const { outcome } = await createQuorum(chain, account, definition, { signal: context.signal });
    await rememberQuorum(context, { id, name, definition });
    done.push({ name, quorum: id, outcome });
  }
  return done;
}

/** The quorum that the caller wants, and the members that are made along. */
async function readPlan(input: Input, context: Context, addresses: SignerAddresses) {
  const hybrids = await readHybrids(input, context, addresses);
  const members = hybrids.map(({ id, weight }) => ({ signer: Quorum.signer(addresses.quorumRegistry, id), weight }));
  const salt = input.optional('salt');
  const file = input.optional('from');
  const definition = file
    ? await readDefinitionFile(file, input)
    : await readRules(input, context, async () => addresses, { salt, members });
  assertOwnKeys(definition, hybrids);
  const id = Quorum.id(definition);
  const given = input.optional('name');
  const name = given ? toName(given) : null;
  if (name !== null) assertNameFree([...(await loadQuorums(context)), ...hybrids], { id, name });
  return { definition, id, name, hybrids };
}

type Plan = Awaited<ReturnType<typeof readPlan>>;

/** Refuses what could never act on chain and, if asked to, members with one key. */
async function check(plan: Plan, input: Input, context: Context, addresses: SignerAddresses, chain: Chain | null) {
  const state = Quorum.firstState(plan.definition);
  const quorums = await memberStates(state, plan.hybrids, context, chain);
  const registry = addresses.quorumRegistry;
  const absent = chain ? await absentVerifiers(chain, state.members, context.signal) : new Set<Hex>();
  const { offChain } = assertReachable(state, { registry, quorums, absent });
  if (offChain.length > 0) context.note(`${offChain.length} of its members count off chain alone`);
  if (input.flag('requireHybrid')) assertHybrid(state, { registry, verifiers: verifiersOf(addresses), quorums });
}

function factsOf({ id, definition }: Plan): readonly (readonly [string, Cell])[] {
  return [
    ['Quorum', id],
    ['Members', definition.members.length],
    ['Threshold', `${definition.threshold} to endorse, ${definition.revocationThreshold} to revoke`],
  ];
}

export const create: Action = async (input, context) => {
  const addresses = await addressesOf(input);
  const plan = await readPlan(input, context, addresses);
  const { definition, id, name, hybrids } = plan;
  const chain = input.flag('dryRun') ? null : await openChain(input);
  await check(plan, input, context, addresses, chain);
  const data = { quorum: id, name, definition };
  if (!chain) {
    const planned = hybrids.map((hybrid) => ({ name: hybrid.name, quorum: hybrid.id }));
    const text = [{ kind: 'fields' as const, rows: factsOf(plan) }, ...hybridsBlock(hybrids)];
    return { data: { dryRun: true, ...data, hybrids: planned }, text, brief: id };
  }
  const { account } = await unlockWallet(input, context);
  const created = await createHybrids(chain, account, hybrids, context);
  const outcome = await createQuorum(chain, account, definition, { signal: context.signal });
  if (name !== null) await rememberQuorum(context, { id, name, definition });
  const transaction = outcome.outcome === 'done' ? outcome.receipt.transaction : null;
  return {
    data: { ...data, hybrids: created, outcome: outcome.outcome, transaction },
    text: [
      { kind: 'fields', rows: [...factsOf(plan), ['Transaction', transaction ?? 'none: it existed already']] },
      ...hybridsBlock(hybrids),
      ...(name === null ? [] : [{ kind: 'next' as const, commands: [`gridseal quorum show ${name}`] }]),
    ],
    brief: id,
  };
};

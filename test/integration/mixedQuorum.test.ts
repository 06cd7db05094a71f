import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import {
  BelowThresholdError,
  createQuorum,
  endorse as endorseOnChain,
  InvalidApprovalError,
  revoke as revokeOnChain,
  rotate as rotateOnChain,
  statusOf,
  verifiersOf,
} from '../../sdk/src/chain/index.ts';
import type { KnownVerifiers, Signer } from '../../sdk/src/crypto/index.ts';
import {
  type Action,
  Approval,
  collect,
  evaluatePacked,
  PackedApprovals,
  Quorum,
  type QuorumState,
  TypedData,
} from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../support/localChain.ts';
import { type MixedSigners, mixedSigners, type SignerKind, spoils } from '../support/mixedSigners.ts';
import { bytes32 } from '../support/quorums.ts';

const deadline = 4_000_000_000;
const transactionCap = 16_777_216;
const sender = testAccount(0);

const chains = [
  { rules: 'Osaka', options: { hardfork: 'osaka' }, kinds: ['wallet', 'passkey', 'p521', 'slhDsa'] },
  { rules: 'London', options: { hardfork: 'london', chainId: 246 }, kinds: ['wallet', 'chip', 'p521', 'slhDsa'] },
] as const;

describe.each(chains)('under $rules rules', ({ options, kinds }) => {
  let local: LocalChain;
  let verifiers: Required<KnownVerifiers>;
  let signers: MixedSigners;
  /** Who are members of nothing at first. */
  let others: MixedSigners;
  let on: { readonly chainId: number; readonly registry: Hex };
  let state: QuorumState;
  let salts = 0;

  beforeAll(async () => {
    local = await startLocalChain(options, patient);
    verifiers = verifiersOf(local.chain.addresses) as Required<KnownVerifiers>;
    on = { chainId: local.chain.chainId, registry: local.chain.addresses.quorumRegistry.toLowerCase() as Hex };
    signers = await mixedSigners(verifiers, 'mixed');
    others = await mixedSigners(verifiers, 'others');
    state = await found(
      kinds.map((kind) => signers[kind]),
      { threshold: 4, revocationThreshold: 1 },
    );
  });
  afterAll(() => local[Symbol.asyncDispose]());

  async function found(
    members: readonly { readonly signer: Hex }[],
    rules: { readonly threshold: number; readonly revocationThreshold?: number },
  ): Promise<QuorumState> {
    const definition = Quorum.from({
      members: members.map(({ signer }) => ({ signer })),
      ...rules,
      salt: bytes32(++salts),
    });
    await createQuorum(local.chain, sender, definition);
    return Quorum.firstState(definition);
  }

  const asMember = ({ id }: QuorumState) => ({ signer: Quorum.signer(on.registry, id) });
  const checks = () => ({ verifiers, keyWallets: true });

  function endorsement(quorum: QuorumState, certificate: Hex): Action.Endorse {
    const message = { certificate, quorum: quorum.id, version: quorum.version, deadline };
    return { action: 'endorse', ...on, message };
  }

  /** Every one of these signs, in the members' order; some signatures are put in by the caller. */
  async function pack(
    quorum: QuorumState,
    action: Action.RegistryAction,
    people: readonly Signer[],
    instead: (signer: Hex, good: Hex) => Hex = (_, good) => good,
  ): Promise<Hex> {
    const digest = TypedData.digest(action);
    const signed = people.map(async (person) => ({
      index: quorum.members.findIndex(({ signer }) => signer === person.signer),
      signature: instead(person.signer, await person.sign(digest)),
    }));
    return PackedApprovals.encode((await Promise.all(signed)).sort((a, b) => a.index - b.index));
  }

  const people = () => kinds.map((kind) => signers[kind]);

  test('behavior: all four endorse in one transaction, and no chain is needed to see it', async () => {
    const action = endorsement(state, bytes32(1));
    const approvals = await Promise.all(people().map((person) => Approval.sign(person, action)));
    const collection = await collect(state, action, approvals, checks());
    expect(collection).toMatchObject({ satisfied: true, weight: 4, invalid: [], unknown: [] });
    const packed = collection.packed as Hex;
    const outcome = await endorseOnChain(local.chain, sender, { ...action.message, approvals: packed });
    if (outcome.outcome !== 'done') throw new Error('was endorsed before');
    expect(outcome.receipt.gasUsed).toBeLessThan(transactionCap);
    expect(await statusOf(local.chain, { certificate: bytes32(1), quorum: state.id })).toMatchObject({
      status: 'endorsed',
    });
  });

  test('error: three of them are not enough, whichever is missing', async () => {
    const action = endorsement(state, bytes32(2));
    for (const missing of kinds) {
      const three = kinds.filter((kind) => kind !== missing).map((kind) => signers[kind]);
      const input = { ...action.message, approvals: await pack(state, action, three) };
      await expect(endorseOnChain(local.chain, sender, input), missing).rejects.toBeInstanceOf(BelowThresholdError);
    }
  });

  test.each(kinds)('error: the approval of the %s is wrong, in any way', async (kind) => {
    const action = endorsement(state, bytes32(2));
    const { signer } = signers[kind];
    const theirs = await others[kind].sign(TypedData.digest(action));
    const elsewhere = await signers[kind].sign(bytes32(77));
    const wrong: Record<string, (good: Hex) => Hex> = {
      ...spoils,
      strangers: () => theirs,
      elsewhere: () => elsewhere,
    };
    const good = new Map<Hex, Hex>();
    await pack(state, action, people(), (by, signature) => {
      good.set(by, signature);
      return signature;
    });
    for (const [how, spoil] of Object.entries(wrong)) {
      const members = state.members.map((member, index) => {
        const signature = good.get(member.signer) as Hex;
        return { index, signature: member.signer === signer ? spoil(signature) : signature };
      });
      const approvals = PackedApprovals.encode(members);
      const evaluation = await evaluatePacked(state, action, approvals, checks());
      expect(evaluation.satisfied, `${kind}, ${how}`).toBe(false);
      const index = state.members.findIndex((member) => member.signer === signer);
      const sent = endorseOnChain(local.chain, sender, { ...action.message, approvals });
      await expect(sent, `${kind}, ${how}`).rejects.toMatchObject({
        errorName: 'QuorumRegistryInvalidApproval',
        args: [BigInt(index)],
      });
      await expect(sent).rejects.toBeInstanceOf(InvalidApprovalError);
    }
  });

  test('behavior: each of them alone revokes, if the quorum says so', async () => {
    for (const [i, kind] of kinds.entries()) {
      const certificate = bytes32(100 + i);
      const message = { certificate, quorum: state.id, version: 1, reason: 1, deadline };
      const action: Action.Revoke = { action: 'revoke', ...on, message };
      const approvals = await pack(state, action, [signers[kind]]);
      const sent = await revokeOnChain(local.chain, sender, { ...message, approvals });
      expect(sent.outcome, kind).toBe('done');
    }
  });

  test('behavior: rotated from wallets to post-quantum keys, which both sides approve', async () => {
    const before = await found([signers.wallet, others.wallet], { threshold: 2 });
    const next = Quorum.from({
      members: [signers.slhDsa, others.slhDsa].map(({ signer }) => ({ signer })),
      threshold: 2,
    });
    const { members, threshold, revocationThreshold } = next;
    const message = { quorum: before.id, version: 1, members: [...members], threshold, revocationThreshold, deadline };
    const action: Action.Rotate = { action: 'rotate', ...on, message };
    const after: QuorumState = { id: before.id, version: 2, members, threshold, revocationThreshold };
    const oldApprovals = await pack(before, action, [signers.wallet, others.wallet]);
    const one = await pack(after, action, [signers.slhDsa]);
    const input = { ...message, oldApprovals };
    await expect(rotateOnChain(local.chain, sender, { ...input, newApprovals: one })).rejects.toBeInstanceOf(
      BelowThresholdError,
    );
    const newApprovals = await pack(after, action, [signers.slhDsa, others.slhDsa]);
    expect(await rotateOnChain(local.chain, sender, { ...input, newApprovals })).toMatchObject({ outcome: 'done' });

    const endorsing = endorsement(after, bytes32(4));
    const byTheOld = {
      ...endorsing.message,
      approvals: await pack(before, endorsing, [signers.wallet, others.wallet]),
    };
    await expect(endorseOnChain(local.chain, sender, byTheOld)).rejects.toBeInstanceOf(InvalidApprovalError);
    const approvals = await pack(after, endorsing, [signers.slhDsa, others.slhDsa]);
    expect(await endorseOnChain(local.chain, sender, { ...endorsing.message, approvals })).toMatchObject({
      outcome: 'done',
    });
  });

  test('behavior: a quorum of quorums, one for each kind of key', async () => {
    const inner = await Promise.all(people().map((person) => found([person], { threshold: 1 })));
    const outer = await found(inner.map(asMember), { threshold: 4 });
    const action = endorsement(outer, bytes32(5));
    const asked = inner.map((quorum): Action.Approve => {
      const message = { quorum: quorum.id, version: 1, digest: TypedData.digest(action) };
      return { action: 'approve', ...on, message };
    });
    const approvals = await Promise.all(people().map((person, i) => Approval.sign(person, asked[i] as Action.Approve)));
    const quorums = new Map(inner.map((quorum) => [quorum.id, quorum]));
    const collection = await collect(outer, action, approvals, { ...checks(), quorums });
    expect(collection).toMatchObject({ satisfied: true, weight: 4 });
    const packed = collection.packed as Hex;
    const outcome = await endorseOnChain(local.chain, sender, { ...action.message, approvals: packed });
    if (outcome.outcome !== 'done') throw new Error('was endorsed before');
    expect(outcome.receipt.gasUsed).toBeLessThan(transactionCap);
  });

  test.each(['p521', 'slhDsa'] as const)('behavior: %s four quorums deep, and no deeper', async (kind) => {
    const key = signers[kind];
    const nest: QuorumState[] = [await found([key], { threshold: 1 })];
    for (let depth = 2; depth <= 5; depth++)
      nest.push(await found([asMember(nest.at(-1) as QuorumState)], { threshold: 1 }));
    for (const depth of [4, 5]) {
      const outermost = nest[depth - 1] as QuorumState;
      const action = endorsement(outermost, bytes32(6));
      const packed = await packThrough(nest.slice(0, depth - 1).reverse(), TypedData.digest(action), key);
      const sent = endorseOnChain(local.chain, sender, { ...action.message, approvals: packed });
      if (depth === 4) expect(await sent).toMatchObject({ outcome: 'done' });
      else await expect(sent).rejects.toBeInstanceOf(InvalidApprovalError);
    }
  });

  /** The approval of a quorum that consists of the first of these, which consists of the next; the last consists of the key. */
  async function packThrough(inner: readonly QuorumState[], digest: Hex, key: Signer): Promise<Hex> {
    const [first, ...rest] = inner;
    if (!first) return PackedApprovals.encode([{ index: 0, signature: await key.sign(digest) }]);
    const message = { quorum: first.id, version: 1, digest };
    const asked = TypedData.digest({ action: 'approve', ...on, message });
    return PackedApprovals.encode([{ index: 0, signature: await packThrough(rest, asked, key) }]);
  }

  test('error: with too little gas nothing is endorsed, whatever runs out', async () => {
    const certificate = bytes32(2);
    const action = endorsement(state, certificate);
    const wrong = new Set<SignerKind>(['p521', 'slhDsa']);
    const spoiled = new Set([...wrong].map((kind) => signers[kind].signer));
    const bad = await pack(state, action, people(), (by, good) => (spoiled.has(by) ? spoils['one bit'](good) : good));
    const { client } = local.node;
    const { quorumRegistryAbi: abi } = await import('../../sdk/src/generated/index.ts');
    const address = local.chain.addresses.quorumRegistry;
    for (let gas = 250_000n; gas < BigInt(transactionCap); gas += gas / 16n) {
      const call = {
        address,
        abi,
        functionName: 'endorse',
        args: [certificate, state.id, BigInt(deadline), bad],
      } as const;
      await expect(client.simulateContract({ ...call, gas }), `${gas} gas`).rejects.toThrow();
    }
    expect(await statusOf(local.chain, { certificate, quorum: state.id })).toMatchObject({ status: 'none' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { chainOn, type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { startRpcProxy } from '../../../test/support/rpcProxy.ts';
import type { Hex } from '../bytes/index.ts';
import { PackedApprovals, Quorum, type QuorumRules, TypedData } from '../quorum/index.ts';
import {
  AlreadyDoneError,
  approve,
  BelowThresholdError,
  chainTime,
  checkPath,
  contractAddresses,
  createQuorum,
  DisagreementError,
  deployContracts,
  ExpiredError,
  endorse,
  hasApproved,
  InvalidApprovalError,
  propose,
  quorumOf,
  RejectedQuorumError,
  revoke,
  rotate,
  StaleVersionError,
  statusOf,
  toChainEvent,
  UnknownQuorumError,
  verifySigner,
} from './index.ts';

let local: LocalChain;
beforeAll(async () => {
  local = await startLocalChain();
});
afterAll(() => local[Symbol.asyncDispose]());

const people = [1, 2, 3].map(testAccount);
const sender = testAccount(9);
let counter = 0;
const fresh = (): Hex => `0x${(++counter).toString(16).padStart(64, '0')}`;

const rulesOf = (accounts: readonly { address: Hex }[], threshold: number) =>
  Quorum.from({
    members: accounts.map(({ address }) => ({ signer: address })),
    threshold,
    revocationThreshold: 1,
    salt: fresh(),
  });

async function newQuorum(threshold = 2) {
  const definition = rulesOf(people, threshold);
  const { quorum } = await createQuorum(local.chain, sender, definition);
  return { definition, quorum };
}

/** Packed signatures of the first `count` members (in order) of the quorum. */
async function approvalsOf(rules: QuorumRules, digest: Hex, count: number): Promise<Hex> {
  const packed = await Promise.all(
    rules.members.slice(0, count).map(async ({ signer }, index) => {
      const account = [...people, testAccount(4), testAccount(5)].find(
        ({ address }) => address.toLowerCase() === signer,
      );
      if (!account) throw new Error('no such account');
      return { index, signature: await account.sign({ hash: digest }) };
    }),
  );
  return PackedApprovals.encode(packed);
}

const later = async (seconds = 3_600) => (await chainTime(local.chain)).timestamp + seconds;
const onRegistry = { chainId: 31_337, registry: contractAddresses.quorumRegistry.toLowerCase() as Hex };

async function endorsement(quorum: Hex, rules: QuorumRules, count = 2, version = 1) {
  const [certificate, deadline] = [fresh(), await later()];
  const digest = TypedData.digest({
    action: 'endorse',
    ...onRegistry,
    message: { certificate, quorum, version, deadline },
  });
  return { certificate, quorum, deadline, approvals: await approvalsOf(rules, digest, count) };
}

async function revocation(certificate: Hex, quorum: Hex, rules: QuorumRules, count = 1) {
  const [reason, deadline] = [1, await later()];
  const message = { certificate, quorum, version: 1, reason, deadline };
  const digest = TypedData.digest({ action: 'revoke', ...onRegistry, message });
  return { certificate, quorum, reason, deadline, approvals: await approvalsOf(rules, digest, count) };
}

async function rotation(quorum: Hex, before: QuorumRules, after: QuorumRules, counts = [2, 2], version = 1) {
  const { members, threshold, revocationThreshold } = after;
  const rules = { members: [...members], threshold, revocationThreshold };
  const message = { quorum, version, ...rules, deadline: await later() };
  const digest = TypedData.digest({ action: 'rotate', ...onRegistry, message });
  const oldApprovals = await approvalsOf(before, digest, counts[0] ?? 0);
  return { ...message, oldApprovals, newApprovals: await approvalsOf(after, digest, counts[1] ?? 0) };
}

describe('quorums', () => {
  test('behavior: a quorum is created once', async () => {
    const definition = rulesOf(people, 2);
    const first = await createQuorum(local.chain, sender, definition);
    const second = await createQuorum(local.chain, testAccount(8), definition);
    expect([first.outcome, second.outcome]).toEqual(['done', 'already']);
    expect(second.quorum).toBe(first.quorum);
    expect(await quorumOf(local.chain, first.quorum)).toEqual(Quorum.firstState(definition));
  });

  test('behavior: an unknown quorum is null', async () => {
    expect(await quorumOf(local.chain, fresh())).toBeNull();
  });

  test('behavior: a rotation needs both sides, and doing it again is no error', async () => {
    const { definition, quorum } = await newQuorum();
    const next = rulesOf([testAccount(4), testAccount(5)], 2);
    const input = await rotation(quorum, definition, next);
    expect((await rotate(local.chain, sender, input)).outcome).toBe('done');
    expect((await rotate(local.chain, sender, input)).outcome).toBe('already');
    expect(await quorumOf(local.chain, quorum)).toMatchObject({ version: 2, members: next.members });
  });

  test('error: a rotation without the new members', async () => {
    const { definition, quorum } = await newQuorum();
    const input = await rotation(quorum, definition, rulesOf([testAccount(4), testAccount(5)], 2), [2, 1]);
    await expect(rotate(local.chain, sender, input)).rejects.toThrow(BelowThresholdError);
  });

  test('error: a second, different rotation of the same version is stale', async () => {
    const { definition, quorum } = await newQuorum();
    await rotate(local.chain, sender, await rotation(quorum, definition, rulesOf([testAccount(4), testAccount(5)], 2)));
    const other = await rotation(quorum, definition, rulesOf([testAccount(5)], 1), [2, 1]);
    await expect(rotate(local.chain, sender, other)).rejects.toThrow(StaleVersionError);
  });

  test('error: rules that the contract refuses name the member', async () => {
    const definition = rulesOf(people, 2);
    const members = [...definition.members].reverse();
    await expect(createQuorum(local.chain, sender, { ...definition, members })).rejects.toThrow(RejectedQuorumError);
  });
});

describe('certificates', () => {
  test('behavior: endorsed, revoked, for ever', async () => {
    const { definition, quorum } = await newQuorum();
    const input = await endorsement(quorum, definition);
    const { certificate } = input;
    expect((await statusOf(local.chain, input)).status).toBe('none');
    expect((await endorse(local.chain, sender, input)).outcome).toBe('done');
    expect((await endorse(local.chain, testAccount(8), input)).outcome).toBe('already');
    const endorsed = await statusOf(local.chain, input);
    expect(endorsed).toMatchObject({ status: 'endorsed', version: 1, revokedAt: 0 });
    expect(endorsed.endorsedAt).toBeGreaterThan(0);
    const undo = await revocation(certificate, quorum, definition);
    expect((await revoke(local.chain, sender, undo)).outcome).toBe('done');
    expect((await revoke(local.chain, sender, undo)).outcome).toBe('already');
    expect((await statusOf(local.chain, input)).status).toBe('revoked');
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(AlreadyDoneError);
  });

  test('behavior: a path is endorsed link by link', async () => {
    const { definition, quorum } = await newQuorum();
    const inputs = [await endorsement(quorum, definition), await endorsement(quorum, definition)];
    for (const input of inputs) await endorse(local.chain, sender, input);
    const certificates = inputs.map(({ certificate }) => certificate);
    const quorums = [quorum, quorum];
    expect(await checkPath(local.chain, { certificates, quorums })).toEqual({ ok: true, failedAt: null });
    const broken = { certificates: [certificates[0] as Hex, fresh()], quorums };
    expect(await checkPath(local.chain, broken)).toEqual({ ok: false, failedAt: 1 });
  });

  test('behavior: a recorded approval counts as an empty signature', async () => {
    const { definition, quorum } = await newQuorum();
    const [certificate, deadline] = [fresh(), await later()];
    const message = { certificate, quorum, version: 1, deadline };
    const digest = TypedData.digest({ action: 'endorse', ...onRegistry, message });
    for (const account of people.slice(0, 2)) {
      expect((await approve(local.chain, account, { quorum, digest })).outcome).toBe('done');
      expect((await approve(local.chain, account, { quorum, digest })).outcome).toBe('already');
      expect(await hasApproved(local.chain, { wallet: account.address, digest })).toBe(true);
    }
    const indexes = people
      .slice(0, 2)
      .map(({ address }) => definition.members.findIndex(({ signer }) => signer === address.toLowerCase()));
    const approvals = PackedApprovals.encode(indexes.sort().map((index) => ({ index, signature: '0x' as const })));
    expect((await endorse(local.chain, sender, { certificate, quorum, deadline, approvals })).outcome).toBe('done');
  });

  test('behavior: a proposal leaves an event', async () => {
    const { quorum } = await newQuorum();
    const [draft, deadline] = [fresh(), await later()];
    const receipt = await propose(local.chain, sender, { quorum, draft, deadline });
    const [event] = receipt.logs.map((log) => toChainEvent(log, contractAddresses));
    expect(event).toMatchObject({ type: 'proposed', draft, proposer: sender.address, deadline });
  });

  test('behavior: many writes of one account at once get a nonce each', async () => {
    const { definition, quorum } = await newQuorum();
    const inputs = await Promise.all(Array.from({ length: 8 }, () => endorsement(quorum, definition)));
    const outcomes = await Promise.all(inputs.map((input) => endorse(local.chain, sender, input)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(inputs.map(() => 'done'));
  });

  test('error: below the threshold, nothing is sent', async () => {
    const { definition, quorum } = await newQuorum();
    const input = await endorsement(quorum, definition, 1);
    const before = await local.node.client.getTransactionCount({ address: sender.address });
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(BelowThresholdError);
    expect(await local.node.client.getTransactionCount({ address: sender.address })).toBe(before);
  });

  test('error: a deadline that has passed', async () => {
    const { definition, quorum } = await newQuorum();
    const input = { ...(await endorsement(quorum, definition)), deadline: 1 };
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(ExpiredError);
  });

  test('error: approvals of another certificate', async () => {
    const { definition, quorum } = await newQuorum();
    const input = { ...(await endorsement(quorum, definition)), certificate: fresh() };
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(InvalidApprovalError);
  });

  test('error: approvals collected before a rotation', async () => {
    const { definition, quorum } = await newQuorum();
    const input = await endorsement(quorum, definition);
    await rotate(local.chain, sender, await rotation(quorum, definition, rulesOf([testAccount(4), testAccount(5)], 2)));
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(InvalidApprovalError);
  });

  test('error: a quorum that nobody created', async () => {
    const { definition } = await newQuorum();
    const input = await endorsement(fresh(), definition);
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(UnknownQuorumError);
  });

  test('error: malformed approvals', async () => {
    const { quorum } = await newQuorum();
    const input = { certificate: fresh(), quorum, deadline: await later(), approvals: '0x0000' as const };
    await expect(endorse(local.chain, sender, input)).rejects.toThrow(InvalidApprovalError);
  });

  test('error: lying RPC: a status on which two endpoints differ is not believed', async () => {
    const { definition, quorum } = await newQuorum();
    const input = await endorsement(quorum, definition);
    await endorse(local.chain, sender, input);
    await revoke(local.chain, sender, await revocation(input.certificate, quorum, definition));
    await using liar = await startRpcProxy(local.node.rpcUrl, {
      rewrite: ({ method }, answer) =>
        method === 'eth_call' ? { ...answer, result: `0x${'01'.padStart(64, '0')}${'00'.repeat(96)}` } : null,
    });
    const chain = chainOn([local.node.rpcUrl, liar.url], 31_337);
    await expect(statusOf(chain, input)).rejects.toThrow(DisagreementError);
  });
});

describe('verifySigner', () => {
  const digest = `0x${'5a'.repeat(32)}` as const;

  test('behavior: a wallet is checked offline', async () => {
    const [account] = people as [(typeof people)[0]];
    const before = local.chain.rpc.requests();
    const signature = await account.sign({ hash: digest });
    expect(await verifySigner(local.chain, { signer: account.address, digest, signature })).toBe(true);
    expect(local.chain.rpc.requests()).toBe(before);
  });

  test('behavior: a quorum is asked on chain', async () => {
    const { definition, quorum } = await newQuorum();
    const message = { quorum, version: 1, digest };
    const inner = TypedData.digest({ action: 'approve', ...onRegistry, message });
    const signer = Quorum.signer(contractAddresses.quorumRegistry, quorum);
    const signature = await approvalsOf(definition, inner, 2);
    expect(await verifySigner(local.chain, { signer, digest, signature })).toBe(true);
    const tooFew = await approvalsOf(definition, inner, 1);
    expect(await verifySigner(local.chain, { signer, digest, signature: tooFew })).toBe(false);
    expect(await verifySigner(local.chain, { signer, digest: inner, signature })).toBe(false);
  });

  test('error: a stranger’s signature, no contract, a precompile, garbage', async () => {
    const [account, stranger] = people as [(typeof people)[0], (typeof people)[0]];
    const signature = await stranger.sign({ hash: digest });
    const nobody = `0x${'77'.repeat(20)}` as const;
    const identity = '0x0000000000000000000000000000000000000004';
    for (const signer of [account.address, nobody, `${nobody}01`, identity, `${identity}01`] as const) {
      expect(await verifySigner(local.chain, { signer, digest, signature })).toBe(false);
      expect(await verifySigner(local.chain, { signer, digest, signature: '0x' })).toBe(false);
    }
  });

  test('error: a signer contract that burns all gas has not accepted', async () => {
    const burner = `0x${'b0'.repeat(20)}` as const;
    await local.node.request('anvil_setCode', [burner, '0x5b600056']);
    expect(await verifySigner(local.chain, { signer: burner, digest, signature: '0x01' })).toBe(false);
    await local.node.request('anvil_setCode', [burner, '0xfe']);
    expect(await verifySigner(local.chain, { signer: `${burner}01`, digest, signature: '0x01' })).toBe(false);
  });

  test('error: a signer shorter than an address', async () => {
    await expect(verifySigner(local.chain, { signer: '0x1234', digest, signature: '0x' })).rejects.toThrow('signer');
  });
});

describe('deployContracts', () => {
  test('behavior: brings the factory, the same addresses on every chain, and nothing twice', async () => {
    await using bare = await startLocalChain({ withoutCreate2Factory: true, chainId: 246, hardfork: 'london' });
    const again = await deployContracts(bare.chain, sender);
    const { webAuthnVerifier, ...addresses } = contractAddresses;
    expect(again).toEqual({ addresses, created: [], leftOut: ['webAuthnVerifier'] });
    for (const address of Object.values(addresses)) {
      expect(await bare.node.client.getCode({ address })).toBeDefined();
    }
    expect(await bare.node.client.getCode({ address: webAuthnVerifier })).toBeUndefined();
  });

  test('behavior: what a chain’s rules are enough for: all of it under Cancun rules, not under Shanghai ones', async () => {
    for (const [hardfork, leftOut] of [
      ['shanghai', ['webAuthnVerifier']],
      ['cancun', []],
    ] as const) {
      await using local = await startLocalChain({ hardfork });
      expect(await deployContracts(local.chain, sender)).toMatchObject({ created: [], leftOut });
    }
  });

  test('error: other code at a contract’s address', async () => {
    await using bare = await startLocalChain();
    await bare.node.request('anvil_setCode', [contractAddresses.quorumRegistry, '0x00']);
    await expect(deployContracts(bare.chain, sender)).rejects.toThrow('quorumRegistry');
  });
});

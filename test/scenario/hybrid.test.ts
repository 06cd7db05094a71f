import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { endorse as endorseOnChain, quorumOf } from '../../sdk/src/chain/index.ts';
import { exitCodes } from '../../sdk/src/cli/framework/exitCodes.ts';
import { Approval, PackedApprovals, Proposal, Quorum, type QuorumState } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { createSignerHome, proposeTo, type SignerHome } from '../support/signerHome.ts';

let local: LocalChain;
let home: SignerHome;

/** Alice has a P-521 and an SLH-DSA key, Bob a wallet and an SLH-DSA key. */
const create = ['quorum', 'create', '--hybrid', 'alice=alice-p521+alice-slh', '--hybrid', 'bob=payer+bob-slh'];
const found = [...create, '--threshold', '1', '--require-hybrid', '--name', 'root', '--wallet', 'payer'];

beforeAll(async () => {
  local = await startLocalChain();
  home = await createSignerHome(local);
  for (const [name, algorithm] of [
    ['alice-p521', 'P-521'],
    ['alice-slh', 'SLH-DSA-SHA2-128s'],
    ['bob-slh', 'SLH-DSA-SHA2-128s'],
    ['alice-ml', 'ML-DSA-65'],
  ] as const) {
    await home.ok('signer', 'create', name, '--algorithm', algorithm);
  }
}, 60_000);

afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await local?.[Symbol.asyncDispose]();
});

const state = async (name: string): Promise<QuorumState> => {
  const { id } = await home.ok('quorum', 'show', name);
  return (await quorumOf(local.chain, id, { depth: 'head' })) as QuorumState;
};

/** The file of an approval by a key; as a member of `as`, if that is given. */
async function approve(proposal: string, name: string, as?: string): Promise<string> {
  const out = `${proposal}.${name}.json`;
  const who = name === 'payer' ? '--wallet' : '--signer';
  const within = as === undefined ? [] : ['--as', as];
  await home.ok('certificate', 'approve', proposal, who, name, ...within, '--yes', '--out', out);
  return out;
}

const endorse = (proposal: string, ...files: readonly string[]) => {
  const approvals = files.flatMap((file) => ['--approval', file]);
  return home.json('certificate', 'endorse', proposal, '--wallet', 'payer', '--yes', ...approvals);
};

const verify = (certificate: string, ...more: readonly string[]) =>
  home.json('certificate', 'verify', certificate, ...more);

describe('hybrid members', () => {
  test('behavior: they are created along with their quorum, and creating them again changes nothing', async () => {
    const first = await home.ok(...found);
    expect(first.hybrids.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'done']);
    const again = await home.ok(...found);
    expect(again).toMatchObject({ quorum: first.quorum, outcome: 'already' });
    expect(again.hybrids.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['already', 'already']);
  });

  test('behavior: the quorum shows which members are hybrid, and by which keys', async () => {
    const { hybrid } = await home.ok('quorum', 'show', 'root');
    expect(hybrid.hybrid).toBe(true);
    const { stdout } = await home.run('quorum', 'show', 'root');
    expect(stdout).toContain('quorum:alice');
    expect(stdout).toContain('hybrid: alice-p521 + alice-slh');
  });

  test('error: members with one key are refused where hybrid ones are demanded', async () => {
    const plain = ['--member', `0x${'12'.repeat(20)}`, '--threshold', '1', '--require-hybrid', '--wallet', 'payer'];
    const { code, error } = await home.failure(...create, ...plain);
    expect(code).toBe(exitCodes.verification.code);
    expect(error.hints.join()).toContain('is a single classical key');
  });

  test.each([
    ['two classical keys', 'x=payer+alice-p521', 'INVALID_QUORUM'],
    ['two post-quantum keys', 'x=alice-slh+bob-slh', 'INVALID_QUORUM'],
    ['a key that no contract verifies', 'x=payer+alice-ml', 'OFF_CHAIN_QUORUM'],
    ['one key', 'x=payer', 'DECODE'],
    ['a name that is taken', 'alice=payer+bob-slh', 'DECODE'],
  ])('error: %s', async (_what, hybrid, expected) => {
    const { error } = await home.failure('quorum', 'create', '--hybrid', hybrid, '--threshold', '1', '--dry-run');
    expect(error.code).toBe(expected);
  });

  test('error: one half alone endorses nothing (attack: stripping the post-quantum half of a hybrid)', async () => {
    const { file } = await proposeTo(home, 'root', 'Stripped');
    const classical = await approve(file, 'alice-p521', 'alice');
    const few = await endorse(file, classical);
    expect(few).toMatchObject({ code: exitCodes.verification.code, data: { satisfied: false } });
    // Past our own checks, the chain refuses: the half alone, twice, or as if it were the member itself.
    const proposal = Proposal.decode(await readFile(file)) as Extract<Proposal.Proposal, { action: 'endorse' }>;
    const [root, alice] = [await state('root'), await state('alice')];
    const { signer, signature } = Approval.decode(await readFile(classical));
    const at = alice.members.findIndex((member) => member.signer === signer);
    const outer = root.members.findIndex(
      (member) => member.signer === Quorum.signer(local.chain.addresses.quorumRegistry, alice.id).toLowerCase(),
    );
    const half = PackedApprovals.encode([{ index: at, signature }]);
    const twice = PackedApprovals.encode([0, 1].map((index) => ({ index, signature })));
    for (const inner of [half, twice, signature, '0x'] as Hex[]) {
      const approvals = PackedApprovals.encode([{ index: outer, signature: inner }]);
      const sent = endorseOnChain(local.chain, testAccount(2), { ...proposal.message, approvals });
      await expect(sent).rejects.toThrow(/QuorumRegistry|BelowThreshold|InvalidApproval|approval/);
    }
  });

  test('behavior: both halves endorse on chain, and who demands hybrid members accepts it, also offline', async () => {
    const { id, file } = await proposeTo(home, 'root', 'Metrology');
    const halves = [await approve(file, 'alice-p521', 'alice'), await approve(file, 'alice-slh', 'alice')];
    expect((await endorse(file, ...halves)).data).toMatchObject({ outcome: 'done' });
    const demand = ['--anchor', 'root', '--require-hybrid'];
    expect((await verify(id, ...demand)).data).toMatchObject({ valid: true, notHybrid: [] });
    const exported = ['certificate', 'export', id, '--anchor', 'root', '--out', home.file('bundle.json')];
    expect(await home.ok(...exported)).toMatchObject({ selfContained: true });
    expect((await verify(home.file('bundle.json'), ...demand)).data).toMatchObject({ valid: true, online: false });
  });

  test('behavior: a wallet is a half as well, also when it records its approval on chain', async () => {
    const { id, file } = await proposeTo(home, 'root', 'Operators');
    const onChain = ['certificate', 'approve', file, '--wallet', 'payer', '--as', 'bob', '--on-chain', '--yes'];
    await home.ok(...onChain);
    const half = await approve(file, 'bob-slh', 'bob');
    expect((await endorse(file, half)).data).toMatchObject({ outcome: 'done' });
    const exported = ['certificate', 'export', id, '--anchor', 'root', '--out', home.file('operators.json')];
    expect(await home.ok(...exported)).toMatchObject({ selfContained: false });
  });

  test('error: who is no member of the quorum that is asked cannot approve as one', async () => {
    await home.ok('quorum', 'create', '--member', 'payer', '--threshold', '1', '--name', 'plain', '--wallet', 'payer');
    const { file } = await proposeTo(home, 'plain', 'Strangers');
    const as = ['certificate', 'approve', file, '--signer', 'alice-slh', '--as', 'alice', '--yes'];
    expect(await home.failure(...as)).toMatchObject({ code: exitCodes.verification.code, error: { field: '--as' } });
  });

  test('error: endorsements by members with one key count for nobody who demands two', async () => {
    const { id, file } = await proposeTo(home, 'plain', 'Plain');
    expect((await endorse(file, await approve(file, 'payer'))).data).toMatchObject({ outcome: 'done' });
    const anchored = ['--anchor', 'plain'];
    expect((await verify(id, ...anchored)).data).toMatchObject({ valid: true });
    const refused = await verify(id, ...anchored, '--require-hybrid');
    expect(refused).toMatchObject({ code: exitCodes.verification.code, data: { valid: false } });
    expect(refused.data.notHybrid[0].members[0].reason).toContain('single classical key');
    await home.ok('certificate', 'export', id, ...anchored, '--out', home.file('plain-bundle.json'));
    const offline = await verify(home.file('plain-bundle.json'), ...anchored, '--require-hybrid');
    expect(offline).toMatchObject({ code: exitCodes.verification.code, data: { valid: false, online: false } });
  });

  test('error: nor do those of a version that had such members, after the quorum has migrated', async () => {
    const { id, file } = await proposeTo(home, 'plain', 'Before');
    await endorse(file, await approve(file, 'payer'));
    const rotate = home.file('rotate.json');
    const next = ['--member', 'quorum:alice', '--member', 'quorum:bob', '--threshold', '1'];
    await home.ok('quorum', 'propose', 'plain', ...next, '--out', rotate);
    const approvals: string[] = [];
    for (const [name, as] of [['payer'], ['alice-p521', 'alice'], ['alice-slh', 'alice']] as const) {
      const out = `${rotate}.${name}.json`;
      const who = name === 'payer' ? ['--wallet', name] : ['--signer', name, '--as', as ?? ''];
      await home.ok('quorum', 'approve', rotate, ...who, '--yes', '--out', out);
      approvals.push('--approval', out);
    }
    await home.ok('quorum', 'rotate', rotate, ...approvals, '--wallet', 'payer', '--yes');
    expect((await home.ok('quorum', 'show', 'plain')).hybrid.hybrid).toBe(true);
    expect((await verify(id, '--anchor', 'plain')).data.valid).toBe(true);
    expect((await verify(id, '--anchor', 'plain', '--require-hybrid')).data.valid).toBe(false);
    const later = await proposeTo(home, 'plain', 'After');
    const halves = [await approve(later.file, 'bob-slh', 'bob'), await approve(later.file, 'payer', 'bob')];
    expect((await endorse(later.file, ...halves)).data).toMatchObject({ outcome: 'done' });
    expect((await verify(later.id, '--anchor', 'plain', '--require-hybrid')).data.valid).toBe(true);
  });
});

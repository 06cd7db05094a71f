import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate, type CertificateKind, ChargingWorld } from '../../sdk/src/certificate/index.ts';
import { chainTime, createQuorum, endorse, revoke } from '../../sdk/src/chain/index.ts';
import type { Home } from '../../sdk/src/cli/cli.fixtures.ts';
import { exitCodes } from '../../sdk/src/cli/framework/exitCodes.ts';
import { createHomeHere } from '../../sdk/src/cli/here.fixtures.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { type Action, Approval, PackedApprovals, Quorum } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { wallet } from '../support/quorums.ts';

const account = testAccount(1);

/** The fundamental quorum, a meter manufacturer and a metrology authority, each of one wallet, on a real chain. */
describe('certificate graph and verify --roles, asked of a chain', () => {
  let local: LocalChain;
  let home: Home;
  let registry: Hex;
  const [root, maker, ptb] = [1, 2, 3].map((n) =>
    Quorum.from({ members: [{ signer: wallet(n).signer }], threshold: 1 }),
  );
  const ids = { root: '0x' as Hex, maker: '0x' as Hex, ptb: '0x' as Hex };
  const certificates: Record<string, Hex> = {};

  const onChain = (args: readonly string[]) => [
    'certificate',
    ...args,
    ...['--rpc-url', local.node.rpcUrl, '--chain-id', '31337'],
  ];
  const run = (...args: readonly string[]) => home.run(onChain(args));
  /** As a process of its own. */
  const runApart = (...args: readonly string[]) => home.apart.run(onChain(args));
  const json = async (...args: readonly string[]) => {
    const { code, stdout } = await run(...args, '--json');
    return { code, data: JSON.parse(stdout) };
  };

  /** Writes a certificate into the home. */
  async function draft(kind: CertificateKind, name: string, role?: string, quorum?: Hex): Promise<Hex> {
    const now = (await chainTime(local.chain)).timestamp;
    const certificate = Certificate.from({
      kind,
      subject: {
        name,
        ...(role ? { role } : {}),
        ...(quorum ? { signer: Quorum.signer(registry, quorum) } : {}),
      },
      usages: quorum ? ['signCertificates'] : ['signData'],
      notBefore: now - 60,
      notAfter: now + 86_400,
      serial: randomBytes(16),
    });
    const file = home.file(`${role ?? kind}.json`);
    await writeFile(file, Certificate.encode(certificate));
    expect((await home.run(['certificate', 'import', file])).code).toBe(0);
    return Certificate.id(certificate);
  }

  async function say(action: 'endorse' | 'revoke', certificate: Hex, number: number, quorum: Hex): Promise<void> {
    const deadline = (await chainTime(local.chain)).timestamp + 3_600;
    const on = { chainId: local.chain.chainId, registry };
    const common = { certificate, quorum, version: 1, deadline };
    const what: Action.Endorse | Action.Revoke =
      action === 'endorse' ? { action, ...on, message: common } : { action, ...on, message: { ...common, reason: 1 } };
    const { signature } = await Approval.sign(wallet(number), what);
    const approvals = PackedApprovals.encode([{ index: 0, signature }]);
    const input = { certificate, quorum, deadline, approvals };
    await (action === 'endorse'
      ? endorse(local.chain, account, input)
      : revoke(local.chain, account, { ...input, reason: 1 }));
  }

  beforeAll(async () => {
    [local, home] = await Promise.all([startLocalChain(), createHomeHere()]);
    registry = local.chain.addresses.quorumRegistry.toLowerCase() as Hex;
    for (const [name, quorum] of Object.entries({ root, maker, ptb })) {
      ids[name as keyof typeof ids] = (await createQuorum(local.chain, account, quorum as Quorum.Quorum)).quorum;
    }
    certificates.maker = await draft('authority', 'Meters 1', 'smartMeterManufacturer', ids.maker);
    certificates.ptb = await draft('authority', 'Virtual PTB', 'metrologyAuthority', ids.ptb);
    certificates.meter = await draft('meter', 'Zähler <7> "x"');
    await say('endorse', certificates.maker, 1, ids.root);
    await say('endorse', certificates.ptb, 1, ids.root);
    await say('endorse', certificates.meter, 2, ids.maker);
  });

  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await local[Symbol.asyncDispose]();
  });

  const meter = () => certificates.meter as Hex;
  const verify = (...more: readonly string[]) => json('verify', meter(), '--anchor', ids.root, ...more);

  test('behavior: with --roles charging the missing role is told, in words and in JSON', async () => {
    expect((await verify()).data).toMatchObject({ valid: true });
    const { code, data } = await verify('--roles', 'charging');
    expect(code).toBe(exitCodes.verification.code);
    expect(data.target).toMatchObject({
      reason: 'missingRole',
      roles: [
        { role: 'smartMeterManufacturer', met: true, quorum: ids.maker },
        { role: 'metrologyAuthority', met: false, reason: 'nobody' },
      ],
      endorsers: [{ role: 'smartMeterManufacturer', authorities: [{ valid: true, role: 'smartMeterManufacturer' }] }],
    });
    const { stdout } = await runApart('verify', meter(), '--anchor', ids.root, '--roles', 'charging');
    expect(stdout).toContain('✗ needs the metrology authority: nobody endorsed');
  });

  test('behavior: another anchor’s word, in its role, is enough; and the same policy from a file', async () => {
    await say('endorse', meter(), 3, ids.ptb);
    const file = home.file('roles.json');
    await writeFile(file, JSON.stringify(ChargingWorld.chargingRolePolicy));
    for (const roles of ['charging', file]) expect((await verify('--roles', roles)).data.valid).toBe(true);
    const anchors = ['--anchor', ids.maker, '--anchor', ids.ptb];
    const carried = [
      '--anchor-role',
      `${ids.maker}=smartMeterManufacturer`,
      '--anchor-role',
      `${ids.ptb}=metrologyAuthority`,
    ];
    expect((await json('verify', meter(), ...anchors, '--roles', 'charging')).data.valid).toBe(false);
    expect((await json('verify', meter(), ...anchors, ...carried, '--roles', 'charging')).data.valid).toBe(true);
  });

  test('behavior: a bundle has the endorsers of all roles, and verifies by them without a connection', async () => {
    const file = home.file('meter.bundle.json');
    const asked = ['--anchor', ids.root, '--roles', 'charging'];
    expect((await run('export', meter(), ...asked, '--out', file)).code).toBe(0);
    const offline = (...more: readonly string[]) =>
      home.json(['certificate', 'verify', file, '--chain-id', '31337', ...more]);
    expect((await offline(...asked)).data).toMatchObject({ valid: true, online: false });
    expect((await offline('--anchor', ids.ptb, '--roles', 'charging')).data.target).toMatchObject({ valid: false });
  });

  test('behavior: weights', async () => {
    expect((await verify('--required-weight', '2')).data.target).toMatchObject({
      reason: 'tooLittleWeight',
      weight: { required: 2, found: 1 },
    });
    expect((await verify('--required-weight', '2', '--weight', `${ids.root}=2`)).data.valid).toBe(true);
  });

  test.each<[string, readonly string[], number]>([
    ['roles that are neither a name nor a file', ['--roles', 'nonsense'], exitCodes.input.code],
    ['roles for which there is no file', ['--roles', './missing.json'], exitCodes.file.code],
    ['a role for a quorum that is no anchor', ['--anchor-role', `0x${'11'.repeat(32)}=king`], exitCodes.input.code],
    ['an anchor’s role without roles', ['--anchor-role', '@=king'], exitCodes.input.code],
    ['an anchor’s role that is none', ['--anchor-role', '@=king', '--roles', 'charging'], exitCodes.input.code],
    ['a weight of nothing', ['--weight', '@=0'], exitCodes.input.code],
    ['a weight without a quorum', ['--weight', '7'], exitCodes.input.code],
    ['too much weight', ['--required-weight', '1001'], exitCodes.input.code],
  ])('error: %s', async (_, more, code) => {
    const given = more.map((word) => word.replace('@', ids.root));
    const { code: status, stdout } = await run('verify', meter(), '--anchor', ids.root, ...given);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
  });

  test('behavior: a picture of what is above a certificate, and of what is below an anchor', async () => {
    const { data: above } = await json('graph', '--from', meter(), '--format', 'json', '--anchor', ids.root);
    expect(above.nodes[0]).toMatchObject({ id: meter(), state: 'trusted' });
    expect(above.edges.map(({ type }: { type: string }) => type).sort()).toEqual([
      ...['endorses', 'endorses', 'endorses', 'endorses', 'speaksOf', 'speaksOf'],
    ]);
    const { stdout: dot } = await runApart('graph', '--anchor', ids.root);
    expect(dot).toMatch(/^digraph gridseal \{\n/);
    expect(dot).toContain('label="Zähler <7> \\"x\\"\\nmeter');
    const { stdout: mermaid } = await run('graph', '--format', 'mermaid');
    expect(mermaid).toContain('"Zähler #60;7#62; #34;x#34;<br/>meter<br/>');
    expect(mermaid).toContain(':::unknown');
    expect((await runApart('graph', '--format', 'mermaid')).stdout).toBe(mermaid);
  });

  test('behavior: a revocation turns what is below it red; a small picture says what it leaves out', async () => {
    await say('revoke', certificates.ptb as Hex, 1, ids.root);
    const file = home.file('picture.json');
    const asked = ['graph', '--anchor', ids.root, '--roles', 'charging', '--format', 'json'];
    expect((await run(...asked, '--out', file)).code).toBe(0);
    const view = JSON.parse(await readFile(file, 'utf8'));
    const states = view.nodes.flatMap((node: { name?: string; state?: string }) =>
      node.state ? [[node.name, node.state]] : [],
    );
    expect(Object.fromEntries(states)).toEqual({ 'Meters 1': 'trusted', 'Zähler <7> "x"': 'notTrusted' });
    const above = await json('graph', '--from', meter(), '--anchor', ids.root, '--format', 'json');
    expect(above.data.edges).toContainEqual({ type: 'revokes', from: ids.root, to: certificates.ptb, reason: 0 });
    const { stdout, stderr } = await run('graph', '--from', meter(), '--anchor', ids.root, '--max', '2');
    expect(stdout).toContain('Not shown: ');
    expect(stderr).toContain('not everything is shown');
    expect((await run(...asked, '--out', path.join(home.folder, 'nowhere', 'x'))).code).not.toBe(0);
  });
});

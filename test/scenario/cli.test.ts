import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnvironment, createHome, type Home, program } from '../../sdk/src/cli/cli.fixtures.ts';
import { exitCodes } from '../../sdk/src/cli/framework/exitCodes.ts';

/** A story that a person can follow with the command alone: each test goes on where the one before ended. */
describe('the whole story by the command alone', () => {
  let home: Home;
  let up: ChildProcess;
  let env: NodeJS.ProcessEnv;
  const ids: Record<string, string> = {};
  const wallets = ['sandbox-0', 'sandbox-1', 'sandbox-2'] as const;
  const [alice, bob, carol] = wallets;

  const run = (args: readonly string[]) => home.run(args, { env });
  const json = async (args: readonly string[], code = 0) => {
    const outcome = await home.json(args, { env });
    expect(outcome.code, outcome.stderr).toBe(code);
    return outcome.data;
  };
  const approve = async (proposal: string, wallet: string) =>
    json([
      'certificate',
      'approve',
      proposal,
      '--wallet',
      wallet,
      '--yes',
      '--out',
      home.file(`${path.basename(proposal)}.${wallet}.json`),
    ]);
  const inState = (...args: string[]) => [...args, '--state', home.file('station-7')];

  beforeAll(async () => {
    home = await createHome();
    const ports = ['--chain-port', '0', '--ipfs-port', '0', '--gateway-port', '0'];
    up = spawn(process.execPath, [program, 'up', '--wallets', '3', ...ports, '--json'], {
      env: { ...cleanEnvironment(), ...home.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    await new Promise<void>((resolve, reject) => {
      up.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.trimEnd().endsWith('}')) resolve();
      });
      up.once('exit', (code) => reject(new Error(`gridseal up ended with ${code}`)));
    });
    expect(JSON.parse(text)).toMatchObject({ chainId: 31_337, configured: true, wallets: [...wallets] });
    env = { GRIDSEAL_PASSWORD_FILE: path.join(home.home, 'sandbox.password') };
  });

  afterAll(async () => {
    if (up.exitCode === null) {
      const ended = new Promise((resolve) => up.once('exit', resolve));
      up.kill('SIGTERM');
      await ended;
    }
    await home[Symbol.asyncDispose]();
  });

  test('behavior: the doctor finds everything in order', async () => {
    const { healthy, findings } = await json(['doctor', '--write']);
    expect(healthy, JSON.stringify(findings)).toBe(true);
    const { contracts, endpoints } = await json(['chain', 'status']);
    expect(contracts.every((one: { present: boolean }) => one.present)).toBe(true);
    expect(endpoints).toHaveLength(1);
  });

  test('behavior: content goes to IPFS and comes back, verified', async () => {
    await writeFile(home.file('note'), 'hello\n');
    const { cid } = await json(['ipfs', 'add', home.file('note')]);
    expect(cid).toBe('bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am');
    expect((await run(['ipfs', 'cat', cid])).stdout).toBe('hello\n');
    expect((await home.failure(['ipfs', 'cat', cid, '--max-bytes', '5'])).code).not.toBe(0);
    expect((await run(['ipfs', 'gc', '--yes'])).code).toBe(0);
    expect((await run(['ipfs', 'cat', cid])).stdout).toBe('hello\n');
  });

  test('behavior: three stakeholders make a quorum', async () => {
    const members = wallets.flatMap((name) => ['--member', name]);
    const create = [
      'quorum',
      'create',
      ...members,
      '--threshold',
      '2',
      '--revocation-threshold',
      '1',
      '--name',
      'root',
      '--wallet',
      alice,
    ];
    const { quorum, outcome } = await json(create);
    expect(outcome).toBe('done');
    expect((await json(create)).outcome).toBe('already');
    ids.root = quorum;
    expect(await json(['quorum', 'show', 'root'])).toMatchObject({
      id: quorum,
      version: 1,
      threshold: 2,
      revocationThreshold: 1,
    });
    expect((await home.failure(['quorum', 'show', `0x${'99'.repeat(32)}`])).code).toBe(exitCodes.notFound.code);
  });

  test('behavior: one approval is too few, two endorse the administrator', async () => {
    const draft = [
      'certificate',
      'draft',
      '--kind',
      'authority',
      '--name',
      'Fleet administration',
      '--signer',
      carol,
      '--usage',
      'issueKeys',
    ];
    ids.authority = (await json(draft)).id;
    const proposal = home.file('endorse.json');
    await json(['certificate', 'propose', ids.authority as string, '--quorum', 'root', '--out', proposal]);
    const endorse = ['certificate', 'endorse', proposal, '--wallet', alice, '--yes'];
    await approve(proposal, alice);
    const few = await json([...endorse, '--approval', `${proposal}.${alice}.json`], exitCodes.verification.code);
    expect(few).toMatchObject({ satisfied: false, collection: { missing: 1 } });
    const verify = ['certificate', 'verify', ids.authority as string, '--anchor', 'root', '--usage', 'issueKeys'];
    expect((await json(verify, exitCodes.verification.code)).valid).toBe(false);
    await approve(proposal, bob);
    const both = [alice, bob].flatMap((wallet) => ['--approval', `${proposal}.${wallet}.json`]);
    const done = await json([...endorse, ...both]);
    expect(done).toMatchObject({ satisfied: true, outcome: 'done', published: true });
    expect((await json([...endorse, ...both])).outcome).toBe('already');
    expect((await json(verify)).valid).toBe(true);
    expect(
      (
        await json(
          ['certificate', 'verify', ids.authority as string, '--anchor', `0x${'99'.repeat(32)}`],
          exitCodes.verification.code,
        )
      ).valid,
    ).toBe(false);
  });

  test('behavior: an approval of the same member twice, or of a stranger, does not help', async () => {
    const proposal = home.file('again.json');
    const other = (await json(['certificate', 'draft', '--kind', 'party', '--name', 'Somebody'])).id;
    await json(['certificate', 'propose', other, '--quorum', 'root', '--out', proposal]);
    await run(['wallet', 'create', 'mallory']);
    await approve(proposal, alice);
    await writeFile(home.file('copy.json'), await readFile(`${proposal}.${alice}.json`));
    await approve(proposal, 'mallory');
    const files = ['copy.json', `again.json.${alice}.json`, 'again.json.mallory.json'].flatMap((name) => [
      '--approval',
      home.file(name),
    ]);
    const { collection } = await json(
      ['certificate', 'endorse', proposal, ...files, '--dry-run'],
      exitCodes.verification.code,
    );
    expect(collection).toMatchObject({ weight: 1, missing: 1 });
    expect(collection.rejected.map(({ reason }: { reason: string }) => reason).sort()).toEqual([
      'duplicate',
      'stranger',
    ]);
  });

  test('behavior: a bundle proves the same without a connection', async () => {
    const bundle = home.file('bundle.json');
    await json(['certificate', 'export', ids.authority as string, '--anchor', 'root', '--out', bundle]);
    const offline = [
      'certificate',
      'verify',
      bundle,
      '--anchor',
      ids.root as string,
      '--rpc-url',
      'http://127.0.0.1:1',
    ];
    expect(await json(offline)).toMatchObject({ valid: true, online: false });
    const text = await readFile(bundle, 'utf8');
    await writeFile(home.file('cut.json'), text.slice(0, -10));
    expect(
      (await home.failure(['certificate', 'verify', home.file('cut.json'), '--anchor', 'root'], { env })).code,
    ).toBe(exitCodes.input.code);
    const forged = text.replace(
      /("approvals":"0x.{40})(..)/,
      (_, head: string, byte: string) => `${head}${byte === '00' ? '01' : '00'}`,
    );
    await writeFile(home.file('forged.json'), forged);
    const verdict = await json(
      ['certificate', 'verify', home.file('forged.json'), '--anchor', 'root'],
      exitCodes.verification.code,
    );
    expect(verdict.valid).toBe(false);
  });

  test('behavior: a device enrols, gets an SSH certificate, and its receipt is relayed', async () => {
    const init = [
      'device',
      'init',
      '--name',
      'station-7',
      '--anchor',
      'root',
      '--authority',
      carol,
      '--certificate',
      ids.authority as string,
    ];
    ids.device = (await json(inState(...init))).id;
    await json([...inState('device', 'request'), '--out', home.file('request.json')]);
    expect((await json(['device', 'enrol', home.file('request.json'), '--yes'])).id).toBe(ids.device);
    await json(['ssh-authority', 'create', 'users']);
    const issue = [
      'key',
      'issue',
      'ssh-user',
      'station-7',
      '--issuer',
      'users',
      '--principal',
      'technician',
      '--ttl',
      '1h',
      '--wallet',
      carol,
    ];
    expect((await json(issue)).issued[0]).toMatchObject({ epoch: 1, channel: 'ssh-user', device: ids.device });
    const round = await json(inState('device', 'run', '--once'));
    expect(round.events).toMatchObject([{ type: 'installed', channel: 'ssh-user', epoch: 1 }]);
    await json(inState('device', 'claim', '--out', home.folder));
    const receipt = (await readdir(home.folder)).find((name) =>
      /^[0-9a-f]{16}-[0-9a-f]{16}-1\.json$/.test(name),
    ) as string;
    expect((await json(['device', 'claim', home.file(receipt), '--wallet', bob])).receipts[0].accepted).toBe(true);
    const next = await json(inState('device', 'run', '--once'));
    expect(next).toMatchObject({ events: [{ type: 'claimed', epoch: 1 }], outstandingClaims: 0 });
  });

  test('behavior: a wallet that nobody endorsed issues in vain', async () => {
    const issue = [
      'key',
      'issue',
      'ssh-user',
      'station-7',
      '--issuer',
      'users',
      '--principal',
      'root',
      '--channel',
      'ssh-host',
      '--wallet',
      alice,
    ];
    await json(issue);
    expect((await json(inState('device', 'run', '--once'))).events).toEqual([]);
  });

  test('behavior: rotation, list, history, revocation', async () => {
    await json(['key', 'rotate', 'station-7', '--channel', 'ssh-user', '--wallet', carol]);
    expect((await json(inState('device', 'run', '--once'))).events).toMatchObject([{ type: 'installed', epoch: 2 }]);
    const { keys } = await json(['key', 'list', 'station-7']);
    expect(keys.filter(({ channel }: { channel: string }) => channel === 'ssh-user')).toMatchObject([
      { epoch: 2, state: 'in force' },
    ]);
    await json(['key', 'revoke', 'station-7', '--channel', 'ssh-user', '--wallet', carol, '--yes']);
    const round = await json(inState('device', 'run', '--once'));
    expect(round.events).toMatchObject([{ type: 'removed', reason: 'withdrawn' }]);
    const { entries } = await json(['key', 'history']);
    expect(entries.at(-1)).toMatchObject({ action: 'withdrawn', epoch: 2 });
  });

  test('behavior: a TLS certificate reaches the device and verifies against its root', async () => {
    const { chain } = await json(['tls-authority', 'create', 'services']);
    await json([
      'key',
      'issue',
      'tls',
      'station-7',
      '--issuer',
      'services',
      '--dns',
      'station-7.example.org',
      '--wallet',
      carol,
    ]);
    expect((await json(inState('device', 'run', '--once'))).events).toMatchObject([
      { type: 'installed', channel: 'tls' },
    ]);
    const folder = path.join(home.file('station-7'), 'installed', 'tls');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
    );
    const certificates = texts.flatMap(
      (text) => text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [],
    );
    const root = new X509Certificate(chain[0]);
    const leaf = certificates
      .map((pem) => new X509Certificate(pem))
      .find((one) => one.subjectAltName?.includes('station-7'));
    expect(leaf?.verify(root.publicKey)).toBe(true);
  });

  test('behavior: one service reads the key of another, from an authority that it trusts', async () => {
    const key = 'C'.repeat(42).concat('A');
    const publish = [
      'service',
      'publish',
      '--group',
      'backend',
      '--key',
      `billing:sign:Ed25519:${key}`,
      '--wallet',
      carol,
    ];
    await json(publish);
    const read = ['service', 'keys', 'billing', '--group', 'backend', '--anchor', 'root'];
    const trusted = [...read, '--from', carol, '--certificate', ids.authority as string];
    expect((await json(trusted)).keys).toMatchObject([
      { service: 'billing', use: 'sign', publicKey: key, current: true },
    ]);
    expect((await home.failure([...trusted.slice(0, -2)], { env })).code).toBe(exitCodes.verification.code);
    expect((await home.failure([...read, '--from', alice, '--pinned'], { env })).code).toBe(exitCodes.notFound.code);
  });

  test('behavior: files of an authority that is a quorum, approved twice by two', async () => {
    const members = wallets.flatMap((name) => ['--member', name]);
    await json([
      'quorum',
      'create',
      ...members,
      '--threshold',
      '2',
      '--name',
      'fleet',
      '--salt',
      `0x${'01'.repeat(32)}`,
      '--wallet',
      alice,
    ]);
    const state = home.file('station-8');
    await json(['device', 'init', '--name', 'station-8', '--pinned-authority', 'quorum:fleet', '--state', state]);
    const request = (await run(['device', 'request', '--state', state])).stdout;
    await home.run(['device', 'enrol', '-', '--yes'], { env, stdin: request });
    const secret = 'a token nobody else may see';
    await writeFile(home.file('token'), secret);
    const as = ['--authority', 'quorum:fleet', '--wallet', alice];
    const first = await home.json(
      ['key', 'issue', 'files', 'station-8', '--file', `token=${home.file('token')}`, ...as],
      { env },
    );
    expect(first.code).toBe(exitCodes.verification.code);
    const [pending] = (await json(['key', 'resume'])).pending;
    let { proposal } = first.data;
    for (const step of ['manifests', 'announce']) {
      expect(path.basename(proposal)).toMatch(new RegExp(`^${step}-`));
      for (const wallet of [alice, bob]) await json(['key', 'approve', proposal, '--wallet', wallet, '--yes']);
      const last = step === 'announce';
      const outcome = await json(['key', 'resume', pending.id, ...as], last ? 0 : exitCodes.verification.code);
      ({ proposal } = outcome);
    }
    const round = await json(['device', 'run', '--once', '--state', state]);
    expect(round.events).toMatchObject([{ type: 'installed', channel: 'files', epoch: 1 }]);
    for (const text of [first.stdout, first.stderr, JSON.stringify(round)]) expect(text).not.toContain(secret);
    const installed = await readdir(path.join(state, 'installed', 'files'), { recursive: true, withFileTypes: true });
    const files = installed
      .filter((entry) => entry.name === 'token')
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(await readFile(files[0] as string, 'utf8')).toBe(secret);
  });

  test('behavior: the root is rotated, and old approvals no longer count', async () => {
    await run(['wallet', 'create', 'dave']);
    const stale = home.file('stale.json');
    const other = (await json(['certificate', 'draft', '--kind', 'party', '--name', 'Late'])).id;
    await json(['certificate', 'propose', other, '--quorum', 'root', '--out', stale]);
    for (const wallet of [alice, bob]) await approve(stale, wallet);
    const proposal = home.file('rotate.json');
    const members = [alice, bob, 'dave'].flatMap((name) => ['--member', name]);
    await json(['quorum', 'propose', 'root', ...members, '--threshold', '2', '--out', proposal]);
    for (const wallet of [alice, bob]) await approve(proposal, wallet);
    const files = (name: string) => [alice, bob].flatMap((wallet) => ['--approval', `${name}.${wallet}.json`]);
    expect((await json(['quorum', 'rotate', proposal, ...files(proposal), '--dry-run'])).dryRun).toBe(true);
    expect((await json(['quorum', 'show', 'root'])).version).toBe(1);
    await json(['quorum', 'rotate', proposal, ...files(proposal), '--wallet', alice, '--yes']);
    expect((await json(['quorum', 'show', 'root'])).version).toBe(2);
    const late = await json(
      ['certificate', 'endorse', stale, ...files(stale), '--wallet', alice, '--yes'],
      exitCodes.verification.code,
    );
    expect(late.satisfied).toBe(false);
  });

  test('behavior: the authority is revoked for a compromise, and nothing it says counts', async () => {
    const proposal = home.file('revoke.json');
    await json([
      'certificate',
      'propose',
      ids.authority as string,
      '--quorum',
      'root',
      '--action',
      'revoke',
      '--reason',
      'keyCompromise',
      '--out',
      proposal,
    ]);
    await approve(proposal, alice);
    // A member without a way to send a file records its approval on chain.
    expect((await json(['certificate', 'approve', proposal, '--wallet', bob, '--on-chain', '--yes'])).outcome).toBe(
      'done',
    );
    const files = ['--approval', `${proposal}.${alice}.json`];
    expect((await home.failure(['certificate', 'revoke', proposal, ...files, '--wallet', alice], { env })).code).toBe(
      exitCodes.notConfirmed.code,
    );
    await json(['certificate', 'revoke', proposal, ...files, '--wallet', alice, '--yes']);
    expect(
      (await json(['certificate', 'verify', ids.authority as string, '--anchor', 'root'], exitCodes.verification.code))
        .valid,
    ).toBe(false);
    await json(['key', 'issue', 'ssh-user', 'station-7', '--issuer', 'users', '--principal', 'x', '--wallet', carol]);
    const round = await json(inState('device', 'run', '--once'), exitCodes.verification.code);
    expect(round.events).toEqual([]);
    expect(round.alarms.map(({ alarm }: { alarm: string }) => alarm)).toContain('untrusted-authority');
  });

  test('behavior: a sender without money is told so, and the chain stays as it is', async () => {
    const poor = ['quorum', 'create', '--member', 'dave', '--threshold', '1', '--name', 'poor', '--wallet', 'dave'];
    const outcome = await home.failure(poor);
    expect(outcome.code, JSON.stringify(outcome.error)).not.toBe(0);
    expect(outcome.code).not.toBe(exitCodes.bug.code);
    expect((await json(['quorum', 'list'])).quorums.map(({ name }: { name: string }) => name)).not.toContain('poor');
  });

  test('behavior: the agent ends in good order at SIGTERM, and up ends all it started', async () => {
    const agent = await home.run(inState('device', 'run'), {
      env,
      during: async (pid, out) => {
        while (!out().includes('the agent starts')) await new Promise((resolve) => setTimeout(resolve, 50));
        process.kill(pid, 'SIGTERM');
      },
    });
    expect(agent.code).toBe(0);
    const lines = agent.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).message);
    expect([lines[0], lines.at(-1)]).toEqual(['the agent starts', 'the agent has ended']);
    const ended = new Promise<number | null>((resolve) => up.once('exit', resolve));
    up.kill('SIGINT');
    expect(await ended).toBe(exitCodes.interrupted.code);
    expect((await home.failure(['chain', 'status'])).code).toBe(exitCodes.network.code);
  });
});

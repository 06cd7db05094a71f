import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

/** Nothing listens there. */
const deaf = ['--rpc-url', 'http://127.0.0.1:1', '--chain-id', '31337'];
const id = `0x${'11'.repeat(32)}` as const;
const authority = `0x${'22'.repeat(20)}` as const;

describe('device and key, without a connection', () => {
  test('error: no device in the state folder', async () => {
    await using home = await createHomeHere();
    for (const verb of ['status', 'run', 'request', 'claim']) {
      // The agent changes how its process uses memory.
      const { failure } = verb === 'run' ? home.apart : home;
      const { code } = await failure(['device', verb, '--state', home.file('none')]);
      expect(code, verb).toBe(exitCodes.file.code);
    }
  });

  test('behavior: a device is made, and its request is taken in', async () => {
    await using home = await createHomeHere();
    const state = home.file('device');
    const init = [
      'device',
      'init',
      '--name',
      'station-7',
      '--state',
      state,
      '--pinned-authority',
      authority,
      ...deaf,
      '--ipfs-rpc',
      'http://127.0.0.1:1',
    ];
    const made = await home.json(init);
    expect(made.code, made.stderr).toBe(0);
    expect((await home.failure(init)).code).toBe(exitCodes.file.code);
    await home.run(['device', 'request', '--state', state, '--out', home.file('request.json')]);
    const request = await readFile(home.file('request.json'), 'utf8');
    for (const text of ['', request.slice(0, -1), request.replace('station-7', 'station-8')]) {
      const { code } = await home.failure(['device', 'enrol', '-', '--yes'], { stdin: text });
      expect([exitCodes.input.code, exitCodes.verification.code]).toContain(code);
    }
    expect((await home.failure(['device', 'enrol', home.file('request.json')])).code).toBe(exitCodes.notConfirmed.code);
    const enrolled = await home.apart.json(['device', 'enrol', '-', '--yes', '--certificate'], { stdin: request });
    expect(enrolled.data.id).toBe(made.data.id);
    expect((await home.json(['device', 'list'])).data.devices).toHaveLength(1);
    expect((await home.json(['device', 'show', 'station-7'])).data.id).toBe(made.data.id);
    expect((await home.json(['certificate', 'list'])).data.certificates).toHaveLength(1);
    expect(
      (await home.json(['device', 'status', '--state', state])).data.channels.every(
        (one: { installed: unknown }) => one.installed === null,
      ),
    ).toBe(true);
    const once = await home.apart.json(['device', 'run', '--once', '--state', state]);
    expect(once.code).toBe(exitCodes.network.code);
    expect(once.data.alarms[0].alarm).toBe('unreachable');
  });

  test('error: keys for nobody, for strangers, of unknown authorities, with bad spans', async () => {
    await using home = await createHomeHere();
    const issue = ['key', 'issue', 'ssh-user', '--issuer', 'users', '--principal', 'x', '--dry-run'];
    expect((await home.failure(issue)).code).toBe(exitCodes.usage.code);
    expect((await home.failure([...issue, 'station-7'])).code).toBe(exitCodes.notFound.code);
    expect((await home.failure([...issue, '--batch', home.file('none')])).code).toBe(exitCodes.file.code);
    expect((await home.failure(['ssh-authority', 'show', 'users'])).code).toBe(exitCodes.notFound.code);
    expect((await home.failure(['ssh-authority', 'create', 'Not A Name'])).code).toBe(exitCodes.input.code);
    expect((await home.json(['key', 'list'])).data.keys).toEqual([]);
    expect((await home.failure(['key', 'revoke', 'x', '--channel', 'ssh-user', '--yes'])).code).toBe(
      exitCodes.notFound.code,
    );
    expect((await home.failure(['key', 'rotate', '--channel', 'ssh-user'])).code).toBe(exitCodes.usage.code);
    expect((await home.json(['key', 'resume'])).data.pending).toEqual([]);
    expect((await home.failure(['key', 'resume', id])).code).toBe(exitCodes.notFound.code);
  });

  test('behavior: an SSH authority is made, shown, rotated; its secret is in no output', async () => {
    await using home = await createHomeHere();
    const made = await home.json(['ssh-authority', 'create', 'users']);
    expect(made.data.publicKey).toMatch(/^ssh-ed25519 /);
    expect((await home.failure(['ssh-authority', 'create', 'users'])).code).toBe(exitCodes.input.code);
    await home.run(['ssh-authority', 'rotate', 'users', '--to', 'users-2']);
    const { data, stdout } = await home.json(['ssh-authority', 'list']);
    expect(data.authorities.map(({ name }: { name: string }) => name)).toEqual(['users', 'users-2']);
    const secret = await readFile(path.join(home.home, 'authorities', 'ssh-authority-users'));
    expect(made.stdout + stdout).not.toContain(secret.toString('hex'));
    expect(made.stdout + stdout).not.toContain(secret.toString('base64').slice(0, 20));
  });

  test('behavior: a TLS authority below another, and certificates that openssl takes', async () => {
    await using home = await createHomeHere();
    expect((await home.json(['tls-authority', 'create', 'root', '--path-length', '1'])).code).toBe(0);
    const made = await home.json([
      'tls-authority',
      'create',
      'services',
      '--issuer',
      'root',
      '--common-name',
      'Services',
    ]);
    expect(made.data).toMatchObject({ subject: 'CN=Services', issuer: 'CN=root' });
    expect(made.stdout).not.toContain('PRIVATE KEY');
    const { stdout } = await home.run(['tls-authority', 'show', 'services', '--quiet']);
    expect(stdout.match(/^-----BEGIN CERTIFICATE-----$/gm)).toHaveLength(2);
    expect((await home.failure(['tls-authority', 'create', 'root'])).code).toBe(exitCodes.input.code);
    expect((await home.failure(['tls-authority', 'create', 'x', '--issuer', 'none'])).code).toBe(
      exitCodes.notFound.code,
    );
    expect((await home.failure(['tls-authority', 'create', 'x', '--algorithm', 'RSA'])).code).toBe(
      exitCodes.usage.code,
    );
    expect((await home.failure(['tls-authority', 'create', 'x', '--path-length', '99'])).code).toBe(
      exitCodes.input.code,
    );
    expect((await home.json(['tls-authority', 'list'])).data.authorities).toHaveLength(2);
  });
});

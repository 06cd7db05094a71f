import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatTimestamp, type Hex } from '../../sdk/src/bytes/index.ts';
import type { Credential } from '../../sdk/src/credential/credential.ts';
import {
  ecdsaPrivateKey,
  encodeKrl,
  formatKnownHosts,
  formatPrivateKey,
  formatTrustedUserAuthorities,
  generatePrivateKey,
  type IssueSshUserOptions,
  issueSshAuthority,
  issueSshHost,
  issueSshUser,
  type Krl,
  sshSigner,
} from '../../sdk/src/credential/ssh/index.ts';
import { randomBytes, sha256Hex } from '../../sdk/src/crypto/index.ts';
import { type InstallTarget, install } from '../../sdk/src/delivery/install/index.ts';
import { Manifest } from '../../sdk/src/envelope/index.ts';
import { hasSshd, loginUser, openSession, type Sshd, type SshResult, ssh, startSshd } from '../support/sshd.ts';

const random = randomBytes;
const seconds = () => Math.floor(Date.now() / 1000);
const noRevocation: Krl = { version: 1n, generated: 0, comment: '', certificates: [], keys: [], fingerprints: [] };

interface Fixture {
  readonly directory: string;
  readonly authority: ReturnType<typeof sshSigner>;
  readonly sshd: Sshd;
  write(name: string, content: string | Uint8Array): string;
  /** Logs in with a certificate made for this attempt. */
  login(change?: Partial<IssueSshUserOptions>, command?: string): Promise<SshResult>;
  /** Paths of a key and certificate. */
  credential(change?: Partial<IssueSshUserOptions>): Promise<{ key: string; certificate: string }>;
}

async function fixture(authorityKey = generatePrivateKey(random)): Promise<Fixture> {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-ssh-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const write = (name: string, content: string | Uint8Array) => {
    const path = join(directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const authority = sshSigner(authorityKey);
  mkdirSync(join(directory, 'principals'));
  write(`principals/${loginUser}`, 'technician\n');
  const sshd = await startSshd({
    trustedUserCaKeys: write('ca.pub', formatTrustedUserAuthorities([authority.publicKey])),
    revokedKeys: write('krl', encodeKrl(noRevocation)),
    authorizedPrincipalsFile: join(directory, 'principals/%u'),
  });
  onTestFinished(() => sshd.stop());
  const knownHosts = write('known_hosts', `localhost ${sshd.hostKey}`);
  let count = 0;
  const credential: Fixture['credential'] = async (change = {}) => {
    const name = `user${count++}`;
    const { files } = await issueSshUser({
      authority,
      keyId: 'test',
      principals: ['technician'],
      notBefore: seconds() - 60,
      notAfter: seconds() + 600,
      random,
      ...change,
    });
    for (const file of files) write(file.path.replace('id_ed25519', name), file.content);
    return { key: join(directory, name), certificate: join(directory, `${name}-cert.pub`) };
  };
  const login: Fixture['login'] = async (change, command = 'echo welcome') =>
    ssh({ port: sshd.port, knownHosts, command, ...(await credential(change)) });
  return { directory, authority, sshd, write, login, credential };
}

const welcome = { status: 0, stdout: 'welcome\n' };
const denied = { status: 255, stdout: '', stderr: expect.stringContaining('Permission denied') };

describe.skipIf(!hasSshd)('certificates and a real sshd', () => {
  test('behavior: a user certificate logs in, and sshd names serial and key id', async () => {
    const { login, sshd } = await fixture();
    expect(sshd.check()).toBeNull();
    expect(await login({ serial: 4711n, keyId: 'station-7' })).toMatchObject(welcome);
    expect(sshd.log()).toMatch(/station-7.*serial 4711/);
  });

  test.each(['nistp256', 'nistp384', 'nistp521'] as const)('behavior: an ECDSA authority on %s', async (curve) => {
    const scalar = random({ nistp256: 32, nistp384: 48, nistp521: 66 }[curve]);
    scalar[0] = 0;
    const { login } = await fixture(ecdsaPrivateKey(curve, scalar));
    expect(await login()).toMatchObject(welcome);
  });

  test('error: wrong principal, expired, not yet valid, wrong authority, for a host', async () => {
    const { login, write, directory } = await fixture();
    expect(await login({ principals: ['accountant'] })).toMatchObject(denied);
    expect(await login({ principals: [loginUser] })).toMatchObject(denied);
    expect(await login({ notBefore: seconds() - 600, notAfter: seconds() - 2 })).toMatchObject(denied);
    expect(await login({ notBefore: seconds() + 300 })).toMatchObject(denied);
    expect(await login({ authority: sshSigner(generatePrivateKey(random)) })).toMatchObject(denied);
    write(`principals/${loginUser}`, '');
    expect(await login()).toMatchObject(denied);
    rmSync(join(directory, 'principals', loginUser));
    expect(await login()).toMatchObject(denied);
  });

  test('error: revoked by serial, by range, by key id; others go on', async () => {
    const { login, write, authority } = await fixture();
    expect(await login({ serial: 5n })).toMatchObject(welcome);
    const certificates = [
      {
        authority: authority.publicKey,
        serials: [
          { from: 5n, to: 5n },
          { from: 100n, to: 200n },
        ],
        keyIds: ['mallory'],
      },
    ];
    write('krl', encodeKrl({ ...noRevocation, version: 2n, certificates }));
    expect(await login({ serial: 5n })).toMatchObject(denied);
    expect(await login({ serial: 150n })).toMatchObject(denied);
    expect(await login({ serial: 7n, keyId: 'mallory' })).toMatchObject(denied);
    expect(await login({ serial: 6n })).toMatchObject(welcome);
    write('krl', encodeKrl({ ...noRevocation, version: 3n, keys: [authority.publicKey] }));
    expect(await login({ serial: 6n })).toMatchObject(denied);
  });

  test('error: a revocation list that is broken or missing lets nobody in', async () => {
    const { login, write, directory } = await fixture();
    write('krl', encodeKrl(noRevocation).subarray(0, 20));
    expect(await login()).toMatchObject(denied);
    rmSync(join(directory, 'krl'));
    expect(await login()).toMatchObject(denied);
  });

  test('behavior: force-command wins over what the client asks for; source-address holds', async () => {
    const { login } = await fixture();
    expect(await login({ forceCommand: 'echo forced' }, 'echo free')).toMatchObject({ status: 0, stdout: 'forced\n' });
    expect(await login({ sourceAddress: ['127.0.0.0/8'] })).toMatchObject(welcome);
    expect(await login({ sourceAddress: ['192.0.2.0/24'] })).toMatchObject(denied);
  });

  test('behavior: authorities rotate with an overlap', async () => {
    const { login, write, authority } = await fixture();
    const successor = sshSigner(generatePrivateKey(random));
    expect(await login({ authority: successor })).toMatchObject(denied);
    write('ca.pub', formatTrustedUserAuthorities([authority.publicKey, successor.publicKey]));
    expect(await login()).toMatchObject(welcome);
    expect(await login({ authority: successor })).toMatchObject(welcome);
    write('ca.pub', formatTrustedUserAuthorities([successor.publicKey]));
    expect(await login()).toMatchObject(denied);
    expect(await login({ authority: successor })).toMatchObject(welcome);
  });
});

const slot = { authority: `0x${'aa'.repeat(32)}`, subject: `0x${'bb'.repeat(32)}` } as const;

/** A credential as the delivery that the agent gets. */
function toDelivery(credentials: readonly Credential[], epoch: number, postInstall: readonly string[]) {
  const files = credentials.flatMap((credential) => credential.files);
  const manifest = Manifest.from({
    ...slot,
    announcements: `0x${'cc'.repeat(20)}`,
    chainId: 31337,
    device: slot.subject as Hex,
    epoch,
    kind: 'files',
    files: files.map(({ content, ...file }) => ({ ...file, size: content.length, digest: sha256Hex(content) })),
    notBefore: formatTimestamp(Math.max(...credentials.map((credential) => credential.notBefore))),
    notAfter: formatTimestamp(Math.min(...credentials.map((credential) => credential.notAfter))),
    postInstall,
    revokes: [],
  });
  return { manifest, contents: files.map((file) => file.content) };
}

describe.skipIf(!hasSshd)('credentials installed for a real sshd', () => {
  async function station() {
    const directory = mkdtempSync(join(tmpdir(), 'gridseal-ssh-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const root = join(directory, 'root');
    mkdirSync(root);
    const [userCa, hostCa] = [sshSigner(generatePrivateKey(random)), sshSigner(generatePrivateKey(random))];
    const validity = () => ({ notBefore: seconds() - 60, notAfter: seconds() + 600 });
    const issue = async (authorities = [userCa], hostAuthority = hostCa) => [
      issueSshAuthority({
        ...validity(),
        userAuthorities: authorities.map((authority) => authority.publicKey),
        krl: noRevocation,
        principals: { [loginUser]: ['technician'] },
      }),
      await issueSshHost({
        ...validity(),
        authority: hostAuthority,
        keyId: 'station-7',
        principals: ['station-7.example'],
        random,
      }),
    ];
    const target: InstallTarget = { root, state: join(directory, 'state'), commands: {}, clock: seconds };
    await install(target, toDelivery(await issue(), 1, []));
    const sshd = await startSshd({
      hostKeys: [join(root, 'current/ssh_host_ed25519_key')],
      hostCertificates: [join(root, 'current/ssh_host_ed25519_key-cert.pub')],
      trustedUserCaKeys: join(root, 'current/trusted_user_ca_keys'),
      revokedKeys: join(root, 'current/revoked_keys'),
      authorizedPrincipalsFile: join(root, 'current/auth_principals/%u'),
    });
    onTestFinished(() => sshd.stop());
    const reload = {
      check: { argv: ['/usr/sbin/sshd', '-t', '-f', sshd.configFile] },
      argv: ['/bin/kill', '-HUP', String(sshd.pid)],
      probe: { argv: ['/usr/bin/ssh-keyscan', '-T', '20', '-p', String(sshd.port), '127.0.0.1'] },
      timeoutMs: 30_000,
    } as const;
    const knownHosts = join(directory, 'known_hosts');
    writeFileSync(knownHosts, formatKnownHosts(['*.example'], [hostCa.publicKey]));
    const key = join(directory, 'user');
    const userKey = generatePrivateKey(random);
    writeFileSync(key, formatPrivateKey(userKey, random), { mode: 0o600 });
    const client = async (authority = userCa) => {
      const options = { authority, publicKey: userKey.publicKey, keyId: 'u', principals: ['technician'], random };
      const { files } = await issueSshUser({ ...options, ...validity() });
      const certificate = join(directory, `user-${Math.random()}-cert.pub`);
      writeFileSync(certificate, files[0]?.content ?? '');
      return { port: sshd.port, key, certificate, knownHosts, host: 'station-7.example', command: 'echo welcome' };
    };
    return { target: { ...target, commands: { 'reload-sshd': reload } }, sshd, issue, client, userCa };
  }

  test('behavior: the client verifies the host by its certificate, and its name', async () => {
    const { client } = await station();
    expect(await ssh(await client())).toMatchObject(welcome);
    const wrong = await ssh({ ...(await client()), host: 'station-8.example' });
    expect(wrong).toMatchObject({ status: 255, stderr: expect.stringContaining('Host key verification failed') });
  });

  test('behavior: a rotation is installed and reloaded, sessions in progress survive, the old certificate does not', async () => {
    const { target, sshd, issue, client, userCa } = await station();
    const session = openSession({ ...(await client()), command: 'while read line; do echo "got $line"; done' });
    onTestFinished(() => void session.child.kill('SIGKILL'));
    expect(await session.ask('one')).toBe('got one');
    const successor = sshSigner(generatePrivateKey(random));
    await install(target, toDelivery(await issue([successor]), 2, ['reload-sshd']));
    await sshd.listening(2);
    expect(await session.ask('two')).toBe('got two');
    expect(await ssh(await client(successor))).toMatchObject(welcome);
    expect(await ssh(await client(userCa))).toMatchObject(denied);
    expect(await session.ask('three')).toBe('got three');
    session.child.stdin?.end();
    expect((await session.ended).status).toBe(0);
    expect(sshd.log()).toContain('Received SIGHUP; restarting.');
  });

  test('behavior: a host key that sshd refuses is rolled back by its check, and the service goes on', async () => {
    const { target, sshd, issue, client } = await station();
    const [authority, host] = await issue();
    if (!authority || !host) throw new Error('nothing issued');
    const files = host.files.map((file) => (file.mode === '0600' ? { ...file, content: new Uint8Array(40) } : file));
    const broken = toDelivery([authority, { ...host, files }], 2, ['reload-sshd']);
    await expect(install(target, broken)).rejects.toMatchObject({ code: 'INSTALL_ROLLED_BACK' });
    expect(sshd.log()).not.toContain('SIGHUP');
    expect(await ssh(await client())).toMatchObject(welcome);
    await install(target, toDelivery([authority, host], 3, ['reload-sshd']));
    await sshd.listening(2);
    expect(await ssh(await client())).toMatchObject(welcome);
  });
});

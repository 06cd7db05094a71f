import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import type { CredentialRequest, Issued } from '../../sdk/src/roles/admin/index.ts';
import type { Device, PollReport } from '../../sdk/src/roles/device/index.ts';
import type { DeviceWorld, TestDevice } from './deviceWorld.ts';
import { loginUser, type SshClientOptions, type Sshd, startSshd } from './sshd.ts';

const day = 86_400;

/** A station whose sshd reads what Gridseal installs, a technician's laptop, and how both get what was issued. */
export interface SshPlace {
  readonly sshd: Sshd;
  readonly station: TestDevice;
  readonly laptop: TestDevice;
  readonly stationDevice: Device;
  readonly laptopDevice: Device;
  /** Tells the station which user authorities it has to trust from now on; the revocation list goes with it. */
  trust(issuers: readonly string[], revokes?: readonly string[]): Promise<PollReport>;
  /** Gives the station's host key a certificate. */
  nameHost(): Promise<PollReport>;
  /** Gives the station a piece of sshd's configuration. */
  configure(text: string): Promise<PollReport>;
  /** Certifies the laptop's own key. */
  admit(issuer: string, ttlSeconds?: number, channel?: string): Promise<Issued>;
  /** How the laptop logs in: with its own key and what is installed. */
  login(change?: Partial<SshClientOptions>): SshClientOptions;
}

/** The names of everything that the station's sshd reads. */
function pathsOf(root: string) {
  const current = (channel: string, file: string) => path.join(root, channel, 'current', file);
  return {
    hostKeys: [path.join(root, 'keys', 'ssh_host_ed25519_key')],
    hostCertificates: [current('ssh-host', 'ssh_host_ed25519_key-cert.pub')],
    trustedUserCaKeys: current('ssh-authority', 'trusted_user_ca_keys'),
    revokedKeys: current('ssh-authority', 'revoked_keys'),
    authorizedPrincipalsFile: current('ssh-authority', 'auth_principals/%u'),
    lines: [`Include ${current('sshd', '*.conf')}`],
  };
}

/** A program that the device's own configuration names. */
function writeProgram(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

async function installed(device: Device, count: number): Promise<PollReport> {
  const report = await device.poll();
  const found = report.events.filter(({ type }) => type === 'installed').length;
  if (found !== count) throw new Error(`was to install ${count}: ${JSON.stringify(report)}`);
  return report;
}

/**
 * Enrols both, issues everything, and starts the real sshd on what the station has installed. Reloads go through the command
 * `reload-sshd` of the station's configuration: `sshd -t` first, then SIGHUP.
 */
export async function startSshPlace(world: DeviceWorld): Promise<SshPlace> {
  const { admin, directory } = world;
  const [check, reload] = [path.join(directory, 'check-sshd'), path.join(directory, 'reload-sshd')];
  const commands = { 'reload-sshd': { check: { argv: [check] }, argv: [reload] } };
  const station = await world.enrol('station-7', {
    channels: ['ssh-host', 'ssh-authority', 'sshd'],
    install: { commands },
  });
  const laptop = await world.enrol('laptop', { channels: ['ssh-authority', 'ssh-user', 'visit'] });
  await admin.sshAuthorities.create('users', randomBytes);
  await admin.sshAuthorities.create('hosts', randomBytes);
  const [stationDevice, laptopDevice] = [await station.open(), await laptop.open()];
  const give = (to: TestDevice, credential: CredentialRequest, change: object = {}) =>
    admin.issue({ to: { device: to.id }, credential, ttlSeconds: 30 * day, ...change });
  const accounts = { [loginUser]: ['technician'] };
  const hostName = { kind: 'sshHost', issuer: 'hosts', principals: ['station-7.example'] } as const;
  const knownHosts = { patterns: ['*.example'], issuers: ['hosts'] };
  await give(station, { kind: 'sshAuthority', issuers: ['users'], accounts });
  await give(station, hostName);
  await give(laptop, { kind: 'sshAuthority', issuers: ['users'], knownHosts });
  await installed(stationDevice, 2);
  await installed(laptopDevice, 1);
  mkdirSync(path.join(station.root, 'sshd'), { recursive: true });
  const sshd = await startSshd(pathsOf(station.root));
  writeProgram(check, `exec /usr/sbin/sshd -t -f '${sshd.configFile}'`);
  writeProgram(reload, `exec kill -HUP ${sshd.pid}`);
  const postInstall = ['reload-sshd'];
  let starts = 1;
  const applied = async () => {
    const report = await installed(stationDevice, 1);
    await sshd.listening(++starts);
    return report;
  };
  return {
    sshd,
    station,
    laptop,
    stationDevice,
    laptopDevice,
    trust: async (issuers, revokes = []) => {
      await give(station, { kind: 'sshAuthority', issuers, accounts }, { postInstall, revokes });
      return applied();
    },
    nameHost: async () => {
      await give(station, hostName, { postInstall });
      return applied();
    },
    configure: async (text) => {
      const files = [{ path: '50-gridseal.conf', content: new TextEncoder().encode(text) }];
      await give(station, { kind: 'files', files }, { channel: 'sshd', postInstall });
      const report = await stationDevice.poll();
      if (report.events.some(({ type }) => type === 'installed')) await sshd.listening(++starts);
      return report;
    },
    admit: async (issuer, ttlSeconds = day, channel = 'ssh-user') => {
      const credential = { kind: 'sshUser', issuer, principals: ['technician'] } as const;
      const issued = await give(laptop, credential, { channel, ttlSeconds });
      await installed(laptopDevice, 1);
      return issued;
    },
    login: (change = {}) => ({
      port: sshd.port,
      key: path.join(laptop.root, 'keys', 'id_ed25519'),
      certificate: path.join(laptop.root, 'ssh-user', 'current', 'id_ed25519-cert.pub'),
      knownHosts: path.join(laptop.root, 'ssh-authority', 'current', 'known_hosts'),
      host: 'station-7.example',
      command: 'echo welcome',
      ...change,
    }),
  };
}

/** What a login gives that is let in, and one that is not. */
export const welcome = { status: 0, stdout: 'welcome\n' } as const;

import { FileSecretStore } from '../../../identity/node/index.ts';
import { AdminHome } from '../../../roles/admin/home.ts';
import { KnownDevices } from '../../../roles/admin/knownDevices.ts';
import { Ledger } from '../../../roles/admin/ledger.ts';
import { PendingIssues } from '../../../roles/admin/pending.ts';
import { SshAuthorities } from '../../../roles/admin/sshAuthorities.ts';
import { TlsAuthorities } from '../../../roles/admin/tlsAuthorities.ts';
import type { Context } from '../../framework/context.ts';
import { homePaths } from './homeFolder.ts';

/** What an administrator's home holds, for commands that need neither chain nor wallet. */
export function adminFiles(context: Context) {
  const home = new AdminHome(context.home);
  return { home, devices: new KnownDevices(home), ledger: new Ledger(home), pending: new PendingIssues(home) };
}

/** The administrator's SSH certificate authorities. */
export async function sshAuthorities(context: Context): Promise<SshAuthorities> {
  await new AdminHome(context.home).folder('.');
  return new SshAuthorities(await FileSecretStore.at(homePaths(context.home).authorities));
}

/** The administrator's X.509 certificate authorities. */
export async function tlsAuthorities(context: Context): Promise<TlsAuthorities> {
  await new AdminHome(context.home).folder('.');
  return new TlsAuthorities(await FileSecretStore.at(homePaths(context.home).authorities));
}

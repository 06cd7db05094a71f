import { readFile } from 'node:fs/promises';
import { InstallError } from './errors.ts';

/** Looks up accounts by name; null if there is none. */
export interface Accounts {
  uid(name: string): Promise<number | null>;
  gid(name: string): Promise<number | null>;
}

/**
 * Accounts of `/etc/passwd` and `/etc/group`, read as files: a name from a manifest is given to no program.
 *
 * @example
 * ```ts
 * await fileAccounts().uid('root'); // 0
 * ```
 */
export function fileAccounts(passwd = '/etc/passwd', group = '/etc/group'): Accounts {
  const find = async (file: string, name: string): Promise<number | null> => {
    const line = (await readFile(file, 'utf8')).split('\n').find((entry) => entry.startsWith(`${name}:`));
    const id = line?.split(':')[2];
    return id !== undefined && /^\d+$/.test(id) ? Number(id) : null;
  };
  return { uid: (name) => find(passwd, name), gid: (name) => find(group, name) };
}

/**
 * The ids for a file's owner and group.
 *
 * @throws {InstallError} `INSTALL_UNKNOWN_ACCOUNT`, also for an owner that this process may not give files to.
 */
export async function resolveOwner(
  accounts: Accounts,
  file: { readonly owner: string | null; readonly group: string | null },
  field: string,
): Promise<{ readonly uid: number | null; readonly gid: number | null }> {
  const uid = file.owner === null ? null : await accounts.uid(file.owner);
  const gid = file.group === null ? null : await accounts.gid(file.group);
  if (file.owner !== null && uid === null) {
    throw new InstallError('INSTALL_UNKNOWN_ACCOUNT', 'is not an account of this device', { field: `${field}.owner` });
  }
  if (file.group !== null && gid === null) {
    throw new InstallError('INSTALL_UNKNOWN_ACCOUNT', 'is not a group of this device', { field: `${field}.group` });
  }
  const self = process.geteuid?.() ?? 0;
  if (self !== 0 && uid !== null && uid !== self) {
    throw new InstallError('INSTALL_UNKNOWN_ACCOUNT', 'is another account than the agent runs as', {
      field: `${field}.owner`,
      metaMessages: ['Run the agent as root, or leave the owner out.'],
    });
  }
  return { uid, gid };
}

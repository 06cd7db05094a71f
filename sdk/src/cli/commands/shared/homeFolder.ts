import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../framework/context.ts';

/** The folders of a home, as documented: what is where. */
export const homePaths = (home: string) => ({
  wallets: path.join(home, 'wallets'),
  signers: path.join(home, 'signers'),
  certificates: path.join(home, 'certificates'),
  proposals: path.join(home, 'proposals'),
  approvals: path.join(home, 'approvals'),
  authorities: path.join(home, 'authorities'),
  occ: path.join(home, 'occ'),
  devices: path.join(home, 'devices'),
  quorums: path.join(home, 'quorums.json'),
});

/** The names of a folder's files with this ending, without it, sorted; none if there is no folder. */
export async function namesIn(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.endsWith(ending) && !entry.startsWith('.'))
    .map((entry) => entry.slice(0, entry.length - ending.length))
    .sort();
}

/** The path as the person would write it. */
export function shortPath(file: string, context: Context): string {
  const relative = path.relative('', file);
  return relative !== '' && !relative.startsWith('..') ? relative : file.replace(`${context.env.HOME ?? '\0'}/`, '~/');
}

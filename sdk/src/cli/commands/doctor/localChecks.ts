import { constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { BaseError } from '../../../errors/index.ts';
import type { Context } from '../../framework/context.ts';
import { homePaths } from '../shared/homeFolder.ts';
import { type Finding, ok, problem, skipped, warning } from './finding.ts';

const oldestNode = 24;

export function checkNode(): Finding {
  const version = process.versions.node;
  if (Number(version.split('.')[0]) >= oldestNode)
    return ok('node', `Node ${version}, OpenSSL ${process.versions.openssl}`);
  return problem(
    'node',
    `Node ${version}`,
    `Install Node ${oldestNode} or newer: post-quantum algorithms come with its OpenSSL.`,
  );
}

export async function checkConfig(context: Context): Promise<Finding> {
  const { loadConfig } = await import('../../framework/configFile.ts');
  try {
    await loadConfig(context.configFile);
    const there = await lstat(context.configFile).catch(() => null);
    if (there) return ok('settings', context.configFile);
    return skipped('settings', 'there is no configuration file', 'Make one with gridseal config set, or gridseal up.');
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return problem(
      'settings',
      error.message.split('\n')[0] ?? '',
      `Mend ${context.configFile}; gridseal config check tells more.`,
    );
  }
}

/** The secret files of a home: keystores, signers and authorities. */
async function secretFiles(context: Context): Promise<string[]> {
  const { wallets, signers, authorities } = homePaths(context.home);
  const files: string[] = [];
  for (const folder of [wallets, signers, authorities]) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    files.push(...names.map((name) => path.join(folder, name)));
  }
  return files;
}

export async function checkModes(context: Context): Promise<Finding> {
  const home = await lstat(context.home).catch(() => null);
  if (!home)
    return skipped(
      'secret files',
      `${context.home} does not exist yet`,
      'It is made with the first wallet or setting.',
    );
  const open: string[] = [];
  for (const file of await secretFiles(context)) {
    const stats = await lstat(file).catch(() => null);
    if (stats && (stats.isSymbolicLink() || (stats.mode & 0o077) !== 0)) open.push(file);
  }
  if (open.length > 0) {
    return problem(
      'secret files',
      `${open.length} may be read by others: ${open[0]}`,
      `chmod -R go= ${path.dirname(open[0] as string)}`,
    );
  }
  if ((home.mode & 0o022) !== 0) {
    return problem('secret files', `${context.home} may be written by others`, `chmod go-w ${context.home}`);
  }
  return ok('secret files', 'readable by their owner alone');
}

async function findProgram(name: string, context: Context): Promise<string | null> {
  const folders = [...(context.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  for (const folder of folders.filter((one) => path.isAbsolute(one))) {
    const file = path.join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return null;
}

export async function checkSsh(context: Context): Promise<Finding> {
  const [server, keygen] = [await findProgram('sshd', context), await findProgram('ssh-keygen', context)];
  if (server && keygen) return ok('OpenSSH', server);
  const missing = server ? 'ssh-keygen' : 'sshd';
  return warning(
    'OpenSSH',
    `${missing} is not here`,
    'Only machines that receive SSH keys need it: apt-get install openssh-server',
  );
}

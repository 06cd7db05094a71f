import { formatDuration, parseDuration } from './duration.ts';
import { type Recipe, wordsOf } from './recipe.ts';

const verbs = { sshUser: 'ssh-user', sshHost: 'ssh-host', tls: 'tls', files: 'files' } as const;

/**
 * The command that issues the same from a terminal. Whatever was typed is quoted, so that a shell reads it as one word.
 *
 * @param paths Of files that are sent.
 */
export function commandFor(recipe: Recipe, issuer: string, paths: readonly string[]): string {
  const { kind, keys, devices, group } = recipe;
  const many = (option: string, text: string) => wordsOf(text).map((word) => `${option} ${quoted(word)}`);
  const one = (option: string, text: string) => (text.trim() === '' ? [] : [`${option} ${quoted(text.trim())}`]);
  const signs = kind === 'files' ? [] : [`--issuer ${quoted(issuer)}`];
  const ssh = [
    ...many('--principal', recipe.principals),
    ...(kind === 'sshUser' ? one('--force-command', recipe.forceCommand) : []),
    ...(kind === 'sshUser' ? many('--source-address', recipe.sourceAddress) : []),
    ...(kind === 'sshUser' ? recipe.permissions.map((name) => `--extension ${name}`) : []),
  ];
  const tls = [
    ...many('--dns', recipe.dns),
    ...many('--ip', recipe.ip),
    ...one('--common-name', recipe.commonName),
    ...recipe.usages.map((usage) => `--for ${usage}`),
    ...(keys === 'server' ? [`--algorithm ${recipe.algorithm}`] : []),
  ];
  const parts = [
    `gridseal key issue ${verbs[kind]}`,
    ...devices.slice(0, 3),
    ...(devices.length > 3 ? ['--batch devices.txt'] : []),
    ...one('--group', group),
    ...signs,
    ...(kind === 'tls' ? tls : kind === 'files' ? paths.map((path) => `--file ${quoted(`${path}=./${path}`)}`) : ssh),
    ...(keys === 'server' && kind !== 'files' ? ['--keys server'] : []),
    `--channel ${quoted(recipe.channel)}`,
    `--ttl ${formatDuration(parseDuration(recipe.ttl) ?? 0)}`,
    ...many('--post-install', recipe.postInstall),
  ];
  return parts.join(' \\\n  ');
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

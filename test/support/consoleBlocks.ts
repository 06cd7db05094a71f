import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileSdk } from '../../scripts/lib/compiledSdk.ts';
import { root } from '../../scripts/lib/paths.ts';

/** A command that a page shows after `$ `, and what the page says that it prints. */
export interface ShownCommand {
  readonly command: string;
  readonly output: readonly string[];
  /** Line of the page, from 1. */
  readonly line: number;
}

/** What a command really did. */
export interface RunCommand extends ShownCommand {
  readonly printed: readonly string[];
  readonly status: number;
}

/**
 * The commands of a page's `console` blocks, in order. A command of several lines goes on after `> `.
 *
 * @example `shownCommands(await readFile('docs/guides/getting-started.md', 'utf8'))`
 */
export function shownCommands(page: string): readonly ShownCommand[] {
  const found: { command: string; output: string[]; line: number }[] = [];
  let inside = false;
  page.split('\n').forEach((text, index) => {
    if (text.startsWith('```')) {
      inside = text === '```console';
      return;
    }
    if (!inside) return;
    const last = found.at(-1);
    if (text.startsWith('$ ')) found.push({ command: text.slice(2), output: [], line: index + 1 });
    else if (last?.output.length === 0 && /^>( |$)/.test(text)) last.command += `\n${text.slice(2)}`;
    else last?.output.push(text);
  });
  return found;
}

const mark = 'gridseal-command-ended';

/** Other tests may want the usual ports in the same moment. */
const anyPorts = '--chain-port 0 --ipfs-port 0 --gateway-port 0';

/** `gridseal up` holds its terminal: here it runs beside the rest, and is ended with the script. */
function scriptOf(commands: readonly ShownCommand[]): string {
  const lines = commands.map(({ command }) => {
    const stays = /^gridseal up\b/.test(command);
    const waits = `until grep -qs 'Ctrl-C ends it' up.log; do kill -0 $up || break; sleep 0.1; done; cat up.log; kill -0 $up`;
    const run = stays
      ? `${command} ${anyPorts} >up.log 2>&1 & up=$!\n${waits} || { echo; echo ${mark} 1; exit; }`
      : command;
    return `${run}\nended=$?; echo; echo ${mark} $ended`;
  });
  // Whatever a page leaves running ends with it.
  return ["trap 'kill $(jobs -p); wait' EXIT", 'exec 2>&1 </dev/null', ...lines].join('\n');
}

/**
 * Runs the commands one after the other in one shell, which starts in an empty folder and has `gridseal` in its path.
 *
 * @param folder An empty folder.
 * @param programs A folder whose programs come before those of the system.
 */
export async function runCommands(
  commands: readonly ShownCommand[],
  folder: string,
  programs?: string,
): Promise<readonly RunCommand[]> {
  const [bin, work] = [path.join(folder, 'bin'), path.join(folder, 'work')];
  await mkdir(bin, { recursive: true });
  await mkdir(work);
  const program = `exec '${process.execPath}' '${path.join(root, 'sdk/src/cli/main.ts')}' "$@"`;
  await writeFile(path.join(bin, 'gridseal'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  // As in a clone that is in the path: its files are beside the command.
  await symlink(path.join(root, 'test'), path.join(bin, 'test'));
  if (commands.some(({ command }) => command.includes('node_modules')))
    await linkPackages(path.join(bin, 'node_modules'));
  await symlink(process.execPath, path.join(bin, 'node'));
  await writeFile(path.join(folder, 'script'), scriptOf(commands));
  const env = {
    PATH: [bin, ...(programs === undefined ? [] : [programs]), process.env.PATH].join(':'),
    HOME: folder,
    NO_COLOR: '1',
    ...(process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {}),
  };
  const child = spawn('bash', [path.join(folder, 'script')], { cwd: work, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  const parts = text.replaceAll(work, '/home/you/try').split(new RegExp(`\\n${mark} (\\d+)\\n`));
  return commands.map((command, index) => ({
    ...command,
    printed: (parts[2 * index] ?? '').replace(/\n$/, '').split('\n'),
    status: Number(parts[2 * index + 1] ?? -1),
  }));
}

/** The packages of a clone in which the SDK was compiled. */
async function linkPackages(folder: string): Promise<void> {
  await mkdir(path.join(folder, '@gridseal'), { recursive: true });
  await symlink(await compileSdk(), path.join(folder, '@gridseal', 'sdk'));
  const installed = path.join(root, 'node_modules');
  const names = (await readdir(installed)).filter((name) => name !== '@gridseal');
  for (const name of names) await symlink(path.join(installed, name), path.join(folder, name));
}

/** What differs from run to run is compared by its kind alone. */
function masked(line: string): string {
  return line
    .replace(/0x[0-9a-fA-F]{6,}(…[0-9a-fA-F]{4})?/g, '0x')
    .replace(/[0-9a-f]{16}(?=[-.])/g, 'DIGEST')
    .replace(/AAAA(…|[A-Za-z0-9+/]{20,})/g, 'KEY')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replace(/SHA256:[A-Za-z0-9+/]{43}/g, 'FINGERPRINT')
    .replace(/\(\d{10}\)/g, '(SECONDS)')
    .replace(/\d+ s (before|behind)/g, 'N s $1')
    .replace(/\b([Bb]lock)\s+\d+/g, '$1 N')
    .replace(/\b\d{8}T\d{6}\b/g, 'TIME')
    .replace(/\b\d{15,20}\b/g, 'SERIAL')
    .replace(/[\d,]+ gas\b/g, 'N gas')
    .replace(/\S*gridseal-[A-Za-z0-9]{6}\b/g, 'TEMPORARY')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, 'LOOPBACK')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The first line of `shown` that `printed` does not have, or null. A line `…` stands for any lines, and one that ends with `…`
 * for any line that begins so.
 */
export function firstMissing(shown: readonly string[], printed: readonly string[]): string | null {
  const real = printed.map(masked).filter((line) => line !== '');
  let at = 0;
  let free = false;
  for (const line of shown.map(masked).filter((text) => text !== '')) {
    if (line === '…') {
      free = true;
      continue;
    }
    const fits = (candidate: string) =>
      line.endsWith('…') ? candidate.startsWith(line.slice(0, -1).trimEnd()) : candidate === line;
    const found = real.findIndex((candidate, index) => index >= at && (free || index === at) && fits(candidate));
    if (found < 0) return line;
    at = found + 1;
    free = false;
  }
  return free || at === real.length ? null : `(more than is shown) ${real[at]}`;
}

/** Reads a page of the repository. */
export function readPage(page: string): Promise<string> {
  return readFile(path.join(root, page), 'utf8');
}

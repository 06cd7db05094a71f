import { homedir } from 'node:os';
import path from 'node:path';
import { FileError } from '../../errors/index.ts';
import type { CommandDefinition, NounDefinition, Result } from './command.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exitCodes.ts';
import { asKnownError, drawFailure, exitCodeOf, toFailure } from './failure.ts';
import { globalOptions } from './globalOptions.ts';
import { camelName, createInput, resolveOption, type Settings } from './input.ts';
import { drawPage } from './page.ts';
import { plainText } from './plainText.ts';
import { type Call, parseCommandLine } from './program.ts';
import { createTerminal, type Keys, type Screen } from './terminal.ts';

/** The process that the command runs in. */
export interface Host {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Keys;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly stopInGoodOrder: (graceMs?: number) => void;
}

const noSettings: Settings = new Map();

/** How the command speaks: known before anything else, as errors need it too. */
interface Voice {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colourOut: boolean;
  readonly colourErr: boolean;
}

function voiceOf(host: Host): Voice {
  const end = host.argv.indexOf('--');
  const words = end === -1 ? host.argv : host.argv.slice(0, end);
  const on = (flag: string, variable: string) =>
    words.includes(flag) || /^(1|true|yes|on)$/i.test(host.env[variable] ?? '');
  const plain = words.includes('--no-color') || (host.env.NO_COLOR ?? '') !== '' || host.env.TERM === 'dumb';
  return {
    json: on('--json', 'GRIDSEAL_JSON'),
    quiet: on('--quiet', 'GRIDSEAL_QUIET'),
    colourOut: !plain && host.stdout.isTTY === true,
    colourErr: !plain && host.stderr.isTTY === true,
  };
}

function globalsOf(call: Call, host: Host) {
  const of = (name: string) => {
    const option = globalOptions.find(({ flags }) => camelName(flags) === name);
    return option && resolveOption(option, call.parsed, host.env, noSettings)[0];
  };
  const home = of('home');
  const folder = path.resolve(home?.text ?? path.join(homedir(), '.gridseal'));
  if (folder.includes('\0')) throw new FileError('is no path', { field: home?.field ?? '--home' });
  return {
    home: folder,
    configFile: path.resolve(of('config')?.text ?? path.join(folder, 'config.json')),
    yes: of('yes')?.text === 'true',
  };
}

/** Commands that have to work when the configuration file does not. */
const withoutConfig = new Set(['config', 'completion', 'version']);
/** The command that says itself what is wrong with the file. */
const tolerant = 'doctor';

async function settingsFor(definition: CommandDefinition, file: string): Promise<Settings> {
  if (withoutConfig.has(definition.path.split(' ')[0] as string)) return noSettings;
  const { existsSync } = await import('node:fs');
  if (!existsSync(file)) return noSettings;
  const { flatten, loadConfig } = await import('./configFile.ts');
  try {
    return flatten(await loadConfig(file));
  } catch (error) {
    if (definition.path === tolerant) return noSettings;
    throw error;
  }
}

async function perform(
  call: Call,
  host: Host,
  voice: Voice,
  commands: readonly CommandDefinition[],
): Promise<Result | null> {
  const globals = globalsOf(call, host);
  const settings = await settingsFor(call.definition, globals.configFile);
  const wantsColour = settings.get('output.color')?.[0] !== 'false';
  const colourOut = voice.colourOut && wantsColour;
  const emit = (result: Result) => write(host.stdout, draw(result, voice, colourOut, host));
  const context: Context = {
    ...globals,
    json: voice.json,
    quiet: voice.quiet,
    colour: voice.colourErr && wantsColour,
    colourOut,
    env: host.env,
    signal: host.signal,
    stopInGoodOrder: host.stopInGoodOrder,
    now: host.now,
    terminal: createTerminal(host.stdin, host.stderr),
    note: (text) => {
      if (!voice.json && !voice.quiet) host.stderr.write(`${plainText(text)}\n`);
    },
    commands,
    emit,
    print: (text) => host.stdout.write(text),
    show: (text) => host.stderr.write(text),
  };
  const input = createInput(call.definition, call.words, call.parsed, host.env, settings);
  const action = await call.definition.load();
  const result = await action(input, context);
  if (result) await emit(result);
  return result;
}

const jsonValue = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

function draw(result: Result, voice: Voice, colour: boolean, host: Host): string | Uint8Array {
  if (voice.json) return `${JSON.stringify(result.data, jsonValue, 2)}\n`;
  if (voice.quiet && result.text[0]?.kind !== 'bytes') {
    const lines = [result.brief ?? []].flat();
    return lines.map((line) => `${plainText(line)}\n`).join('');
  }
  const [only] = result.text;
  return only?.kind === 'bytes' ? forTerminal(only.bytes, host.stdout) : drawPage(result.text, colour);
}

/** Foreign bytes go into a pipe or a file as they are, and onto a terminal only as text that does nothing. */
function forTerminal(bytes: Uint8Array, stdout: Screen): Uint8Array | string {
  if (!stdout.isTTY) return bytes;
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.map(plainText).join('\n');
}

const write = (stream: Screen, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    if (text.length === 0) resolve();
    else stream.write(text, () => resolve());
  });

/** Runs one command line and gives its exit status. Nothing it does throws. */
export async function run(
  host: Host,
  nouns: readonly NounDefinition[],
  commands: readonly CommandDefinition[],
): Promise<number> {
  const voice = voiceOf(host);
  try {
    const parsed = parseCommandLine(host.argv, nouns, commands);
    if ('help' in parsed) {
      await write(host.stdout, parsed.help);
      return exitCodes.ok.code;
    }
    const result = await perform(parsed.call, host, voice, commands);
    if (host.signal.aborted && exitCodeOf(host.signal.reason) === exitCodes.interrupted.code) {
      return exitCodes.interrupted.code;
    }
    return result?.exitCode ?? exitCodes.ok.code;
  } catch (caught) {
    return fail(host.signal.aborted && host.signal.reason ? host.signal.reason : caught, host, voice);
  }
}

async function fail(caught: unknown, host: Host, voice: Voice): Promise<number> {
  const error = asKnownError(caught);
  const failure = toFailure(error);
  if (host.env.GRIDSEAL_DEBUG === '1' && error instanceof Error) {
    for (const line of (error.stack ?? '').split('\n')) host.stderr.write(`${plainText(line)}\n`);
  }
  const text = voice.json ? `${JSON.stringify(failure, null, 2)}\n` : drawFailure(failure, voice.colourErr);
  await write(host.stderr, text);
  return exitCodeOf(error);
}

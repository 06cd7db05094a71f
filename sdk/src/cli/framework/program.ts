import { type Argument, Command, CommanderError, Option } from 'commander';
import type { CommandDefinition, NounDefinition, OptionDefinition } from './command.ts';
import { UsageError } from './errors.ts';
import { exitCodes } from './exitCodes.ts';
import { globalOptions } from './globalOptions.ts';
import { takesValue } from './input.ts';
import { closest } from './suggest.ts';

/** A command as it was called. */
export interface Call {
  readonly definition: CommandDefinition;
  readonly words: readonly (string | readonly string[] | undefined)[];
  readonly parsed: Readonly<Record<string, unknown>>;
}

/** What was said on the command line: a command, or a page of help. */
export type Parsed = { readonly call: Call } | { readonly help: string };

/** Where else a value comes from, for help. */
export function describeSources(option: OptionDefinition): string {
  const sources = [
    ...(option.required ? ['required'] : []),
    ...(option.values ? [`one of ${option.values.join(', ')}`] : []),
    ...(option.many ? ['may be repeated'] : []),
    ...(option.variable ? [option.variable] : []),
    ...(option.setting ? [option.setting] : []),
    ...(option.preset === undefined ? [] : [`default ${option.preset}`]),
  ];
  return sources.length === 0 ? '' : ` (${sources.join('; ')})`;
}

function toOption(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.description + describeSources(definition));
  if (definition.many) {
    option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]);
  } else if (takesValue(definition)) {
    option.argParser((value: string, previous: string | undefined) => {
      if (previous !== undefined)
        throw new UsageError('is given twice', { field: definition.flags.split(' ')[0] ?? '' });
      return value;
    });
  }
  return option.helpGroup(definition.group ?? 'Options:');
}

const examplesOf = (definition: CommandDefinition): string => {
  const lines = definition.examples.map(([line, meaning]) => `  # ${meaning}\n  gridseal ${line}`);
  return `\nExamples:\n${lines.join('\n\n')}\n`;
};

/** Options that several exit codes explain: printed at the end of `gridseal --help`. */
const exitCodeHelp = `\nExit codes:\n${Object.values(exitCodes)
  .map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)
  .join('\n')}\n`;

interface Build {
  readonly onCall: (call: Call) => unknown;
  readonly write: (text: string) => void;
}

/** `create <name>`: the options stand in the command's own help. */
const subcommandTerm = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map((argument) => humanReadable(argument))].join(' ');

const humanReadable = (argument: Argument): string => {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
};

function prepare(command: Command, build: Build): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({
      showGlobalOptions: false,
      sortSubcommands: false,
      sortOptions: false,
      helpWidth: 110,
      subcommandTerm,
    })
    .configureOutput({ writeOut: build.write, writeErr: () => undefined, outputError: () => undefined })
    .helpOption('-h, --help', 'show this help');
}

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;

function addGlobals(command: Command, hidden = false): void {
  for (const option of globalOptions) command.addOption(toOption(option).hideHelp(hidden));
}

function addCommand(parent: Command, definition: CommandDefinition, build: Build): void {
  const name = definition.path.split(' ').at(-1) as string;
  const command = prepare(parent.command(name), build).summary(definition.summary);
  // Lines end where the terminal's do, not where the source's do.
  command.description((definition.description ?? `${capital(definition.summary)}.`).replace(/\n/g, ' '));
  for (const argument of definition.arguments ?? []) {
    const values = argument.values ? ` (one of ${argument.values.join(', ')})` : '';
    command.argument(argument.name, argument.description + values);
  }
  for (const option of definition.options ?? []) command.addOption(toOption(option));
  addGlobals(command);
  command.addHelpText('after', examplesOf(definition));
  command.action((...args: unknown[]) => {
    const words = args.slice(0, -2) as (string | string[] | undefined)[];
    build.onCall({ definition, words, parsed: command.optsWithGlobals() });
  });
}

/** The program for these commands; parsing it calls `onCall` at most once. */
function createProgram(
  nouns: readonly NounDefinition[],
  commands: readonly CommandDefinition[],
  build: Build,
): Command {
  const program = prepare(new Command('gridseal'), build).usage('<noun> <verb> [options]');
  program.description('Quorum-signed certificates and sealed key delivery for charging networks and device fleets.');
  program.helpCommand(false);
  addGlobals(program);
  program.addHelpText('after', exitCodeHelp);
  const parents = new Map<string, Command>([['', program]]);
  for (const { noun, summary } of nouns) {
    const words = noun.split(' ');
    const above = parents.get(words.slice(0, -1).join(' ')) as Command;
    const parent = prepare(above.command(words.at(-1) as string), build)
      .usage('<verb> [options]')
      .description(`${capital(summary)}.`)
      .summary(summary);
    parent.helpCommand(false);
    addGlobals(parent, true);
    parents.set(noun, parent);
  }
  for (const definition of commands) {
    const above = definition.path.split(' ').slice(0, -1).join(' ');
    addCommand(parents.get(above) as Command, definition, build);
  }
  return program;
}

const nextWord = (words: readonly string[], options: readonly OptionDefinition[]): string[] => {
  const valued = new Set(options.filter(takesValue).map(({ flags }) => flags.split(' ')[0]));
  const found: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--') break;
    if (valued.has(word)) i++;
    else if (!word.startsWith('-')) found.push(word);
  }
  return found;
};

/** What commander says, in our words, and never with the value of an option in it. */
function toUsageError(
  error: CommanderError,
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): UsageError {
  const missing = error.code === 'commander.help' ? 'a verb is missing' : error.message;
  const message = missing
    .replace(/^error: /, '')
    .replace(/(--[a-z0-9-]+)=\S*/gi, '$1')
    .replace(/( but got \d+):.*/s, '$1');
  const [first, ...suggestion] = message.split('\n');
  const words = nextWord(argv, globalOptions);
  const paths = commands.map((command) => command.path);
  const known = words.findIndex(
    (_, i) => !paths.some((path) => `${path} `.startsWith(`${words.slice(0, i + 1).join(' ')} `)),
  );
  const right = words.slice(0, known === -1 ? words.length : known).join(' ');
  const help = `See gridseal ${right}${right === '' ? '' : ' '}--help`;
  const hints = suggestion.map((line) => line.replace(/^\(|\)$/g, ''));
  if (error.code === 'commander.unknownCommand' && hints.length === 0 && known !== -1) {
    const next = paths
      .filter((path) => right === '' || path.startsWith(`${right} `))
      .map((path) => path.split(' ')[known] ?? '');
    const near = closest(words[known] as string, [...new Set(next)]);
    if (near) hints.push(`Did you mean ${near}?`);
  }
  return new UsageError((first as string).replace(/'/g, ''), { metaMessages: [...hints, help], cause: error });
}

/**
 * Reads a command line. Options get no defaults here: where a value comes from is `createInput`'s matter.
 *
 * @throws {UsageError} for what is no command.
 */
export function parseCommandLine(
  argv: readonly string[],
  nouns: readonly NounDefinition[],
  commands: readonly CommandDefinition[],
): Parsed {
  const made: Call[] = [];
  let help = '';
  const build: Build = {
    onCall: (call) => made.push(call),
    write: (text) => {
      help += text;
    },
  };
  const program = createProgram(nouns, commands, build);
  if (argv.length === 0) {
    program.outputHelp();
    return { help };
  }
  try {
    const asked = argv.length === 1 && /^(-V|--version)$/.test(argv[0] as string) ? ['version'] : argv;
    program.parse([...asked], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help };
    throw toUsageError(error, argv, commands);
  }
  if (made[0]) return { call: made[0] };
  throw new UsageError('a command is missing', { metaMessages: ['See gridseal --help'] });
}

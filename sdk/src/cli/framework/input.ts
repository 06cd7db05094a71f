import { ConfigurationError } from '../../errors/index.ts';
import type { CommandDefinition, OptionDefinition } from './command.ts';
import { UsageError } from './errors.ts';
import { closest } from './suggest.ts';

/** A value, and the name under which it was given: `--ttl`, `GRIDSEAL_TTL`, `config.defaults.ttl`, `<name>`. */
export interface Given {
  readonly text: string;
  readonly field: string;
}

/** What the caller said, wherever it was said. */
export interface Input {
  /** The positional argument, which has to be there. */
  argument(name: string): Given;
  optionalArgument(name: string): Given | undefined;
  arguments(name: string): readonly Given[];
  /** The value of an option, by its long name in camelCase. */
  optional(name: string): Given | undefined;
  /** @throws {UsageError} if nobody gave it. */
  required(name: string): Given;
  many(name: string): readonly Given[];
  flag(name: string): boolean;
}

/** What the configuration file says, flat: `chain.rpcUrls` → its values. */
export type Settings = ReadonlyMap<string, readonly string[]>;

/** @example `camelName('--rpc-url <url>') // 'rpcUrl'` */
export function camelName(flags: string): string {
  const long = /--(?:no-)?([a-z0-9-]+)/.exec(flags)?.[1] ?? flags;
  return long.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** @example `longName('-o, --out <file>') // '--out'` */
export const longName = (flags: string): string => /--[a-z0-9-]+/.exec(flags)?.[0] ?? flags;

export const takesValue = (option: OptionDefinition): boolean => /[<[]/.test(option.flags);

const truthy = /^(1|true|yes|on)$/i;
const falsy = /^(0|false|no|off|)$/i;

function fromVariable(option: OptionDefinition, env: NodeJS.ProcessEnv): readonly Given[] | undefined {
  const text = option.variable === undefined ? undefined : env[option.variable];
  if (text === undefined || text === '') return undefined;
  const field = option.variable as string;
  if (!takesValue(option)) {
    if (!truthy.test(text) && !falsy.test(text)) {
      throw new ConfigurationError('has to be 1 or 0', { field });
    }
    return truthy.test(text) ? [{ text: 'true', field }] : [];
  }
  const texts = option.many ? text.split(',').map((part) => part.trim()) : [text];
  return texts.filter((part) => part !== '').map((part) => ({ text: part, field }));
}

function fromFlag(option: OptionDefinition, parsed: Readonly<Record<string, unknown>>): readonly Given[] | undefined {
  const value = parsed[camelName(option.flags)];
  if (value === undefined || value === false) return undefined;
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => ({ text: String(one), field: longName(option.flags) }));
}

/** Flag, then variable, then configuration file, then preset: the first that says something wins as a whole. */
export function resolveOption(
  option: OptionDefinition,
  parsed: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  settings: Settings,
): readonly Given[] {
  const set = option.setting === undefined ? undefined : settings.get(option.setting);
  const given =
    fromFlag(option, parsed) ??
    fromVariable(option, env) ??
    set?.map((text) => ({ text, field: `config.${option.setting}` })) ??
    (option.preset === undefined ? [] : [{ text: option.preset, field: longName(option.flags) }]);
  for (const { text, field } of given) assertOneOf(text, field, option.values);
  return given;
}

function assertOneOf(text: string, field: string, values: readonly string[] | undefined): void {
  if (!values || values.includes(text)) return;
  const near = closest(text, values);
  throw new UsageError(`has to be one of ${values.join(', ')}`, {
    field,
    ...(near ? { metaMessages: [`Did you mean ${near}?`] } : {}),
  });
}

/** How else an option may be given, for messages and help. */
export function otherWays(option: OptionDefinition): string[] {
  const ways = [longName(option.flags)];
  if (option.variable) ways.push(option.variable);
  if (option.setting) ways.push(`gridseal config set ${option.setting} …`);
  return ways;
}

function missing(option: OptionDefinition): UsageError {
  const ways = otherWays(option);
  const hint = ways.length > 1 ? [`Give it with ${ways.join(', or ')}.`] : [];
  return new UsageError('is missing', { field: longName(option.flags), metaMessages: hint });
}

function positionals(definition: CommandDefinition, words: readonly (string | readonly string[] | undefined)[]) {
  const given = new Map<string, readonly Given[]>();
  (definition.arguments ?? []).forEach((argument, i) => {
    const value = words[i];
    const texts = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    const name = argument.name.replace(/[<>[\].]/g, '');
    for (const text of texts) assertOneOf(text, argument.name, argument.values);
    given.set(
      name,
      texts.map((text) => ({ text, field: argument.name })),
    );
  });
  return given;
}

/** Puts together what was said on the command line, in variables and in the configuration file. */
export function createInput(
  definition: CommandDefinition,
  words: readonly (string | readonly string[] | undefined)[],
  parsed: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  settings: Settings,
): Input {
  const byName = new Map((definition.options ?? []).map((option) => [camelName(option.flags), option]));
  const values = new Map([...byName].map(([name, option]) => [name, resolveOption(option, parsed, env, settings)]));
  const places = positionals(definition, words);
  const of = (name: string): readonly Given[] => {
    const found = values.get(name);
    if (!found) throw new Error(`${definition.path} has no option ${name}`);
    return found;
  };
  const placed = (name: string): readonly Given[] => {
    const found = places.get(name);
    if (!found) throw new Error(`${definition.path} has no argument ${name}`);
    return found;
  };
  const required = (name: string): Given => {
    const first = of(name)[0];
    if (!first) throw missing(byName.get(name) as OptionDefinition);
    return first;
  };
  for (const [name, option] of byName) if (option.required) required(name);
  return {
    argument: (name) => {
      const first = placed(name)[0];
      if (!first) throw new UsageError('is missing', { field: `<${name}>` });
      return first;
    },
    optionalArgument: (name) => placed(name)[0],
    arguments: placed,
    optional: (name) => of(name)[0],
    required,
    many: of,
    flag: (name) => of(name)[0]?.text === 'true',
  };
}

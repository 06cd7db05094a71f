import { z } from 'zod';
import { ConfigurationError, DecodeError, FileError } from '../../errors/index.ts';
import { readCapped, writeWhole } from './files.ts';
import type { Settings } from './input.ts';
import { isList, parseSetting, type Setting, settings, suggestSetting } from './settings.ts';

type Tree = { [section: string]: { [key: string]: unknown } };

/** 64 KiB is more than any configuration needs. */
const maxBytes = 65_536;

function typeOf(setting: Setting): z.ZodType {
  if (isList(setting)) return z.array(z.string().min(1).max(2_048)).max(64);
  if (setting.type === 'integer')
    return z
      .number()
      .int()
      .min(setting.min ?? 0)
      .max(setting.max ?? Number.MAX_SAFE_INTEGER);
  if (setting.type === 'boolean') return z.boolean();
  if (setting.type === 'finality') return z.union([z.number().int(), z.literal('finalized')]);
  return z.string().min(1).max(2_048);
}

function schema() {
  const sections: Record<string, Record<string, z.ZodType>> = {};
  for (const setting of settings) {
    const [section, key] = setting.key.split('.') as [string, string];
    sections[section] ??= {};
    (sections[section] as Record<string, z.ZodType>)[key] = typeOf(setting).optional();
  }
  const shape = Object.entries(sections).map(([name, keys]) => [name, z.strictObject(keys).optional()] as const);
  return z.strictObject(Object.fromEntries(shape));
}

function explain(issue: z.core.$ZodIssue, file: string): ConfigurationError {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = [at, issue.keys[0]].filter((part) => part !== '').join('.');
    const near = suggestSetting(key);
    const hints = [
      `File: ${file}`,
      ...(near ? [`Did you mean ${near}?`] : []),
      'All of them: gridseal config set --help',
    ];
    return new ConfigurationError('no setting has this name', { field: `config.${key}`, metaMessages: hints });
  }
  const what = issue.message.replace(/^Invalid input: /, '').replace(/^Too /, 'is too ');
  return new ConfigurationError(what, { field: `config.${at}`, metaMessages: [`File: ${file}`] });
}

async function assertValues(tree: Tree, file: string): Promise<void> {
  for (const setting of settings) {
    const [section, key] = setting.key.split('.') as [string, string];
    const value = tree[section]?.[key];
    if (value === undefined) continue;
    const texts = Array.isArray(value) ? value.map(String) : [String(value)];
    await parseSetting(setting, texts, `config.${setting.key}`).catch((error: unknown) => {
      if (!(error instanceof DecodeError)) throw error;
      throw new ConfigurationError(error.shortMessage, {
        field: `config.${setting.key}`,
        metaMessages: [`File: ${file}`, ...error.metaMessages],
        cause: error,
      });
    });
  }
}

/** @throws {ConfigurationError} naming the key, with a suggestion for a misspelt one. */
export async function decodeConfig(text: string, file: string): Promise<Tree> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // The parser's own words quote the file, which may hold an API key: only the place is told.
    const place = /\(line \d+ column \d+\)/.exec(cause instanceof Error ? cause.message : '')?.[0] ?? '';
    throw new ConfigurationError(`is not JSON ${place}`.trim(), { field: 'config', metaMessages: [`File: ${file}`] });
  }
  const parsed = schema().safeParse(value);
  if (!parsed.success) throw explain(parsed.error.issues[0] as z.core.$ZodIssue, file);
  await assertValues(parsed.data as Tree, file);
  return parsed.data as Tree;
}

/** The file as it stands, checked; an absent file says nothing. */
export async function loadConfig(file: string): Promise<Tree> {
  const bytes = await readCapped(file, { field: 'config', maxBytes }).catch((error: unknown) => {
    const cause = error instanceof FileError ? error.cause : undefined;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw error;
  });
  return bytes === null ? {} : decodeConfig(bytes.toString('utf8'), file);
}

/** `chain.rpcUrls` → its values, as they are looked up for options. */
export function flatten(tree: Tree): Settings {
  const flat = new Map<string, readonly string[]>();
  for (const { key } of settings) {
    const [section, name] = key.split('.') as [string, string];
    const value = tree[section]?.[name];
    if (value !== undefined) flat.set(key, Array.isArray(value) ? value.map(String) : [String(value)]);
  }
  return flat;
}

/** Sets keys (`null` takes one out) and writes the whole file, after checking it. */
export async function updateConfig(
  file: string,
  changes: ReadonlyMap<string, string | number | boolean | readonly string[] | null>,
): Promise<Tree> {
  const tree = structuredClone(await loadConfig(file));
  for (const [key, value] of changes) {
    const [section, name] = key.split('.') as [string, string];
    const part = tree[section] ?? {};
    tree[section] = part;
    if (value === null) delete part[name];
    else part[name] = value;
    if (Object.keys(part).length === 0) delete tree[section];
  }
  const text = `${JSON.stringify(tree, null, 2)}\n`;
  const checked = await decodeConfig(text, file);
  await writeWhole(file, text, { replace: true, makeFolder: true, field: 'config' });
  return checked;
}

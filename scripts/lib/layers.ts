import type { Module } from './moduleGraph.ts';
import { isForTests } from './testFiles.ts';

/** The SDK's layers, lowest first. A folder imports only lower layers, never a sibling on its own line. */
export const layers: readonly (readonly string[])[] = [
  ['errors', 'bytes', 'files', 'http'],
  ['crypto', 'protocol/ocpp', 'protocol/ocpi', 'protocol/iso15118', 'protocol/can'],
  ['identity', 'quorum'],
  ['certificate', 'envelope', 'token', 'credential', 'ocn'],
  ['chain', 'store', 'generated'],
  ['delivery'],
  ['roles'],
  ['cli'],
];

/** The siblings that one folder of a line may import all the same. */
const ALLOWED_SIBLINGS: Readonly<Record<string, readonly string[]>> = {
  bytes: ['errors'],
  files: ['errors'],
  chain: ['generated'],
};

/** Folders whose subfolders are siblings too: one role knows nothing of another. */
const SPLIT = new Set(['roles']);

const SOURCE = 'sdk/src/';
const CLOCK_AND_CHANCE = new Set(['roles', 'cli']);

/** A broken rule: where, and what to do about it. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Where a file of the SDK belongs. */
interface Place {
  readonly folder: string;
  readonly level: number;
  /** Tells the parts of a split folder apart; otherwise empty. */
  readonly part: string;
}

/**
 * The imports that break the order of the layers.
 *
 * Files that lie in `sdk/src` itself are the package's doors and may import anything below the roles. Tests may import their
 * own layer line, too, and helpers outside the SDK.
 */
export function layerViolations(modules: readonly Module[]): Violation[] {
  return modules.filter(({ file }) => file.startsWith(SOURCE)).flatMap(violationsOf);
}

function violationsOf(module: Module): Violation[] {
  const { file } = module;
  const isDoor = !file.slice(SOURCE.length).includes('/');
  const from = placeOf(file);
  if (!isDoor && !from)
    return [{ file, line: 1, message: 'lies in a folder that is in no layer (scripts/lib/layers.ts)' }];
  return module.imports.flatMap(({ specifier, line, targets }) => {
    if (specifier.startsWith('@gridseal/')) {
      return [{ file, line, message: `imports its own package by name (${specifier}): use a relative path` }];
    }
    return targets.flatMap((target) => {
      const message = from ? complaint(from, file, target) : doorComplaint(target);
      return message === undefined ? [] : [{ file, line, message }];
    });
  });
}

function complaint(from: Place, file: string, target: string): string | undefined {
  const isTest = isForTests(file);
  if (!target.startsWith(SOURCE)) return isTest ? undefined : `imports ${target}, which is outside the SDK`;
  const to = placeOf(target);
  if (!to) return `imports ${target}, which is in no layer`;
  if (to.level > from.level) return `${from.folder} (layer ${from.level}) imports ${to.folder} (layer ${to.level})`;
  if (to.level < from.level || isTest) return undefined;
  if (to.folder !== from.folder) {
    const allowed = ALLOWED_SIBLINGS[from.folder]?.includes(to.folder);
    return allowed ? undefined : `${from.folder} imports its sibling ${to.folder} (layer ${from.level})`;
  }
  const crosses = from.part !== '' && to.part !== '' && from.part !== to.part;
  return crosses ? `${from.folder}/${from.part} imports its sibling ${to.folder}/${to.part}` : undefined;
}

function doorComplaint(target: string): string | undefined {
  const to = placeOf(target);
  return to && CLOCK_AND_CHANCE.has(to.folder) ? `a door of the package imports ${to.folder}` : undefined;
}

function placeOf(file: string): Place | undefined {
  const inside = file.slice(SOURCE.length);
  for (const [level, folders] of layers.entries()) {
    const folder = folders.find((name) => inside.startsWith(`${name}/`));
    if (folder === undefined) continue;
    const rest = inside.slice(folder.length + 1).split('/');
    return { folder, level, part: SPLIT.has(folder) && rest.length > 1 ? (rest[0] ?? '') : '' };
  }
  return undefined;
}

/**
 * Uses of the clock, of chance or of the environment where they have to be parameters: anywhere but in the roles, the
 * command line, tests, and files named `main.ts`, which are programs of their own.
 */
export function ambientViolations(modules: readonly Module[]): Violation[] {
  return modules.flatMap(({ file, ambientUses }) => {
    if (!file.startsWith(SOURCE) || isForTests(file) || file.endsWith('/main.ts')) return [];
    const folder = placeOf(file)?.folder;
    if (folder !== undefined && CLOCK_AND_CHANCE.has(folder)) return [];
    return ambientUses.map(({ what, line }) => ({ file, line, message: `uses ${what}: take it as a parameter` }));
  });
}

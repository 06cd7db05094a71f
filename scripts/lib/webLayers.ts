import type { Violation } from './layers.ts';
import type { Module } from './moduleGraph.ts';
import { isForTests } from './testFiles.ts';

/** The page's layers, lowest first. A folder imports only lower ones, never a sibling on its own line. */
export const webLayers: readonly (readonly string[])[] = [
  ['lib'],
  ['i18n'],
  ['ui'],
  ['data', 'wallet'],
  ['trust', 'propose', 'fleet'],
  ['features'],
  ['app'],
];

const SOURCE = 'web/src/';
const SDK = '@gridseal/sdk';

/** Doors of the SDK that construct what the page has to construct for itself, or that only Node can pass. */
const FORBIDDEN_DOORS = /^@gridseal\/sdk\/(roles|cli|store\/node)(\/|$)/;

/** Whose files are all open: small pure helpers, of which each is its own door. */
const OPEN = new Set(['lib']);

interface Place {
  readonly folder: string;
  readonly level: number;
  /** The folder with its door: `features/quorums`, `ui`. */
  readonly house: string;
}

/**
 * The imports of the page that break its order: upwards, sideways, past a folder's `index.ts`, or into the SDK otherwise than by its
 * doors. Tests are bound by the order alone, and `web/src/testing` may be imported by tests only.
 */
export function webLayerViolations(modules: readonly Module[]): Violation[] {
  return modules.filter(({ file }) => file.startsWith(SOURCE)).flatMap(violationsOf);
}

function violationsOf({ file, imports }: Module): Violation[] {
  const from = placeOf(file);
  const isTest = isForTests(file);
  if (!from && !isTest && file !== `${SOURCE}vite-env.d.ts`) {
    return [{ file, line: 1, message: 'lies in a folder that is in no layer (scripts/lib/webLayers.ts)' }];
  }
  return imports.flatMap(({ specifier, line, targets }) => {
    if (FORBIDDEN_DOORS.test(specifier))
      return [{ file, line, message: `imports ${specifier}, which is not for pages` }];
    if (specifier.startsWith(SDK)) return [];
    return targets.flatMap((target) => {
      const message = complaint(from, target, isTest);
      return message === undefined ? [] : [{ file, line, message }];
    });
  });
}

function complaint(from: Place | undefined, target: string, isTest: boolean): string | undefined {
  if (target.startsWith('sdk/')) return isTest ? undefined : `imports ${target}: use the SDK's doors, ${SDK}/…`;
  if (!target.startsWith(SOURCE)) return isTest ? undefined : `imports ${target}, which is outside the page`;
  if (isForTests(target)) return isTest ? undefined : `imports ${target}, which is for tests`;
  const to = placeOf(target);
  if (!to) return `imports ${target}, which is in no layer`;
  if (!from || from.house === to.house) return undefined;
  if (to.level > from.level) return `${from.folder} (layer ${from.level}) imports ${to.folder} (layer ${to.level})`;
  if (to.level === from.level) return `${from.house} imports its sibling ${to.house}`;
  const isDoor = OPEN.has(to.folder) || target === `${SOURCE}${to.house}/index.ts`;
  return isDoor || isTest ? undefined : `imports ${target} past ${to.house}/index.ts`;
}

function placeOf(file: string): Place | undefined {
  const parts = file.slice(SOURCE.length).split('/');
  const [folder = '', part = ''] = parts;
  const level = webLayers.findIndex((names) => names.includes(folder));
  if (level < 0 || parts.length < 2) return undefined;
  return { folder, level, house: folder === 'features' && parts.length > 2 ? `features/${part}` : folder };
}

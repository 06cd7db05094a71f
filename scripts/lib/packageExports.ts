import { readFileSync, writeFileSync } from 'node:fs';
import { filesIn } from './files.ts';
import { inProject } from './paths.ts';

const MANIFEST = inProject('sdk', 'package.json');

/** What is exported under another name than its folder's. */
const NAMES: Readonly<Record<string, string>> = { generated: 'abi', 'generated/bytecode': 'bytecode' };

/** Folders with an `index.ts` that is no door for users: durable files and open ports are our own business, the command line is reached by its `bin`. */
const PRIVATE = new Set(['cli', 'files', 'http']);

/** Folders whose subfolders have doors of their own. */
const SPLIT = new Set(['protocol', 'credential', 'delivery', 'ocn', 'roles']);

/** Parts of other folders that have doors of their own. */
const PARTS = new Set(['store/node', 'certificate/occ']);

/** Doors that only Node can pass: their code works on files, sockets and processes. Every other one is for browsers, too. */
const NODE_ONLY = new Set(['store/node', 'roles', 'delivery/install', 'delivery/leaves', 'delivery/trust']);

/** A door of the package: `folder` below `sdk/src` (empty for the top), and the name that users import. */
export interface Door {
  readonly folder: string;
  readonly name: string;
  readonly browser: boolean;
}

/** Every door that exists: the `index.ts` of the package, of its layer folders, and of the parts of those that are split. */
export function doors(files: readonly string[] = filesIn('sdk/src', (file) => file.endsWith('/index.ts'))): Door[] {
  return files.flatMap((file) => {
    const parts = file.split('/').slice(2, -1);
    const folder = parts.join('/');
    const [top = ''] = parts;
    const isDoor = parts.length < 2 || (parts.length === 2 && (SPLIT.has(top) || folder in NAMES || PARTS.has(folder)));
    if (!isDoor || PRIVATE.has(top)) return [];
    const name = folder === '' ? '.' : `./${NAMES[folder] ?? folder}`;
    return [{ folder, name, browser: !NODE_ONLY.has(top) && !NODE_ONLY.has(folder) }];
  });
}

/** The `exports` that the SDK's package.json has to have for these doors. */
export function exportsOf(all: readonly Door[]): Readonly<Record<string, unknown>> {
  const entries = [...all]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, folder }) => {
      const base = folder === '' ? './dist' : `./dist/${folder}`;
      return [name, { types: `${base}/index.d.ts`, default: `${base}/index.js` }] as const;
    });
  return { ...Object.fromEntries(entries), './package.json': './package.json' };
}

/** The parts of the SDK's package.json that are spoken of here, and whatever else it says. */
export interface Manifest {
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function readManifest(workspace: 'sdk' | 'web' = 'sdk'): Manifest {
  return JSON.parse(readFileSync(inProject(workspace, 'package.json'), 'utf8')) as Manifest;
}

/** Whether the package exports just the doors that there are. */
export function exportsAreCurrent(): boolean {
  return JSON.stringify(readManifest().exports) === JSON.stringify(exportsOf(doors()));
}

/** Brings `exports` up to date and says whether it had to. */
export function writeExports(): boolean {
  if (exportsAreCurrent()) return false;
  const { exports: _, ...others } = readManifest();
  const fields = Object.entries(others);
  const before = fields.findIndex(([name]) => name === 'imports' || name === 'files');
  fields.splice(before < 0 ? fields.length : before, 0, ['exports', exportsOf(doors())]);
  writeFileSync(MANIFEST, `${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`);
  return true;
}

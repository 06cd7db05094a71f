import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { browserSide, browserViolations } from './browserSafety.ts';
import { buildSdk } from './buildSdk.ts';
import { importCycles } from './cycles.ts';
import { undeclaredImports, unusedPackages } from './dependencies.ts';
import { filesIn } from './files.ts';
import { generatedFiles } from './generated.ts';
import { ambientViolations, layerViolations, type Violation } from './layers.ts';
import { type Module, parseModule } from './moduleGraph.ts';
import { doors, exportsAreCurrent, readManifest } from './packageExports.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';
import { isForTests } from './testFiles.ts';
import { webLayerViolations } from './webLayers.ts';
import { webSizeProblems } from './webSize.ts';
import { staleFiles } from './writeGenerated.ts';

/** What a check found. Notes are shown even if it passed. */
export interface Finding {
  readonly problems: readonly string[];
  readonly notes?: readonly string[];
}

/** A named check of the code. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<Finding>;
}

const MANY_LINES = 350;

/** Every check, the slow ones first. */
export const checks: readonly Check[] = [
  { name: 'package', run: packageLint },
  { name: 'types', run: () => tool('tsc', ['-p', 'tsconfig.json']) },
  { name: 'lint and format', run: () => tool('biome', ['check', '--colors=off']) },
  { name: 'Solidity format', run: () => solidityTool('prettier', ['--check'], '.prettierrc.json') },
  { name: 'Solidity lint', run: () => solidityTool('solhint', ['--max-warnings', '0', '--noPoster'], '.solhint.json') },
  { name: 'page size', run: async () => ({ problems: await webSizeProblems() }) },
  { name: 'layers', run: layerCheck },
  { name: 'clock and chance', run: async () => ({ problems: ambientViolations(modules('sdk/src')).map(inWords) }) },
  { name: 'import cycles', run: importCycleCheck },
  { name: 'browser safety', run: browserCheck },
  { name: 'dependencies', run: dependencyCheck },
  { name: 'generated files', run: generatedCheck },
  { name: 'file lengths', run: lengthCheck },
];

function inWords({ file, line, message }: Violation): string {
  return `${file}:${line} ${message}`;
}

async function tool(name: string, args: readonly string[]): Promise<Finding> {
  const { code, output } = await run(['node', inProject('node_modules', '.bin', name), ...args]);
  return { problems: code === 0 ? [] : [output] };
}

async function solidityTool(name: string, args: readonly string[], configuration: string): Promise<Finding> {
  if (!existsSync(inProject(configuration))) return { problems: [`${configuration} is missing`] };
  const sources = ['contracts', 'test'].flatMap((folder) => filesIn(folder, (file) => file.endsWith('.sol')));
  return tool(name, [...args, ...sources]);
}

/** Several checks read the same modules. */
const parsed = new Map<string, Module>();

function modules(folder: string, side: 'all' | 'browser' = 'all'): Module[] {
  const imports = readManifest().imports ?? {};
  const entries = Object.entries(imports).map(([name, mapping]) => {
    return [name, side === 'all' ? mapping : browserSide(mapping)] as const;
  });
  const subpaths = { folder: 'sdk', map: Object.fromEntries(entries) };
  return sourcesIn(folder).map((file) => {
    const known = parsed.get(`${side} ${file}`) ?? parseModule(file, readFileSync(inProject(file), 'utf8'), subpaths);
    parsed.set(`${side} ${file}`, known);
    return known;
  });
}

function sourcesIn(folder: string): string[] {
  return filesIn(folder, (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

async function layerCheck(): Promise<Finding> {
  const found = [...layerViolations(modules('sdk/src')), ...webLayerViolations(modules('web/src'))];
  return { problems: found.map(inWords) };
}

async function importCycleCheck(): Promise<Finding> {
  const all = ['sdk/src', 'web/src', 'scripts', 'test', 'ignition'].flatMap((folder) => modules(folder));
  return { problems: importCycles(all).map((cycle) => [...cycle, cycle[0]].join(' → ')) };
}

/** The page's imports of the SDK lead to its sources. */
function withDoors(module: Module): Module {
  const sources = new Map(doors().map(({ name, folder }) => [name, path.posix.join('sdk/src', folder, 'index.ts')]));
  const imports = module.imports.map((one) => {
    const door = sources.get(one.specifier.replace(/^@gridseal\/sdk/, '.'));
    return one.specifier.startsWith('@gridseal/sdk') && door ? { ...one, targets: [door] } : one;
  });
  return { ...module, imports };
}

async function browserCheck(): Promise<Finding> {
  const entries = doors()
    .filter(({ browser }) => browser)
    .map(({ folder }) => (folder === '' ? 'sdk/src/index.ts' : `sdk/src/${folder}/index.ts`));
  const page = modules('web/src').filter(({ file }) => !isForTests(file));
  const all = [...modules('sdk/src', 'browser'), ...page.map(withDoors)];
  return { problems: browserViolations([...entries, ...page.map(({ file }) => file)], all).map(inWords) };
}

async function dependencyCheck(): Promise<Finding> {
  const findings = (['sdk', 'web'] as const).map((workspace) => {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = readManifest(workspace);
    const declared = new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }));
    const sources = modules(`${workspace}/src`);
    const unused = unusedPackages(sources, declared);
    const notes = unused.map((name) => `${workspace}/package.json declares ${name}: nothing imports it`);
    return { problems: undeclaredImports(sources, declared, workspace).map(inWords), notes };
  });
  return { problems: findings.flatMap(({ problems }) => problems), notes: findings.flatMap(({ notes }) => notes) };
}

async function generatedCheck(): Promise<Finding> {
  const problems = staleFiles(generatedFiles()).map((file) => `${file} is stale`);
  if (!exportsAreCurrent()) problems.push('sdk/package.json: "exports" does not name the doors that there are');
  if (problems.length > 0) problems.push('Run `npm run generate` and commit what it writes.');
  return { problems };
}

async function packageLint(): Promise<Finding> {
  try {
    await buildSdk();
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
  const { messages, pkg = {} } = await publint({ pkgDir: inProject('sdk', 'dist'), strict: true, pack: false });
  const problems = messages.filter(({ type }) => type !== 'suggestion');
  const notes = messages.filter(({ type }) => type === 'suggestion');
  const words = (all: typeof messages): string[] => all.map((message) => formatMessage(message, pkg) ?? message.code);
  return { problems: words(problems), notes: words(notes) };
}

async function lengthCheck(): Promise<Finding> {
  const sources = ['sdk/src', 'web/src', 'scripts', 'test', 'ignition'].flatMap(sourcesIn);
  const contracts = filesIn('contracts', (file) => file.endsWith('.sol'));
  const notes = [...sources, ...contracts].flatMap((file) => {
    if (file.includes('/generated/')) return [];
    const lines = readFileSync(inProject(file), 'utf8').split('\n').length - 1;
    return lines > MANY_LINES ? [`${file} has ${lines} lines: can it be two?`] : [];
  });
  return { problems: [], notes };
}

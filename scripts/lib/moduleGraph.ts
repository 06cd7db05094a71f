import path from 'node:path';
import { parseSync } from 'vite';

/** One import, export-from, dynamic import or type import of a module. */
export interface ImportOf {
  readonly specifier: string;
  readonly line: number;
  /** The files of the project that it may resolve to: several for a `#subpath` with conditions, none for packages. */
  readonly targets: readonly string[];
  /** Whether it is about types alone, so that nothing of it is left at run time. */
  readonly erased: boolean;
}

/** A use of the clock, of chance or of the environment: something that only the outermost layers may construct. */
export interface AmbientUse {
  readonly what: string;
  readonly line: number;
}

/** What the checks need to know of a source file. `file` is relative to the top folder. */
export interface Module {
  readonly file: string;
  readonly imports: readonly ImportOf[];
  readonly ambientUses: readonly AmbientUse[];
}

/** A package's `imports` (subpath imports), already read as JSON, and the folder of that package. */
export interface SubpathImports {
  readonly folder: string;
  readonly map: Readonly<Record<string, unknown>>;
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/**
 * Parses one TypeScript source.
 *
 * @throws {Error} naming the file if it does not parse.
 * @example
 * ```ts
 * parseModule('sdk/src/bytes/hex.ts', text).imports[0].targets; // ['sdk/src/errors/index.ts']
 * ```
 */
export function parseModule(file: string, text: string, subpaths?: SubpathImports): Module {
  const parsed = parseSync(file, text, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts', sourceType: 'module' });
  const [error] = parsed.errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const imports: ImportOf[] = [];
  const ambientUses: AmbientUse[] = [];
  visit(parsed.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      const targets = targetsOf(file, specifier, subpaths);
      imports.push({ specifier, line: lineOf(text, node), targets, erased: isErased(node) });
    }
    const what = ambientUseOf(node);
    if (what !== undefined) ambientUses.push({ what, line: lineOf(text, node) });
  });
  return { file, imports, ambientUses };
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (isNode(value)) {
    see(value);
    for (const field of Object.values(value)) if (typeof field === 'object') visit(field, see);
  }
}

function lineOf(text: string, node: SyntaxNode): number {
  return text.slice(0, node.start).split('\n').length;
}

function isErased(node: SyntaxNode): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

function specifierOf(node: SyntaxNode): string | undefined {
  const importing = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  if (!importing.includes(node.type)) return undefined;
  return isNode(node.source) && typeof node.source.value === 'string' ? node.source.value : undefined;
}

const AMBIENT_MEMBERS = new Set(['Date.now', 'Math.random', 'process.env']);

function ambientUseOf(node: SyntaxNode): string | undefined {
  if (node.type === 'MemberExpression' && isNode(node.object) && isNode(node.property)) {
    const property = node.computed === true ? node.property.value : node.property.name;
    const name = `${String(node.object.name)}.${String(property)}`;
    return AMBIENT_MEMBERS.has(name) ? name : undefined;
  }
  const makes = node.type === 'NewExpression' || node.type === 'CallExpression';
  if (!makes || !isNode(node.callee) || node.callee.name !== 'Date') return undefined;
  if (node.type === 'CallExpression') return 'Date()';
  return Array.isArray(node.arguments) && node.arguments.length === 0 ? 'new Date()' : undefined;
}

function targetsOf(file: string, specifier: string, subpaths: SubpathImports | undefined): string[] {
  if (specifier.startsWith('.')) return [path.posix.join(path.posix.dirname(file), specifier)];
  if (!specifier.startsWith('#') || !subpaths) return [];
  return conditionTargets(subpaths.map[specifier]).map((target) => path.posix.join(subpaths.folder, target));
}

/** Every file that a conditional mapping may lead to. */
export function conditionTargets(mapping: unknown): string[] {
  if (typeof mapping === 'string') return [mapping];
  if (typeof mapping !== 'object' || mapping === null) return [];
  return Object.values(mapping).flatMap(conditionTargets);
}

import { describe, expect, test } from 'vitest';
import { browserSide, browserViolations } from './browserSafety.ts';
import { importCycles } from './cycles.ts';
import { identifierOf } from './generated.ts';
import { type Module, parseModule } from './moduleGraph.ts';

function modules(sources: Readonly<Record<string, string>>): Module[] {
  return Object.entries(sources).map(([file, text]) => parseModule(file, text));
}

describe('importCycles', () => {
  test('behavior: a diamond is no cycle', () => {
    const diamond = {
      'a.ts': "import './b.ts'; import './c.ts';",
      'b.ts': "import './d.ts';",
      'c.ts': "import './d.ts';",
      'd.ts': '',
    };
    expect(importCycles(modules(diamond))).toEqual([]);
  });

  test('error: a cycle through three files is found once', () => {
    const cycle = {
      'x.ts': "import './b.ts';",
      'b.ts': "import './c.ts';",
      'c.ts': "import './a.ts';",
      'a.ts': "import './b.ts';",
    };
    expect(importCycles(modules(cycle))).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });

  test('error: a cycle of exports, and a file that imports itself', () => {
    expect(
      importCycles(modules({ 'a.ts': "import { type B } from './b.ts';", 'b.ts': "export * from './a.ts';" })),
    ).toHaveLength(1);
    expect(importCycles(modules({ 'a.ts': "import './a.ts';" }))).toEqual([['a.ts']]);
  });
});

describe('importCycles and types', () => {
  test.each(["import type { B } from './b.ts';", "export type { B } from './b.ts';", "type B = import('./b.ts').B;"])(
    'behavior: %s is erased and makes no cycle',
    (text) => {
      expect(importCycles(modules({ 'a.ts': text, 'b.ts': "import './a.ts';" }))).toEqual([]);
    },
  );
});

describe('browserViolations', () => {
  test('behavior: what no browser export reaches may use Node', () => {
    const sources = modules({
      'index.ts': "import './a.ts';",
      'a.ts': "import 'viem';",
      'node.ts': "import 'node:fs';",
    });
    expect(browserViolations(['index.ts'], sources)).toEqual([]);
  });

  test.each(['node:fs', 'fs', 'fs/promises'])('error: %s behind a chain of imports', (builtin) => {
    const sources = modules({
      'index.ts': "import './a.ts';",
      'a.ts': "import './b.ts';",
      'b.ts': `\nimport x from '${builtin}';`,
    });
    expect(browserViolations(['index.ts'], sources)).toMatchObject([{ file: 'b.ts', line: 2 }]);
  });

  test('behavior: the browser side of a condition', () => {
    expect(browserSide({ node: './n.js', default: './d.js' })).toBe('./d.js');
    expect(browserSide({ types: './t.d.ts', browser: { import: './b.js' }, default: './d.js' })).toBe('./b.js');
    expect(browserSide({ node: './n.js' })).toBeUndefined();
  });
});

describe('parseModule', () => {
  test('error: a file that does not parse is named', () => {
    expect(() => parseModule('a.ts', 'const = ;')).toThrow('a.ts');
  });
});

describe('identifierOf', () => {
  test('behavior: initials become lower case', () => {
    expect(identifierOf('QuorumRegistry')).toBe('quorumRegistry');
    expect(identifierOf('ERC7913P256Verifier')).toBe('erc7913P256Verifier');
    expect(identifierOf('P521Verifier')).toBe('p521Verifier');
  });
});

import { describe, expect, test } from 'vitest';
import { compiledSubpaths } from './buildSdk.ts';
import { doors, exportsOf } from './packageExports.ts';

describe('doors', () => {
  test('behavior: the package, its layers, and the parts of split folders', () => {
    const files = [
      'sdk/src/index.ts',
      'sdk/src/bytes/index.ts',
      'sdk/src/store/node/index.ts',
      'sdk/src/roles/admin/index.ts',
    ];
    expect(doors(files)).toEqual([
      { folder: '', name: '.', browser: true },
      { folder: 'bytes', name: './bytes', browser: true },
      { folder: 'store/node', name: './store/node', browser: false },
      { folder: 'roles/admin', name: './roles/admin', browser: false },
    ]);
  });

  test('behavior: generated code has names of its own', () => {
    const files = ['sdk/src/generated/index.ts', 'sdk/src/generated/bytecode/index.ts'];
    expect(doors(files).map(({ name }) => name)).toEqual(['./abi', './bytecode']);
  });

  test('error: neither inner folders nor the command line are doors', () => {
    const files = ['sdk/src/store/client/index.ts', 'sdk/src/cli/index.ts', 'sdk/src/roles/device/parts/index.ts'];
    expect(doors(files)).toEqual([]);
  });

  test('behavior: exports name declarations before code', () => {
    const exported = exportsOf(doors(['sdk/src/bytes/index.ts']));
    expect(exported).toEqual({
      './bytes': { types: './dist/bytes/index.d.ts', default: './dist/bytes/index.js' },
      './package.json': './package.json',
    });
    expect(Object.keys(exported['./bytes'] ?? {})[0]).toBe('types');
  });
});

describe('compiledSubpaths', () => {
  test('behavior: TypeScript below src becomes JavaScript, conditions and packages stay', () => {
    expect(compiledSubpaths({ '#a': { node: './src/a/node.ts', default: './src/a/any.ts' }, '#b': 'viem' })).toEqual({
      '#a': { node: './a/node.js', default: './a/any.js' },
      '#b': 'viem',
    });
  });
});

import { describe, expect, test } from 'vitest';
import { compiledManifest } from './buildSdk.ts';
import { doors, exportsOf } from './packageExports.ts';

describe('doors', () => {
  test('behavior: the package, its layers, and the parts of split folders', () => {
    const files = [
      'sdk/src/index.ts',
      'sdk/src/bytes/index.ts',
      'sdk/src/store/node/index.ts',
      'sdk/src/certificate/occ/index.ts',
      'sdk/src/certificate/chargingWorld/index.ts',
      'sdk/src/roles/admin/index.ts',
    ];
    expect(doors(files)).toEqual([
      { folder: '', name: '.', browser: true },
      { folder: 'bytes', name: './bytes', browser: true },
      { folder: 'store/node', name: './store/node', browser: false },
      { folder: 'certificate/occ', name: './certificate/occ', browser: true },
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

describe('compiledManifest', () => {
  test('behavior: every path leads to the compiled file beside it, packages and other fields stay', () => {
    const manifest = {
      name: '@gridseal/sdk',
      files: ['dist'],
      bin: { gridseal: './dist/cli/main.js' },
      exports: { './bytes': { types: './dist/bytes/index.d.ts', default: './dist/bytes/index.js' } },
      imports: { '#a': { node: './src/a/node.ts', default: './src/a/any.ts' }, '#b': 'viem' },
    };
    expect(compiledManifest(manifest)).toEqual({
      name: '@gridseal/sdk',
      bin: { gridseal: './cli/main.js' },
      exports: { './bytes': { types: './bytes/index.d.ts', default: './bytes/index.js' } },
      imports: { '#a': { node: './a/node.js', default: './a/any.js' }, '#b': 'viem' },
    });
  });
});

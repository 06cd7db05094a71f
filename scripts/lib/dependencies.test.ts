import { describe, expect, test } from 'vitest';
import { packageOf, undeclaredImports, unusedPackages } from './dependencies.ts';
import { parseModule } from './moduleGraph.ts';

const declared = new Set(['viem', '@noble/hashes']);

describe('packageOf', () => {
  test.each([
    ['viem', 'viem'],
    ['viem/accounts', 'viem'],
    ['@noble/hashes/sha2.js', '@noble/hashes'],
    ['./viem.ts', undefined],
    ['#crypto', undefined],
    ['node:fs', undefined],
    ['fs/promises', undefined],
  ])('behavior: %s', (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });
});

describe('undeclaredImports', () => {
  test('behavior: declared packages, and anything in tests', () => {
    const text =
      "import { a } from 'viem/accounts';\nimport type { B } from '@noble/hashes/sha2.js';\nimport 'node:fs';";
    expect(undeclaredImports([parseModule('sdk/src/a.ts', text)], declared)).toEqual([]);
    expect(undeclaredImports([parseModule('sdk/src/a.test.ts', "import 'vitest';")], declared)).toEqual([]);
  });

  test.each(["import 'left';", "import type { A } from 'left/part';", "const a = await import('left');"])(
    'error: %s',
    (text) => {
      expect(undeclaredImports([parseModule('sdk/src/a.ts', text)], declared)).toMatchObject([{ line: 1 }]);
    },
  );
});

describe('unusedPackages', () => {
  test('error: declared but never imported', () => {
    expect(unusedPackages([parseModule('sdk/src/a.ts', "import 'viem';")], declared)).toEqual(['@noble/hashes']);
  });
});

import { describe, expect, test } from 'vitest';
import { ambientViolations, layerViolations } from './layers.ts';
import { parseModule } from './moduleGraph.ts';

function violations(file: string, text: string): string[] {
  return layerViolations([parseModule(file, text)]).map(({ line, message }) => `${line}: ${message}`);
}

describe('layerViolations', () => {
  test('behavior: a folder imports lower layers and itself', () => {
    const text = "import { a } from '../bytes/index.ts';\nimport { b } from './other.ts';\nimport x from 'viem';";
    expect(violations('sdk/src/certificate/graph.ts', text)).toEqual([]);
  });

  test('behavior: the named exceptions among siblings', () => {
    expect(violations('sdk/src/bytes/hex.ts', "import { E } from '../errors/index.ts';")).toEqual([]);
    expect(violations('sdk/src/chain/read.ts', "import { a } from '../generated/index.ts';")).toEqual([]);
    expect(violations('sdk/src/cli/main.ts', "import { a } from '../generated/index.ts';")).toEqual([]);
  });

  test('behavior: the doors of the package', () => {
    expect(violations('sdk/src/index.ts', "export { a } from './delivery/index.ts';")).toEqual([]);
    expect(violations('sdk/src/index.ts', "export { a } from './cli/main.ts';")).toHaveLength(1);
  });

  test('error: a higher layer', () => {
    expect(violations('sdk/src/bytes/hex.ts', "\nimport { a } from '../certificate/index.ts';")).toEqual([
      '2: bytes (layer 0) imports certificate (layer 3)',
    ]);
  });

  test.each([
    ['import', "import { a } from '../delivery/index.ts';"],
    ['type import', "import type { A } from '../delivery/index.ts';"],
    ['side effect', "import '../delivery/index.ts';"],
    ['export from', "export { a } from '../delivery/index.ts';"],
    ['export all', "export * from '../delivery/index.ts';"],
    ['dynamic import', "const a = await import('../delivery/index.ts');"],
    ['import in a type', "type A = import('../delivery/index.ts').A;"],
  ])('error: a higher layer by %s', (_, text) => {
    expect(violations('sdk/src/store/a.ts', text)).toHaveLength(1);
  });

  test('error: a sibling on the same line', () => {
    expect(violations('sdk/src/chain/a.ts', "import { a } from '../store/index.ts';")).toHaveLength(1);
    expect(violations('sdk/src/store/a.ts', "import { a } from '../generated/index.ts';")).toHaveLength(1);
    expect(violations('sdk/src/errors/a.ts', "import { a } from '../bytes/hex.ts';")).toHaveLength(1);
    expect(violations('sdk/src/protocol/can/a.ts', "import { a } from '../ocpp/index.ts';")).toHaveLength(1);
    expect(violations('sdk/src/roles/device/a.ts', "import { a } from '../admin/index.ts';")).toHaveLength(1);
  });

  test('error: generated files below the chain', () => {
    expect(violations('sdk/src/certificate/a.ts', "import { a } from '../generated/index.ts';")).toHaveLength(1);
  });

  test('error: a folder in no layer, a file outside, the own package', () => {
    expect(violations('sdk/src/misc/a.ts', '')).toHaveLength(1);
    expect(violations('sdk/src/bytes/a.ts', "import { a } from '../misc/a.ts';")).toHaveLength(1);
    expect(violations('sdk/src/bytes/a.ts', "import { a } from '../../../scripts/a.ts';")).toHaveLength(1);
    expect(violations('sdk/src/cli/a.ts', "import { a } from '@gridseal/sdk';")).toHaveLength(1);
  });

  test('behavior: tests import their own line and helpers outside, error: but nothing higher', () => {
    const helpers = "import { a } from '../../../test/support/sshd.ts';\nimport { b } from '../chain/index.ts';";
    expect(violations('sdk/src/store/a.test.ts', helpers)).toEqual([]);
    expect(violations('sdk/src/store/a.test.ts', "import { a } from '../cli/main.ts';")).toHaveLength(1);
  });

  test('error: every side of a conditional subpath import', () => {
    const map = { '#x': { node: './src/cli/a.ts', default: './src/bytes/a.ts' } };
    const module = parseModule('sdk/src/crypto/a.ts', "import { x } from '#x';", { folder: 'sdk', map });
    expect(layerViolations([module])).toHaveLength(1);
  });
});

describe('ambientViolations', () => {
  const uses = (file: string, text: string) =>
    ambientViolations([parseModule(file, text)]).map(({ message }) => message);

  test.each(['Date.now()', 'Date["now"]()', 'Math.random()', 'process.env.HOME', 'new Date()', 'Date()'])(
    'error: %s in a library layer',
    (text) => {
      expect(uses('sdk/src/envelope/a.ts', `export const a = ${text};`)).toHaveLength(1);
    },
  );

  test.each([
    'new Date(0)',
    '"Date.now()"',
    '{ Date: { now: 1 } }',
    'clock.now()',
    'performance.now()',
    'settings.env',
  ])('behavior: %s is no use of the clock or the environment', (text) => {
    expect(uses('sdk/src/envelope/a.ts', `// Date.now()\nexport const a = ${text};`)).toEqual([]);
  });

  test('behavior: roles, the command line, programs and tests construct them', () => {
    for (const file of ['roles/device/a.ts', 'cli/a.ts', 'store/node/main.ts', 'store/a.test.ts']) {
      expect(uses(`sdk/src/${file}`, 'export const a = Date.now();')).toEqual([]);
    }
  });
});

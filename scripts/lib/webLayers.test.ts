import { describe, expect, test } from 'vitest';
import { parseModule } from './moduleGraph.ts';
import { webLayerViolations } from './webLayers.ts';

function violations(file: string, text: string): string[] {
  return webLayerViolations([parseModule(file, text)]).map(({ message }) => message);
}

describe('webLayerViolations', () => {
  test('behavior: doors of lower layers, all of lib, and what is inside the own folder', () => {
    const page =
      "import { a } from '../../../ui/index.ts';\nimport { b } from '../model/b.ts';\nimport x from 'react';";
    expect(violations('web/src/features/quorums/pages/A.tsx', page)).toEqual([]);
    expect(violations('web/src/ui/A.tsx', "import { a } from '../lib/format.ts';")).toEqual([]);
    expect(violations('web/src/i18n/a.ts', "import { a } from '../lib/format.ts';")).toEqual([]);
    expect(violations('web/src/app/a.ts', "import a from '../features/quorums/index.ts';")).toEqual([]);
    expect(violations('web/src/data/a.ts', "import { a } from '@gridseal/sdk/chain';")).toEqual([]);
  });

  test.each([
    ['a feature the app', 'features/quorums/a.ts', "import { a } from '../../app/theme.ts';"],
    ['the design system the wallet', 'ui/a.tsx', "import { a } from '../wallet/index.ts';"],
    ['a feature another feature', 'features/quorums/a.ts', "import a from '../graph/index.ts';"],
    ['the wallet the data', 'wallet/a.ts', "import { a } from '../data/index.ts';"],
    ['by a type alone', 'lib/a.ts', "import type { A } from '../ui/index.ts';"],
    ['lazily', 'features/quorums/a.ts', "const a = await import('../graph/pages/A.tsx');"],
    ['past a door', 'features/quorums/a.ts', "import { a } from '../../ui/Button.tsx';"],
    ['past the door of a feature', 'app/a.ts', "import { a } from '../features/quorums/model/a.ts';"],
    ['what is for tests', 'ui/a.tsx', "import { a } from '../testing/renderPage.tsx';"],
    ['the sources of the SDK', 'data/a.ts', "import { a } from '../../../sdk/src/chain/index.ts';"],
    ['a role of the SDK', 'data/a.ts', "import { a } from '@gridseal/sdk/roles/admin';"],
    ["the SDK's side of Node", 'data/a.ts', "import { a } from '@gridseal/sdk/store/node';"],
    ['a script', 'app/a.ts', "import { a } from '../../../scripts/lib/a.ts';"],
  ])('error: %s', (_, file, text) => {
    expect(violations(`web/src/${file}`, text)).toHaveLength(1);
  });

  test('error: a file in no layer', () => {
    expect(violations('web/src/misc/a.ts', '')).toHaveLength(1);
    expect(violations('web/src/a.ts', '')).toHaveLength(1);
  });

  test('behavior: tests reach past doors, error: but not upwards', () => {
    const helper = "import { a } from '../testing/renderPage.tsx';\nimport { b } from '../ui/Button.tsx';";
    expect(violations('web/src/wallet/a.test.tsx', helper)).toEqual([]);
    expect(violations('web/src/ui/a.test.tsx', "import { a } from '../app/theme.ts';")).toHaveLength(1);
  });
});

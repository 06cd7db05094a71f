import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { render } from './cli-docs.ts';

test('behavior: docs/cli.md is what the command says', async () => {
  const found = await readFile(new URL('../docs/cli.md', import.meta.url), 'utf8');
  expect(found, 'run node scripts/cli-docs.ts').toBe(render());
});

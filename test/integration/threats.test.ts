import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';

/** Every `file` › name of docs/threats.md. */
const claims = readFileSync(inProject('docs/threats.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .flatMap((line) => line.split('|'))
  .flatMap((cell) => cell.split(' · '))
  .map((cell) => /^`([^`]+)` › (.+)$/.exec(cell.trim()))
  .filter((match) => match !== null)
  .map(([, file = '', name = '']) => ({ file, name }));

describe('docs/threats.md', () => {
  test('behavior: names a test for each attack', () => {
    expect(claims.length).toBeGreaterThan(60);
  });

  test.each(claims)('behavior: $file has “$name”', ({ file, name }) => {
    expect(existsSync(inProject(file)), file).toBe(true);
    expect(readFileSync(inProject(file), 'utf8')).toContain(name);
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, issuedEntry } from './admin.fixtures.ts';
import { BatchSerials } from './batchSerials.ts';
import { AdminHome } from './home.ts';

const many = Array.from({ length: 10_000 }, (_, i) => String(i + 1));

describe('BatchSerials', () => {
  test('behavior: the history has some of a large batch, a revocation gets all', async () => {
    const home = folder();
    const entry = issuedEntry({ epoch: 3 });
    const kept = await new BatchSerials(new AdminHome(home)).keep(entry, many);
    expect(kept).toEqual(many.slice(0, 1_024));
    const again = new BatchSerials(new AdminHome(home));
    expect(await again.of({ ...entry, serials: kept })).toEqual(many);
    expect(await again.of({ ...entry, epoch: 4, serials: ['7'] })).toEqual(['7']);
  });

  test('error: a damaged file stops a revocation, which would leave certificates out', async () => {
    const home = folder();
    const entry = issuedEntry({});
    const serials = await new BatchSerials(new AdminHome(home)).keep(entry, many);
    writeFileSync(path.join(home, 'serials', `${entry.subject.slice(2)}-1.json`), '{}');
    await expect(new BatchSerials(new AdminHome(home)).of({ ...entry, serials })).rejects.toMatchObject({
      code: 'FILE',
    });
  });
});

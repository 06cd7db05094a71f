import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a test run a temporary folder of its own, as `TMPDIR`, and removes it with all that tests left in it. */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

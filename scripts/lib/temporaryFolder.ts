import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Gives a test run a temporary folder of its own, as `TMPDIR`, and removes it with all that tests left in it. As `TEST_RUN_FOLDER` it
 * is where tests keep what all of them may use.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  process.env.TEST_RUN_FOLDER = folder;
  return () => {
    delete process.env.TEST_RUN_FOLDER;
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

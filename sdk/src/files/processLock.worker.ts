import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { takeLock } from './processLock.ts';

/** Takes a lock again and again beside others, and counts how often it had it, and how often another had it too. */
const [path = '', rounds = '0'] = process.argv.slice(2);
const inside = `${path}-inside`;
let held = 0;
let together = 0;
for (let round = 0; round < Number(rounds); round++) {
  // What a process that was killed leaves.
  writeFileSync(`${path}.4194305.1`, '');
  const attempt = await takeLock(path);
  if ('heldBy' in attempt) continue;
  held++;
  try {
    closeSync(openSync(inside, 'wx'));
    await new Promise((resolve) => setTimeout(resolve, 1));
    unlinkSync(inside);
  } catch {
    together++;
  }
  await attempt.release();
}
process.stdout.write(JSON.stringify({ held, together }));

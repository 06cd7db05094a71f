// Run as a process of its own by kill-nine.test.ts: one round of a device, killed before the n-th change of the disk or the first
// after it, whoever makes it: the file system is watched, not the code.
//
//   node killedAgent.ts <state folder> <n>

import fs from 'node:fs';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';

const [stateDirectory = '', at = '0'] = process.argv.slice(2);
let changes = 0;

function count(): void {
  if (changes++ !== Number(at)) return;
  // What is compiled is kept, so that the next one starts faster; all else ends here.
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
}

/** Replaces functions of a module by ones that count first. */
function watch(module: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const original = module[name] as (...args: unknown[]) => unknown;
    module[name] = (...args: unknown[]) => {
      count();
      return original(...args);
    };
  }
}

const { open } = fs.promises;
watch(fs.promises as unknown as Record<string, unknown>, ['rename', 'unlink', 'link', 'symlink', 'mkdir', 'rm']);
fs.promises.open = (async (file, flags, mode) => {
  const writes =
    typeof flags === 'number' ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0 : flags !== 'r';
  if (writes) count();
  return open(file, flags, mode);
}) as typeof open;
syncBuiltinESMExports();

const { openDevice } = await import('../../../sdk/src/roles/device/index.ts');
const device = await openDevice(stateDirectory);
const { events, alarms } = await device.poll();
process.stdout.write(`${JSON.stringify({ changes, events, alarms })}\n`);

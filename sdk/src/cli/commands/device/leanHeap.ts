import { setFlagsFromString } from 'node:v8';

/**
 * Trades speed for memory, for a process that waits nearly all of its time on a small machine: a young generation that does not
 * grow, and no compilers to machine code, whose threads and output are for work that OpenSSL and the kernel do anyway. To be called
 * before the modules of the command are loaded.
 */
export function leanHeap(): void {
  for (const flag of [
    '--semi-space-growth-factor=1',
    '--optimize-for-size',
    '--no-opt',
    '--no-maglev',
    '--no-sparkplug',
  ]) {
    setFlagsFromString(flag);
  }
}

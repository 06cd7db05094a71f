import { setFlagsFromString } from 'node:v8';

/** How a program that answers all the time has its memory collected; {@link steadyHeap} says why. */
export const steadyHeapFlags = ['--heap-growing-percent=100', '--no-allocation-site-pretenuring'] as const;

/**
 * Trades memory for even answers. To look through all that is kept takes a core from everybody for a tenth of a second, so it shall
 * seldom be due: what is kept may double before it is, and what comes and goes with a message is never put there at once. (V8 would:
 * under load, messages live long enough to look as if they stayed.) To be called before the modules of the command are loaded.
 */
export function steadyHeap(): void {
  for (const flag of steadyHeapFlags) setFlagsFromString(flag);
}

import { setFlagsFromString } from 'node:v8';

/**
 * Trades memory for even answers: what is kept may double, and not only grow by a few megabytes, before all of it is looked through
 * again, which takes a core from everybody for a tenth of a second. To be called before the modules of the command are loaded.
 */
export function roomyHeap(): void {
  setFlagsFromString('--heap-growing-percent=100');
}

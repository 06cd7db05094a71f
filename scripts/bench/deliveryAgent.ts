// The agent as `gridseal device run` has it, with a message for each installation: which epoch, and when it was on the disk.
import { leanHeap } from '../../sdk/src/cli/commands/device/leanHeap.ts';
import { now } from './clock.ts';

/** What this process tells the one that started it. */
export interface Installed {
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

leanHeap();
const { openDevice, readDeviceConfig, runAgent } = await import('../../sdk/src/roles/device/index.ts');
const stateDirectory = process.argv[2] as string;
const abort = new AbortController();
process.once('SIGTERM', () => abort.abort());
process.once('disconnect', () => abort.abort());

let switched = false;
let at = 0;
const { pollSeconds } = await readDeviceConfig(stateDirectory);
const device = await openDevice(stateDirectory, {
  // The record that follows the switch is the last thing that an installation needs on the disk; fsync has returned by then.
  onStep: (step) => {
    if (step === 'record' && switched) at = now();
    switched = step === 'switched' || (switched && step !== 'record');
  },
});
await runAgent({
  device,
  pollSeconds,
  log: { info: () => undefined, warn: console.error, error: console.error },
  random: Math.random,
  signal: abort.signal,
  onRound: ({ events }) => {
    for (const event of events)
      if (event.type === 'installed') process.send?.({ epoch: event.epoch, at } satisfies Installed);
  },
});
process.exit(0);

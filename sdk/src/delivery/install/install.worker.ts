// Run as a process of its own by crash.test.ts: does one piece of work and kills itself at the step it is told.
import { install } from './install.ts';
import type { Slot } from './record.ts';
import { recover } from './recover.ts';
import { expire, withdraw } from './remove.ts';
import type { InstallTarget } from './target.ts';

interface Work {
  readonly target: Pick<InstallTarget, 'root' | 'state' | 'commands' | 'overlap'>;
  readonly time: number;
  readonly killAt: number;
  readonly slot: Slot;
  readonly action: 'install' | 'recover' | 'expire' | 'withdraw';
  readonly manifest?: Parameters<typeof install>[1]['manifest'];
  readonly contents?: readonly string[];
  readonly epoch?: number;
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const work = JSON.parse(Buffer.concat(chunks).toString()) as Work;

let steps = 0;
const target: InstallTarget = {
  ...work.target,
  clock: () => work.time,
  onStep: () => {
    if (steps++ === work.killAt) process.kill(process.pid, 'SIGKILL');
  },
};
if (work.action === 'recover') await recover(target, work.slot);
else if (work.action === 'expire') await expire(target, work.slot);
else if (work.action === 'withdraw') await withdraw(target, work.slot, work.epoch ?? 0);
else if (work.manifest) {
  const contents = (work.contents ?? []).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
  await install(target, { manifest: work.manifest, contents });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../sdk/src/roles/sandbox/index.ts';
import { enrolFleet, type Fleet } from '../story/fleet.ts';
import { layFoundation } from '../story/foundation.ts';
import type { Stage } from '../story/stage.ts';

/** A chain, an IPFS node, an authority that stakeholders have endorsed, its administrator, and enrolled devices. */
export interface Scene extends Fleet {
  readonly stage: Stage;
}

const silent: Stage['teller'] = { chapter: () => undefined, say: () => undefined };

/**
 * Sets up what the story begins with, runs `work`, and ends everything.
 *
 * @param adapt May put something of its own between the work and the sandbox.
 */
export async function* onScene<Result>(
  work: (scene: Scene) => AsyncIterable<Result>,
  adapt: (sandbox: Stage['sandbox']) => Stage['sandbox'] = (sandbox) => sandbox,
): AsyncGenerator<Result> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-bench-'));
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  try {
    const sandbox = await startSandbox({ directory });
    try {
      const stage = { sandbox: adapt(sandbox), directory, teller: silent };
      const fleet = await enrolFleet(stage, await layFoundation(stage));
      yield* work({ stage, ...fleet });
    } finally {
      await sandbox.stop();
    }
  } finally {
    process.off('exit', remove);
    remove();
  }
}

#!/usr/bin/env node
import { commands, nouns } from './commands/index.ts';
import { InterruptedError } from './framework/errors.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { run } from './framework/run.ts';

const abort = new AbortController();
let stopsInGoodOrder = false;

/** How long a command may take to stop after a signal, unless it says otherwise. */
let grace = 10_000;

function endAt(signal: 'SIGINT' | 'SIGTERM'): void {
  const code = exitCodes[signal === 'SIGINT' ? 'interrupted' : 'terminated'].code;
  const leave = () => {
    void import('./framework/files.ts').then(({ removeUnfinished }) => {
      removeUnfinished();
      process.exit(code);
    });
  };
  process.on(signal, () => {
    // A command that stops in good order gets the time to do so, once; anything else ends now.
    if (abort.signal.aborted || !stopsInGoodOrder) return leave();
    abort.abort(new InterruptedError(signal));
    setTimeout(leave, grace).unref();
  });
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read our output has seen enough (`gridseal … | head`).
    if (error.code === 'EPIPE') process.exit(exitCodes.ok.code);
    throw error;
  });
}
endAt('SIGINT');
endAt('SIGTERM');

const code = await run(
  {
    argv: process.argv.slice(2),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: abort.signal,
    stopInGoodOrder: (graceMs = grace) => {
      stopsInGoodOrder = true;
      grace = graceMs;
    },
  },
  nouns,
  commands,
);
process.exit(code);

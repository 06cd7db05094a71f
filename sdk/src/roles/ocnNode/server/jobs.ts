import type { NodeLog } from '../context.ts';

/** Work that is done again and again. That one process at a time does it is its own matter (leases). */
export interface Job {
  readonly name: string;
  /** Milliseconds. */
  readonly everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Runs jobs in their time, each once at a time. One that fails is logged, and tried again when its time comes.
 *
 * @returns ends the jobs: those that run get the signal, and are waited for.
 */
export function startJobs(jobs: readonly Job[], log: NodeLog): () => Promise<void> {
  const abort = new AbortController();
  const running = new Map<string, Promise<void>>();
  const work = async (job: Job) => {
    try {
      await job.run(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) log.warn({ error, job: job.name }, 'a job has failed');
    } finally {
      running.delete(job.name);
    }
  };
  const timers = jobs.map((job) =>
    setInterval(() => {
      if (!running.has(job.name)) running.set(job.name, work(job));
    }, job.everyMs),
  );
  return async () => {
    for (const timer of timers) clearInterval(timer);
    abort.abort();
    await Promise.all(running.values());
  };
}

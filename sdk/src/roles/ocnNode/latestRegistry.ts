import type { NodeContext } from './context.ts';

/** How often platforms and nodes can make this node read the registry, in milliseconds. */
const AT_MOST_EVERY = 1_000;

interface Reading {
  readonly begun: number;
  readonly done: Promise<void>;
}

const readings = new WeakMap<NodeContext['directory'], Reading>();

/**
 * Reads the registry again, unless that was done within the last second: who was entered a moment ago can register a moment later, and
 * its node can tell the others of it.
 * If it cannot be read, what is known counts.
 *
 * @example `await readLatest(context)`
 */
export function readLatest({ directory, now, log }: Pick<NodeContext, 'directory' | 'now' | 'log'>): Promise<void> {
  const before = readings.get(directory);
  if (before && now() - before.begun < AT_MOST_EVERY) return before.done;
  const done = directory.refresh().catch((error: unknown) => {
    log.warn({ error }, 'the registry cannot be read');
  });
  readings.set(directory, { begun: now(), done });
  return done;
}

import { type FleetDatabase, openFleetDatabase } from './database.ts';

interface Shared {
  readonly database: Promise<FleetDatabase>;
  readonly channel: BroadcastChannel | null;
  readonly listeners: Set<() => void>;
}

const opened = new Map<string, Shared>();

/** The one connection of this tab to a register. */
export function sharedDatabase(name: string): Promise<FleetDatabase> {
  return sharedOf(name).database;
}

/** Tells this tab and the others that something was changed. */
export function tellChange(name: string): void {
  const { channel, listeners } = sharedOf(name);
  channel?.postMessage(null);
  for (const listener of listeners) listener();
}

/** Calls after each change, by whichever tab. Returns how to stop that. */
export function hearChanges(name: string, listener: () => void): () => void {
  const { listeners } = sharedOf(name);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function sharedOf(name: string): Shared {
  const known = opened.get(name);
  if (known) return known;
  const listeners = new Set<() => void>();
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  channel?.addEventListener('message', () => {
    for (const listener of listeners) listener();
  });
  // Whoever asks next opens it again.
  const ended = () => {
    channel?.close();
    opened.delete(name);
  };
  const database = openFleetDatabase(name, ended);
  database.catch(ended);
  const shared = { database, channel, listeners };
  opened.set(name, shared);
  return shared;
}

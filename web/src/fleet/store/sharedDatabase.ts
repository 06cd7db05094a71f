import { type FleetDatabase, openFleetDatabase } from './database.ts';

const opened = new Map<string, Promise<FleetDatabase>>();
const hearing = new Map<string, { readonly channel: BroadcastChannel | null; readonly listeners: Set<() => void> }>();

/** The one connection of this tab to a register. */
export function sharedDatabase(name: string): Promise<FleetDatabase> {
  const known = opened.get(name);
  if (known) return known;
  // Whoever asks next opens it again.
  const ended = () => void opened.delete(name);
  const database = openFleetDatabase(name, ended);
  database.catch(ended);
  opened.set(name, database);
  return database;
}

/** Tells this tab and the others that something was changed. */
export function tellChange(name: string): void {
  const { channel, listeners } = hearingOf(name);
  channel?.postMessage(null);
  for (const listener of listeners) listener();
}

/** Calls after each change, by whichever tab, for as long as the page is open. */
export function hearChanges(name: string, listener: () => void): void {
  hearingOf(name).listeners.add(listener);
}

function hearingOf(name: string) {
  const known = hearing.get(name);
  if (known) return known;
  const listeners = new Set<() => void>();
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  channel?.addEventListener('message', () => {
    for (const listener of listeners) listener();
  });
  const made = { channel, listeners };
  hearing.set(name, made);
  return made;
}

import type { Hex } from '@gridseal/sdk/bytes';
import { type DeviceDatabase, databaseName, openDeviceDatabase } from './database.ts';

let opened: Promise<DeviceDatabase> | null = null;
const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(databaseName) : null;
const listeners = new Set<() => void>();
channel?.addEventListener('message', () => {
  for (const listener of listeners) listener();
});

/** The one connection of this tab; opened again if the browser has ended it. */
export function sharedDevices(): Promise<DeviceDatabase> {
  opened ??= openDeviceDatabase(() => {
    opened = null;
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** Tells this tab and the others that something has changed. */
export function tellChange(): void {
  channel?.postMessage(null);
  for (const listener of listeners) listener();
}

/** Calls after each change, by whichever tab. Returns how to stop that. */
export function hearChanges(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One at a time for a device, in all tabs of this browser: two would turn each other's keys. */
export function alone<T>(device: Hex, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`${databaseName}.${device}`, { mode: 'exclusive' }, work) as Promise<T>;
}

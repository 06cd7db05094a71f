import type { Hex } from '@gridseal/sdk/bytes';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { FleetDevice, FleetEntry } from '../model/fleetDevice.ts';
import type { IssueRecord } from '../model/issueRecord.ts';

/** What a device has beside its entry: kilobytes, which lists do not need. */
export type DeviceKeys = Pick<FleetDevice, 'id' | 'key' | 'claim' | 'request'>;

interface Schema extends DBSchema {
  entries: { key: Hex; value: FleetEntry };
  keys: { key: Hex; value: DeviceKeys };
  issues: { key: string; value: IssueRecord };
  /** Names of channels beside the usual ones. */
  channels: { key: string; value: string };
}

/** The tables of one deployment's register. Public data alone. */
export type FleetDatabase = IDBPDatabase<Schema>;

const version = 1;

/**
 * Opens a register by name, and makes it if need be.
 *
 * @throws whatever the browser throws that keeps nothing.
 * @example `const database = await openFleetDatabase('gridseal-fleet-31337-0x…')`
 */
export function openFleetDatabase(name: string, ended: () => void = () => undefined): Promise<FleetDatabase> {
  return openDB<Schema>(name, version, {
    upgrade: (fresh) => {
      fresh.createObjectStore('entries', { keyPath: 'id' });
      fresh.createObjectStore('keys', { keyPath: 'id' });
      fresh.createObjectStore('issues');
      fresh.createObjectStore('channels');
    },
    // Another tab has a newer page, or the user clears the site's data.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      ended();
    },
    terminated: ended,
  });
}

/** One announcement of one authority. */
export function issueKey({ authority, subject, epoch }: Pick<IssueRecord, 'authority' | 'subject' | 'epoch'>): string {
  return `${authority}${subject}${epoch}`;
}

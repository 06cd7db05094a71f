import path from 'node:path';
import type { Hex } from '../../bytes/index.ts';
import { type FollowedSlot, slotsOf } from '../../delivery/receive/index.ts';
import { ConfigurationError } from '../../errors/index.ts';
import type { DeviceConfig } from './config.ts';
import { ownKeysFolder } from './ownKeys.ts';

/** One slot that a device follows, and where it is installed. */
export interface Watch extends FollowedSlot {
  /** Where its files are installed; absolute. */
  readonly folder: string;
}

/**
 * Everything that a device follows: each authority with each channel of the device and of its groups.
 *
 * @throws {ConfigurationError} if two of them would share a folder or a record, or one would be inside of another.
 */
export function watchesOf(config: DeviceConfig, device: Hex): readonly Watch[] {
  const { channels, groups, install } = config;
  const watches = config.authorities.flatMap(({ signer, folder = '.' }) =>
    slotsOf({ authorities: [signer], channels, groups }, device).map((slot) => {
      const owner = slot.group === null ? '.' : path.join('groups', slot.group);
      return { ...slot, folder: path.join(install.root, folder, owner, slot.channel) };
    }),
  );
  assertApart(watches, config.install.root);
  return watches;
}

/** Every watch has a record and a folder of its own, and none can reach into another's. */
function assertApart(watches: readonly Watch[], root: string): void {
  const field = 'device.json: authorities';
  const slots = new Set(watches.map(({ authority, subject }) => `${authority}${subject}`));
  const folders = watches.map(({ folder }) => folder);
  if (new Set(folders).size !== folders.length) {
    throw new ConfigurationError('two authorities share a folder', {
      field,
      metaMessages: ['Give each of them a `folder` of its own.'],
    });
  }
  if (slots.size !== watches.length) throw new ConfigurationError('one of them follows the same as another', { field });
  const keys = path.join(root, ownKeysFolder);
  for (const folder of folders) {
    const outer = [...folders.filter((other) => other !== folder), keys].find((other) => isInside(folder, other));
    if (outer === undefined && folder !== keys) continue;
    throw new ConfigurationError(`${folder} would be inside of ${outer ?? keys}, or the same`, { field });
  }
}

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}${path.sep}`);
}

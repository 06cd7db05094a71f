import path from 'node:path';
import type { Hex } from '../../bytes/index.ts';
import { groupId, signerId, subjectOf } from '../../delivery/subject/index.ts';
import { ConfigurationError } from '../../errors/index.ts';
import type { DeviceConfig } from './config.ts';
import { ownKeysFolder } from './ownKeys.ts';

/** One slot that a device follows: an authority, and one channel of the device or of a group. */
export interface Watch {
  /** The authority's ERC-7913 signer. */
  readonly signer: Hex;
  /** keccak256 of it. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly channel: string;
  /** Null for the device's own channels. */
  readonly group: string | null;
  /** Where its files are installed; absolute. */
  readonly folder: string;
}

/**
 * Everything that a device follows: each authority with each channel of the device and of its groups.
 *
 * @throws {ConfigurationError} if two of them would share a folder or a record, or one would be inside of another.
 */
export function watchesOf(config: DeviceConfig, device: Hex): readonly Watch[] {
  const owners = [
    { group: null, id: device, folder: '.' },
    ...config.groups.map((group) => ({ group, id: groupId(group), folder: path.join('groups', group) })),
  ];
  const watches = config.authorities.flatMap(({ signer, folder = '.' }) =>
    owners.flatMap((owner) =>
      config.channels.map((channel) => ({
        signer,
        authority: signerId(signer),
        subject: subjectOf(owner.id, channel),
        channel,
        group: owner.group,
        folder: path.join(config.install.root, folder, owner.folder, channel),
      })),
    ),
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

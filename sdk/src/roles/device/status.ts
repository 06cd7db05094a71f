import { fromHex } from '../../bytes/index.ts';
import { keccak256Hex } from '../../crypto/index.ts';
import type { BookContents } from '../../delivery/claim/index.ts';
import { readRecord } from '../../delivery/install/index.ts';
import { BlockClock, type TimeSources } from '../../delivery/receive/index.ts';
import { ClaimBook } from './claimBook.ts';
import { readClockMark } from './clockFile.ts';
import type { DeviceConfig } from './config.ts';
import type { ChannelStatus } from './report.ts';
import { claimsFolder, readDeviceConfig, readEnrolmentRequest, systemTime } from './stateFolder.ts';
import { watchesOf } from './watch.ts';
import { channelStatus, installationsFolder } from './watchState.ts';

/** What a state folder says, without a connection. */
export interface DeviceStatus {
  readonly config: DeviceConfig;
  /** Block time as far as it is known, in seconds since 1970. */
  readonly time: number;
  readonly channels: readonly ChannelStatus[];
  /** Receipts in the folder: not final on chain, as far as the agent has seen. */
  readonly claims: BookContents;
  /** Whether each receipt names a new key, so that nothing claimed can be opened afterwards. */
  readonly forwardSecret: boolean;
}

/**
 * Reads the state folder of a device, also while the agent runs: it changes nothing, and reads no key.
 *
 * @throws {FileError} or {ConfigurationError} naming what is wrong with the folder.
 * @example
 * ```ts
 * const { channels, forwardSecret } = await readDeviceStatus('/var/lib/gridseal');
 * ```
 */
export async function readDeviceStatus(stateDirectory: string, time: TimeSources = systemTime): Promise<DeviceStatus> {
  const config = await readDeviceConfig(stateDirectory);
  const { signer } = await readEnrolmentRequest(stateDirectory);
  const watches = watchesOf(config, keccak256Hex(fromHex(signer)));
  const folder = installationsFolder(stateDirectory);
  const channels = watches.map(async (watch) => channelStatus(watch, await readRecord(folder, watch)));
  return {
    config,
    time: new BlockClock(time, await readClockMark(stateDirectory)).now(),
    channels: await Promise.all(channels),
    claims: await new ClaimBook(claimsFolder(stateDirectory)).read(),
    forwardSecret: config.claims.ratchet,
  };
}

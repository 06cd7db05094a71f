import type { Hex } from '@gridseal/sdk/bytes';
import { defaultChannels, subjectOf } from '@gridseal/sdk/delivery/subject';
import type { EventFilter, Mention } from '../../../data/index.ts';
import { namesOfQuorum, namesOfSigner } from './directory.ts';
import type { ActivityFilter } from './filter.ts';

/** First and last block of what a filter's days are, where they are known. */
export interface BlockRange {
  readonly first?: number;
  readonly last?: number;
}

/**
 * What the index is asked for.
 *
 * @param named Ids of what the filter's text names.
 */
export function eventFilterOf(
  filter: ActivityFilter,
  registry: string,
  named: readonly Hex[] = [],
  days: BlockRange = {},
): EventFilter {
  const { types, text, quorum, certificate, signer, authority, device, transaction } = filter;
  const first = Math.max(filter.fromBlock ?? 0, days.first ?? 0);
  const last = Math.min(filter.toBlock ?? Number.POSITIVE_INFINITY, days.last ?? Number.POSITIVE_INFINITY);
  const mentions: readonly Mention[] = [
    ...(text ? [{ ids: named, ...partOf(text) }] : []),
    ...(quorum ? [{ ids: namesOfQuorum(quorum, registry) }] : []),
    ...(signer ? [{ ids: namesOfSigner(signer) }] : []),
    ...(device ? [{ ids: namesOfDevice(device) }] : []),
  ];
  return {
    ...(types.length > 0 ? { types } : {}),
    ...(certificate ? { certificate } : {}),
    ...(authority ? { authority } : {}),
    ...(transaction ? { transaction } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(first > 0 ? { fromBlock: first } : {}),
    ...(Number.isFinite(last) ? { toBlock: last } : {}),
  };
}

/** A device and what it is announced things as, on the channels that everybody uses. */
function namesOfDevice(device: Hex): readonly Hex[] {
  return [device, ...Object.values(defaultChannels).map((channel) => subjectOf(device, channel))];
}

/** So few digits are in everything. */
const FEWEST_DIGITS = 4;

/** Text that may be a part of an id. */
function partOf(text: string): { readonly part?: string } {
  const [, digits] = /^(?:0x)?([0-9a-f]+)$/i.exec(text.trim()) ?? [];
  return digits && digits.length >= FEWEST_DIGITS ? { part: digits } : {};
}

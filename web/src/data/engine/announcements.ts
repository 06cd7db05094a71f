import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement, ClaimEvent } from '@gridseal/sdk/chain';
import type {
  AnnouncementDetail,
  AnnouncementFilter,
  AnnouncementRecord,
  ClaimFilter,
} from '../model/announcements.ts';
import type { Page, Window } from '../model/events.ts';
import { isLate } from '../model/late.ts';
import { Answers } from './answers.ts';
import { type EventLog, pairKey } from './eventLog.ts';
import { findEvents, positionOf } from './events.ts';
import { pageOfMade } from './page.ts';

/** What an authority announced to a subject, with its history; null if nothing was announced. */
export function findAnnouncement(log: EventLog, authority: Hex, subject: Hex): AnnouncementDetail | null {
  const key = pairKey({ authority, subject }).toLowerCase() as Hex;
  const record = recordOf(log, key);
  return record && { ...record, history: log.of('pair', key) };
}

/** One record for each authority and subject, the latest news first. */
export function findAnnouncements(log: EventLog, filter: AnnouncementFilter & Window): Page<AnnouncementRecord> {
  const keys = found.of(log, filter, () => selectKeys(log, filter));
  return pageOfMade(keys, filter, (key) => recordOf(log, key) as AnnouncementRecord);
}

const found = new Answers<AnnouncementFilter, readonly Hex[]>();

function selectKeys(log: EventLog, { authority, subject, lateAt }: AnnouncementFilter): readonly Hex[] {
  const start = authority?.toLowerCase() ?? '0x';
  const end = subject?.toLowerCase().slice(2) ?? '';
  return log.newestFirst('pair').filter((key) => {
    if (!key.startsWith(start) || !key.endsWith(end)) return false;
    if (lateAt !== undefined) return isLateAt(recordOf(log, key), lateAt);
    // An authority may withdraw what it never announced: that alone is no announcement.
    return log.of('pair', key).some(({ type }) => type === 'announced');
  });
}

function isLateAt(record: AnnouncementRecord | null, at: number): boolean {
  return record !== null && isLate(record, at);
}

export function findClaims(log: EventLog, filter: ClaimFilter & Window): Page<ClaimEvent> {
  return findEvents(log, { ...filter, types: ['claimed'] }) as Page<ClaimEvent>;
}

function recordOf(log: EventLog, key: Hex): AnnouncementRecord | null {
  let latest: Announcement | null = null;
  let count = 0;
  let withdrawn: AnnouncementRecord['withdrawn'] = null;
  const claims = new Map<Hex, ClaimEvent>();
  for (const event of log.of('pair', key)) {
    if (event.type === 'announced') {
      latest = event;
      count++;
    } else if (event.type === 'withdrawn') withdrawn = { epoch: event.epoch, at: positionOf(event) };
    else if (event.type === 'claimed') claims.set(event.device, event);
  }
  if (!latest) return null;
  const { authority, subject } = latest;
  return { authority, subject, latest, count, withdrawn, claims: [...claims.values()] };
}

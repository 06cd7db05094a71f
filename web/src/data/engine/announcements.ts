import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement, ClaimEvent } from '@gridseal/sdk/chain';
import type {
  AnnouncementDetail,
  AnnouncementFilter,
  AnnouncementRecord,
  ClaimFilter,
} from '../model/announcements.ts';
import type { Page, Window } from '../model/events.ts';
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
  const authority = filter.authority?.toLowerCase() ?? '0x';
  const subject = filter.subject?.toLowerCase().slice(2) ?? '';
  const keys = log
    .newestFirst('pair')
    // An authority may withdraw what it never announced: that alone is no announcement.
    .filter((key) => key.startsWith(authority) && key.endsWith(subject) && recordOf(log, key) !== null);
  return pageOfMade(keys, filter, (key) => recordOf(log, key) as AnnouncementRecord);
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

import type { ChainEvent } from '@gridseal/sdk/chain';
import type { EventFilter, Page, Window } from '../model/events.ts';
import { Answers } from './answers.ts';
import { type EventLog, pairKey } from './eventLog.ts';
import { mentionTest } from './mentions.ts';
import { pageOf } from './page.ts';

/** The events that a filter lets through. */
export function findEvents(log: EventLog, filter: EventFilter & Window): Page<ChainEvent> {
  return pageOf(
    found.of(log, filter, () => select(log, filter)),
    filter,
  );
}

/** Who scrolls through a long list asks for one part of it after the other. */
const found = new Answers<EventFilter, readonly ChainEvent[]>();

function select(log: EventLog, filter: EventFilter): readonly ChainEvent[] {
  const selected = candidates(log, filter).filter(testOf(filter));
  return filter.order === 'oldest' ? selected : selected.reverse();
}

/** The shortest list that has all that the filter may let through. */
function candidates(log: EventLog, filter: EventFilter): readonly ChainEvent[] {
  const { certificate, authority, subject, device, quorum } = filter;
  if (certificate) return log.of('certificate', certificate.toLowerCase());
  if (authority && subject) return log.of('pair', pairKey({ authority, subject }).toLowerCase());
  if (device) return log.of('device', device.toLowerCase());
  if (quorum) return log.of('quorum', quorum.toLowerCase());
  return log.all;
}

const ids = ['quorum', 'certificate', 'authority', 'subject', 'device', 'transaction'] as const;

function testOf(filter: EventFilter): (event: ChainEvent) => boolean {
  const { types, fromBlock = 0, toBlock = Number.POSITIVE_INFINITY } = filter;
  const kinds = types ? new Set(types) : null;
  const wanted = ids.flatMap((name) => (filter[name] ? [[name, filter[name].toLowerCase()] as const] : []));
  const mentions = (filter.mentions ?? []).map(mentionTest);
  return (event) => {
    if (kinds && !kinds.has(event.type)) return false;
    if (event.block < fromBlock || event.block > toBlock) return false;
    if (!wanted.every(([name, value]) => (event as Partial<Record<typeof name, string>>)[name] === value)) return false;
    return mentions.every((test) => test(event));
  };
}

/** Where an event stands, without what it says. */
export function positionOf({ block, blockHash, transaction, logIndex }: ChainEvent) {
  return { block, blockHash, transaction, logIndex };
}

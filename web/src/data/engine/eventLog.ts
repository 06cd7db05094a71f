import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, EventType } from '@gridseal/sdk/chain';
import type { ChangeScope } from '../model/status.ts';
import { EventList, KeyedEvents } from './eventList.ts';

type Index = 'certificate' | 'quorum' | 'rules' | 'pair' | 'device' | 'draft' | 'digest';

const indexNames: readonly Index[] = ['certificate', 'quorum', 'rules', 'pair', 'device', 'draft', 'digest'];

/** Everything that the contracts said, with the indexes that answers are read from. */
export class EventLog {
  /** Grows with each change. */
  revision = 0;
  #all = new EventList();
  #indexes = emptyIndexes();
  readonly #orders = new Map<Index, { readonly revision: number; readonly keys: readonly Hex[] }>();

  get all(): readonly ChainEvent[] {
    return this.#all.events;
  }

  /** @returns what of it has changed. */
  apply(removed: readonly ChainEvent[], added: readonly ChainEvent[]): ReadonlySet<ChangeScope> {
    const types = new Set<EventType>();
    for (const event of removed) {
      this.#all.remove(event);
      visitKeys(event, (index, key) => this.#indexes[index].remove(key, event));
      types.add(event.type);
    }
    for (const event of added) {
      this.#all.add(event);
      visitKeys(event, (index, key) => this.#indexes[index].add(key, event));
      types.add(event.type);
    }
    this.revision++;
    return new Set([...types].flatMap(scopesOf));
  }

  clear(): void {
    this.#all = new EventList();
    this.#indexes = emptyIndexes();
    this.revision++;
  }

  /** What was said with this key, oldest first. `rules` are creations and rotations of a quorum. */
  of(index: Index, key: string): readonly ChainEvent[] {
    return this.#indexes[index].of(key);
  }

  /** All keys, those that something was said of last first. */
  newestFirst(index: Index): readonly Hex[] {
    const known = this.#orders.get(index);
    if (known?.revision === this.revision) return known.keys;
    const keys = this.#indexes[index].newestFirst();
    this.#orders.set(index, { revision: this.revision, keys });
    return keys;
  }
}

/** The key of an authority's channel to a subject. */
export function pairKey({ authority, subject }: { readonly authority: Hex; readonly subject: Hex }): Hex {
  return `${authority}${subject.slice(2)}`;
}

function emptyIndexes(): Record<Index, KeyedEvents> {
  return Object.fromEntries(indexNames.map((name) => [name, new KeyedEvents()])) as Record<Index, KeyedEvents>;
}

function visitKeys(event: ChainEvent, visit: (index: Index, key: string) => void): void {
  switch (event.type) {
    case 'quorumCreated':
    case 'quorumRotated':
      visit('rules', event.quorum);
      visit('quorum', event.quorum);
      break;
    case 'certificateEndorsed':
    case 'certificateRevoked':
      visit('certificate', event.certificate);
      visit('quorum', event.quorum);
      break;
    case 'proposed':
      visit('draft', event.draft);
      visit('quorum', event.quorum);
      break;
    case 'approved':
      visit('digest', event.digest);
      visit('quorum', event.quorum);
      break;
    case 'announced':
    case 'withdrawn':
      visit('pair', pairKey(event));
      break;
    case 'claimed':
      visit('pair', pairKey(event));
      visit('device', event.device);
      break;
  }
}

function scopesOf(type: EventType): readonly ChangeScope[] {
  switch (type) {
    case 'quorumCreated':
    case 'quorumRotated':
      return ['events', 'quorums', 'proposals'];
    case 'certificateEndorsed':
    case 'certificateRevoked':
      return ['events', 'quorums', 'certificates', 'proposals'];
    case 'proposed':
    case 'approved':
      return ['events', 'proposals'];
    default:
      return ['events', 'announcements'];
  }
}

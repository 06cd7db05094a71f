import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';

/** Whether `a` stands before `b` on the chain (negative), after it, or in the same place. */
export function compareEvents(a: ChainEvent, b: ChainEvent): number {
  return a.block - b.block || a.logIndex - b.logIndex;
}

/** Events in the order of the chain. They come in that order, but for a few that servers index late. */
export class EventList {
  readonly #events: ChainEvent[] = [];

  get events(): readonly ChainEvent[] {
    return this.#events;
  }

  get newest(): ChainEvent | undefined {
    return this.#events.at(-1);
  }

  add(event: ChainEvent): void {
    const events = this.#events;
    let place = events.length;
    while (place > 0 && compareEvents(events[place - 1] as ChainEvent, event) > 0) place--;
    if (place === events.length) events.push(event);
    else events.splice(place, 0, event);
  }

  /** What is taken back is among the newest. */
  remove(event: ChainEvent): void {
    const place = this.#events.findLastIndex((entry) => isSame(entry, event));
    if (place >= 0) this.#events.splice(place, 1);
  }
}

/** Whether both are the same log of the same block. */
export function isSame(a: ChainEvent, b: ChainEvent): boolean {
  return a.logIndex === b.logIndex && a.blockHash === b.blockHash && a.transaction === b.transaction;
}

const nothing: readonly ChainEvent[] = [];

/** Events by a key that they name. */
export class KeyedEvents {
  readonly #lists = new Map<string, EventList>();

  add(key: string, event: ChainEvent): void {
    let list = this.#lists.get(key);
    if (!list) {
      list = new EventList();
      this.#lists.set(key, list);
    }
    list.add(event);
  }

  remove(key: string, event: ChainEvent): void {
    const list = this.#lists.get(key);
    list?.remove(event);
    if (list?.events.length === 0) this.#lists.delete(key);
  }

  of(key: string): readonly ChainEvent[] {
    return this.#lists.get(key)?.events ?? nothing;
  }

  /** The keys, those with the newest events first. */
  newestFirst(): Hex[] {
    const newest = [...this.#lists].map(([key, list]) => [key, list.newest as ChainEvent] as const);
    return newest.sort(([, a], [, b]) => compareEvents(b, a)).map(([key]) => key as Hex);
  }
}

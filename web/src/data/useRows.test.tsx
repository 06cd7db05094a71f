import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import type { DataClient } from './client/dataClient.ts';
import type { EventFilter, Window } from './model/events.ts';
import { eventAt, FakeData } from './testing/FakeData.tsx';
import { offsetFor, type Rows, useRows } from './useRows.ts';

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const endorsed = (block: number) =>
  eventAt(block, { type: 'certificateEndorsed', certificate: word('11'), quorum: word('22'), version: 1 });
const withdrawn = (block: number) =>
  eventAt(block, { type: 'withdrawn', authority: word('33'), subject: word('44'), epoch: block });
const events = Array.from({ length: 3_000 }, (_, i) => (i % 3 === 0 ? withdrawn(i + 1) : endorsed(i + 1)));

type EventRows = Rows<ChainEvent>;

/** Says in words what the rows are, and hands them out. */
function List({ filter, onRows }: { readonly filter: EventFilter; readonly onRows: (rows: EventRows) => void }) {
  const rows = useRows('events', filter);
  onRows(rows);
  const { total, isLoaded, isPlaceholder, error, at } = rows;
  const state = `${total} ${isLoaded} ${isPlaceholder} ${error?.message ?? 'fine'}`;
  return <p>{`${state} first ${at(0)?.block} far ${at(2_900)?.block}`}</p>;
}

function mount(filter: EventFilter, answers: Partial<DataClient> = {}) {
  let seen: EventRows | null = null;
  const onRows = (rows: EventRows) => {
    seen = rows;
  };
  const page = (of: EventFilter) => (
    <FakeData events={events} answers={answers}>
      <List filter={of} onRows={onRows} />
    </FakeData>
  );
  const { rerender } = renderPage(page(filter));
  return { rows: () => seen as unknown as EventRows, filterBy: (next: EventFilter) => rerender(page(next)) };
}

describe('rows of a list', () => {
  test('behavior: has those in view, of all there are', async () => {
    const { rows } = mount({});
    await screen.findByText('3000 true false fine first 3000 far undefined');
    act(() => rows().show(2_880, 2_920));
    await screen.findByText('3000 true false fine first undefined far 100');
    act(() => rows().show(0, 28));
    await screen.findByText('3000 true false fine first 3000 far undefined');
  });

  test('behavior: another filter begins at its beginning, and shows the one before until it is there', async () => {
    const asked: (EventFilter & Window)[] = [];
    const gate = Promise.withResolvers<void>();
    const answer: DataClient['events'] = async (filter) => {
      asked.push(filter);
      if (filter.types) await gate.promise;
      return { total: filter.types ? 1_000 : 3_000, offset: filter.offset ?? 0, items: [endorsed(7)] };
    };
    const { rows, filterBy } = mount({}, { events: answer });
    await screen.findByText(/^3000/);
    act(() => rows().show(1_500, 1_540));
    await waitFor(() => expect(asked).toHaveLength(2));
    const before = rows().id;
    filterBy({ types: ['withdrawn'] });
    await screen.findByText(/^3000 true true/);
    expect(rows().id).not.toBe(before);
    expect(asked.at(-1)).toEqual({ types: ['withdrawn'], offset: 0, limit: 500 });
    gate.resolve();
    await screen.findByText(/^1000 true false/);
  });

  test('behavior: scrolling a little asks for nothing', async () => {
    const asked: (EventFilter & Window)[] = [];
    const answer: DataClient['events'] = async (filter) => {
      asked.push(filter);
      return { total: 3_000, offset: filter.offset ?? 0, items: [] };
    };
    const { rows } = mount({}, { events: answer });
    await screen.findByText(/^3000/);
    for (let row = 0; row < 370; row += 10) act(() => rows().show(row, row + 40));
    expect(asked).toHaveLength(1);
  });

  test('error: says why there is no answer', async () => {
    const answer: DataClient['events'] = () => Promise.reject(new Error('gone'));
    mount({}, { events: answer });
    await screen.findByText('0 false false gone first undefined far undefined');
  });

  test('behavior: what is in view is always within what is asked for', () => {
    for (let row = 0; row < 5_000; row++) {
      const offset = offsetFor(row);
      expect(offset <= row && row + 100 < offset + 500).toBe(true);
      expect(row < 125 || row - offset >= 125).toBe(true);
    }
  });
});

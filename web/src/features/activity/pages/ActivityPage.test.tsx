import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { Route } from 'wouter';
import type { DataClient } from '../../../data/index.ts';
import { eventAt, FakeData, type FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import ActivityPage from './ActivityPage.tsx';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const alice: Hex = `0x${'a1'.repeat(20)}`;
const rules = { members: [{ signer: alice, weight: 1 }], threshold: 1, revocationThreshold: 1 };
const events: readonly ChainEvent[] = [
  eventAt(1, { type: 'quorumCreated', quorum: word('d'), ...rules }),
  eventAt(5, { type: 'certificateEndorsed', certificate: word('c'), quorum: word('d'), version: 1 }),
  eventAt(9, { type: 'certificateRevoked', certificate: word('c'), quorum: word('d'), version: 1, reason: 1 }),
];

function show(path = '/activity', data: Partial<FakeDataProps> = {}, language: 'en' | 'de' = 'en') {
  return renderPage(
    <FakeData events={events} {...data}>
      <Route path="/activity/*?" component={ActivityPage} />
    </FakeData>,
    { path, language, texts: { activity: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
}

const words = async () =>
  (await screen.findAllByRole('row')).slice(1).map((row) => within(row).getByRole('rowheader').textContent);

beforeEach(() => localStorage.clear());

describe('the list', () => {
  test('behavior: newest first; the day is said once; what may be undone is marked', async () => {
    show('/activity', { status: { settled: 8 } });
    expect(await words()).toEqual(['Revoked', 'Endorsed', 'Quorum founded']);
    await waitFor(() => expect(screen.getAllByText(/2026/)).toHaveLength(1));
    expect(screen.getAllByRole('img', { name: 'may still be undone' })).toHaveLength(1);
    expect(screen.getByText('3 events')).toBeTruthy();
  });

  test('behavior: a filter is in the address, and is taken away where it is shown', async () => {
    const { path } = show('/activity/types=certificateRevoked');
    expect(await words()).toEqual(['Revoked']);
    expect(screen.getByText('1 of 3 events')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the filter: Events' }));
    expect(path()).toBe('/activity');
    await userEvent.click(screen.getByRole('button', { name: 'Quorums' }));
    expect(path()).toBe('/activity/types=quorums');
  });

  test('behavior: typing narrows once it pauses', async () => {
    const { path } = show();
    await userEvent.type(await screen.findByRole('searchbox'), 'dddd');
    await waitFor(() => expect(path()).toBe('/activity/text=dddd'));
    await waitFor(() => expect(screen.getByText('3 of 3 events')).toBeTruthy());
  });

  test('behavior: a row opens its event, the arrows lead to those beside it, and a field narrows the list', async () => {
    const { path } = show();
    await userEvent.click(await screen.findByRole('button', { name: 'Endorsed' }));
    expect(path()).toMatch(/^\/activity\/event=5\.0$/);
    const sheet = within(await screen.findByRole('dialog'));
    await sheet.findByText(word('c'));
    await userEvent.click(sheet.getByRole('button', { name: 'Newer' }));
    await sheet.findByText('key compromised');
    await userEvent.click(sheet.getByRole('button', { name: 'Only events with this: Certificate' }));
    expect(path()).toBe(`/activity/certificate=${word('c')}`);
  });

  test('behavior: a press anywhere on a row opens it, but not one on a link in it', async () => {
    const { path } = show();
    await words();
    await userEvent.click((await screen.findAllByRole('link', { name: '0xcccc…cccc' }))[0] as HTMLElement);
    expect(path()).toBe(`/certificates/${word('c')}`);
    cleanup();
    const again = show();
    await words();
    await userEvent.click(screen.getByText('9', { exact: true }));
    expect(again.path()).toBe('/activity/event=9.0');
  });

  test('behavior: in German', async () => {
    show('/activity', {}, 'de');
    expect(await words()).toEqual(['Widerrufen', 'Bestätigt', 'Quorum gegründet']);
  });
});

describe('nothing to show', () => {
  test('behavior: nothing has happened yet', async () => {
    show('/activity', { events: [] });
    expect(await screen.findByText('Nothing has happened yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Export' })).toHaveProperty('disabled', true);
  });

  test('error: nothing matches', async () => {
    const { path } = show(`/activity/quorum=${word('9')}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    expect(path()).toBe('/activity');
  });

  test('error: while the chain is being read, nothing is said to be absent', async () => {
    show('/activity', { events: [], status: { status: 'syncing' } });
    expect(screen.getAllByRole('status').length).toBeGreaterThan(0);
    expect(screen.queryByText('Nothing has happened yet')).toBeNull();
  });

  test('error: the index does not answer', async () => {
    show('/activity', { answers: { events: () => Promise.reject(new Error('the <b>index</b> is gone')) } });
    expect((await screen.findAllByRole('alert'))[0]?.textContent).toContain('the <b>index</b> is gone');
  });

  test('error: no endpoint says when blocks were made', async () => {
    show('/activity/from=2026-11-01', { answers: { blockTimes: async (blocks) => blocks.map(() => null) } });
    expect(await screen.findByText(/days cannot be filtered by now/, {}, { timeout: 5_000 })).toBeTruthy();
  });

  test('attack: what a link says is text', async () => {
    const { container } = show('/activity/quorum=<img src=x onerror=1>/text=dddd');
    expect(await screen.findByText('Part of the link was not understood')).toBeTruthy();
    expect(container.querySelector('img[src]')).toBeNull();
  });

  test('error: an event that a reorganisation took away', async () => {
    show('/activity/event=77.0');
    expect(await screen.findByText('There is no such event (any more)')).toBeTruthy();
  });
});

describe('the export', () => {
  test('behavior: can be cancelled, and begun again', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly (number | null)[]>();
    show('/activity', { answers: { blockTimes: () => promise } });
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Export' }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Cancel' }));
    resolve([1, 2, 3]);
    expect(await dialog.findByRole('button', { name: 'Export' })).toBeTruthy();
  });

  test('behavior: JSON has no byte order mark, and the file is what the filter lets through', async () => {
    show('/activity/types=quorums');
    await words();
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('radio', { name: /JSON/ }));
    expect(dialog.queryByRole('checkbox', { name: /byte order mark/ })).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Export' }));
    expect(await dialog.findByText('1 event is in the file.')).toBeTruthy();
  });

  test('attack: a reorganisation meanwhile is said, and there is no file', async () => {
    let pages = 0;
    const answer: DataClient['events'] = async ({ order }) => {
      if (order !== 'oldest') return { total: 3, offset: 0, items: events.toReversed() };
      return pages++ === 0 ? { total: 3, offset: 0, items: events.slice(0, 1) } : { total: 2, offset: 1, items: [] };
    };
    show('/activity', { answers: { events: answer } });
    await words();
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Export' }));
    expect(await dialog.findByText('The chain was reorganised meanwhile. Start again.')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Save the file' })).toBeNull();
  });
});

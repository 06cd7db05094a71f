import 'fake-indexeddb/auto';
import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, EventBody } from '@gridseal/sdk/chain';
import { subjectOf } from '@gridseal/sdk/delivery/subject';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventAt, FakeData, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { requestOf } from '../../../fleet/fleet.fixtures.ts';
import { registerName } from '../../../fleet/hooks.ts';
import { createFleetStore } from '../../../fleet/store/fleetStore.ts';
import { sharedDatabase } from '../../../fleet/store/sharedDatabase.ts';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import { WalletProvider } from '../../../wallet/index.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import FleetPage from './FleetPage.tsx';

const register = createFleetStore({
  database: () => sharedDatabase(registerName(fakeNetwork)),
  verify: async () => true,
  now: () => 1,
  changed: () => undefined,
});
/** FakeData's head. */
const now = 1_795_000_000;
const [mine, stranger] = [`0x${'a1'.repeat(32)}`, `0x${'a2'.repeat(32)}`] as const;

const announced = (subject: Hex, authority: Hex = mine): EventBody => ({
  type: 'announced',
  ...{ authority, subject, epoch: 1, digest: `0x${'ee'.repeat(32)}`, kind: 2, codec: 0 },
  ...{ notBefore: now - 60, notAfter: now + 9_000_000, previousBlock: 0 },
});
const claimed = (subject: Hex, device: Hex): EventBody => ({
  type: 'claimed',
  ...{ authority: mine, subject, device, epoch: 1, record: `0x${'cc'.repeat(32)}` },
});

function show(events: readonly ChainEvent[] = [], language: 'en' | 'de' = 'en') {
  const texts = { devices: { en, de }, trust: { en: trustEn, de: trustDe } };
  return renderPage(
    <FakeData events={events}>
      <WalletProvider network={{ ...fakeNetwork, rpcUrls: ['http://127.0.0.1:9/'] }}>
        <FleetPage />
      </WalletProvider>
    </FakeData>,
    { texts, language },
  );
}
const rows = () => screen.getByRole('table').getAttribute('aria-rowcount');

afterEach(async () => {
  vi.restoreAllMocks();
  await register.remove((await register.entries()).map(({ id }) => id));
});

describe('the fleet', () => {
  test('behavior: nothing yet: says how to begin, in German, too', async () => {
    show();
    await screen.findByText('No devices yet');
    expect(screen.getAllByRole('link', { name: 'Enrol devices' })).toHaveLength(2);
    show([], 'de');
    await screen.findByText('Noch keine Geräte');
  });

  test('behavior: counts by state, which are filters', async () => {
    const [one, two] = [await register.enrol(await requestOf(1)), await register.enrol(await requestOf(2))];
    await register.enrol(await requestOf(3));
    const [first, second] = [one.id, two.id].map((id) => subjectOf(id, 'ssh-host')) as [Hex, Hex];
    show([eventAt(1, announced(first)), eventAt(2, announced(second)), eventAt(3, claimed(first, one.id))]);
    await waitFor(() => expect(rows()).toBe('4'));
    const states = within(screen.getByRole('group', { name: 'State' }));
    for (const name of ['Claimed', 'Waiting', 'Never issued']) {
      await userEvent.click(states.getByRole('radio', { name: new RegExp(`${name}.*1`) }));
      await waitFor(() => expect(rows()).toBe('2'));
    }
    await userEvent.click(states.getByRole('radio', { name: /Late.*0/ }));
    await screen.findByText('Nothing matches');
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(rows()).toBe('4'));
  });

  test('error: strangers who announce to known devices are counted, and shown when asked for', async () => {
    const { id } = await register.enrol(await requestOf(1));
    const subject = subjectOf(id, 'ssh-host');
    show([eventAt(1, announced(subject)), eventAt(2, claimed(subject, id)), eventAt(3, announced(subject, stranger))]);
    await screen.findByText(/1 announcement to your devices comes from an authority/);
    expect(rows()).toBe('2');
    await userEvent.click(screen.getByRole('button', { name: 'Show everything' }));
    await waitFor(() => expect(rows()).toBe('3'));
  });

  test('behavior: what concerns no device of the register is one press away', async () => {
    await register.enrol(await requestOf(1));
    const foreign: Hex = `0x${'df'.repeat(32)}`;
    show([eventAt(1, announced(subjectOf(foreign, 'tls'))), eventAt(2, claimed(subjectOf(foreign, 'tls'), foreign))]);
    await waitFor(() => expect(rows()).toBe('2'));
    await userEvent.click(screen.getByRole('radio', { name: 'Everything on chain' }));
    await waitFor(() => expect(rows()).toBe('3'));
  });

  test('error: a browser that keeps nothing', async () => {
    const denied = new DOMException('A mutation operation was attempted', 'InvalidStateError');
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw denied;
    });
    show();
    await screen.findByText('This browser keeps no list of devices');
    expect(screen.queryByText('No devices yet')).toBeNull();
  });
});

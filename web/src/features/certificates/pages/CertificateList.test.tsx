import { Certificate } from '@gridseal/sdk/certificate';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { eventAt, FakeData, type FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import CertificateList from './CertificateList.tsx';

const [anchor, stranger] = [`0x${'aa'.repeat(32)}`, `0x${'bb'.repeat(32)}`] as const;
const named = (name: string, serial: number, notAfter = 1_800_000_000) =>
  Certificate.from({
    kind: 'device',
    subject: { name },
    usages: [],
    notBefore: 1_790_000_000,
    notAfter,
    serial: new Uint8Array(16).fill(serial),
  });
const [mine, older] = [named('Mine', 1), named('Another', 2, 1_799_000_000)];
const flood = Array.from({ length: 120 }, (_, i): `0x${string}` => `0x${(i + 1).toString(16).padStart(64, '0')}`);
const endorsed = (certificate: `0x${string}`, quorum: `0x${string}`, block: number) =>
  eventAt(block, { type: 'certificateEndorsed', certificate, quorum, version: 1 });
const own = [endorsed(Certificate.id(mine), anchor, 2), endorsed(Certificate.id(older), anchor, 1)];
const strangers = flood.map((id, i) => endorsed(id, stranger, 10 + i));
const contents = [mine, older].map((certificate) => Certificate.encode(certificate));

function show(data: Omit<FakeDataProps, 'children'>, options: { anchors?: boolean; language?: 'en' | 'de' } = {}) {
  const { anchors = true, language = 'en' } = options;
  const trust = { 31337: { anchors: [{ quorum: anchor }] } };
  if (anchors) localStorage.setItem('gridseal/settings/v1', JSON.stringify({ trust }));
  const texts = { certificates: { en, de }, trust: { en: trustEn, de: trustDe } };
  return renderPage(
    <FakeData {...data} follows>
      <CertificateList />
    </FakeData>,
    { texts, language },
  );
}
const names = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);

afterEach(() => localStorage.clear());

describe('CertificateList', () => {
  test('attack: a flood by strangers is left out, counted, and a click away', async () => {
    show({ events: [...own, ...strangers], contents });
    await screen.findByRole('link', { name: 'Mine' });
    expect(names()).toEqual(['Mine', 'Another']);
    expect(screen.getByText('120 that strangers alone speak of are left out')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await screen.findByText('122 certificates');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'From anyone' }).checked).toBe(true);
    expect(screen.queryByText(/are left out/)).toBeNull();
    expect(names().length).toBeLessThan(60);
  });

  test('behavior: without anchors everything is shown, and there is nothing to choose', async () => {
    show({ events: [...own, ...strangers], contents }, { anchors: false });
    await screen.findByText('122 certificates');
    expect(screen.queryByRole('radio', { name: 'From anyone' })).toBeNull();
  });

  test('error: the anchors lead to none of it', async () => {
    show({ events: strangers });
    await screen.findByText('Your anchors lead to none of these');
    expect(screen.getByText('There are 120 that strangers alone endorsed or revoked.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await screen.findByText('120 certificates');
  });

  test('error: nothing matches', async () => {
    show({ events: own, contents });
    await screen.findByRole('link', { name: 'Mine' });
    await userEvent.type(screen.getByRole('searchbox'), 'nobody');
    await screen.findByText('Nothing matches');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await screen.findByRole('link', { name: 'Mine' });
  });

  test('error: nothing is there yet', async () => {
    show({});
    await screen.findByText('No certificate is here yet');
  });

  test('error: an index that does not answer', async () => {
    show({ answers: { certificates: () => Promise.reject(new Error('the worker of the index has ended')) } });
    await screen.findByRole('button', { name: 'Try again' });
    expect(screen.queryByRole('table')).toBeNull();
  });

  test('behavior: sorted by a column, both ways', async () => {
    show({ events: own, contents });
    await screen.findByRole('link', { name: 'Mine' });
    const sort = () => userEvent.click(within(screen.getByRole('table')).getByRole('button', { name: 'Valid until' }));
    await sort();
    await expect.poll(names).toEqual(['Another', 'Mine']);
    await sort();
    await expect.poll(names).toEqual(['Mine', 'Another']);
    expect(screen.getByRole('columnheader', { name: 'Valid until' }).getAttribute('aria-sort')).toBe('descending');
  });

  test('behavior: in German', async () => {
    show({ events: [...own, ...strangers.slice(0, 1)], contents }, { language: 'de' });
    await screen.findByText('1 ist ausgeblendet, zu dem sich nur Fremde geäußert haben');
    expect(screen.getByRole('radio', { name: 'Von meinen Ankern' })).toBeTruthy();
  });
});

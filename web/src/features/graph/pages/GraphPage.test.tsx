import { Certificate } from '@gridseal/sdk/certificate';
import { contractAddresses } from '@gridseal/sdk/chain';
import { Quorum } from '@gridseal/sdk/quorum';
import { useQueryClient } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useEffect } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { Route } from 'wouter';
import { eventAt, FakeData, type FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import GraphPage from './GraphPage.tsx';

const root = `0x${'aa'.repeat(32)}` as const;
const operators = `0x${'bb'.repeat(32)}` as const;
const stranger = `0x${'cc'.repeat(32)}` as const;
const hostile = '<img src=x onerror=alert(1)>';

function made(kind: 'authority' | 'device', name: string, signer?: `0x${string}`, serial = 1) {
  const certificate = Certificate.from({
    kind,
    subject: { name, ...(signer ? { signer } : {}) },
    usages: kind === 'authority' ? ['signCertificates'] : ['claimKeys'],
    notBefore: 1_790_000_000,
    notAfter: 1_800_000_000,
    serial: new Uint8Array(16).fill(serial),
  });
  return { id: Certificate.id(certificate), bytes: Certificate.encode(certificate) };
}

const authority = made('authority', 'Operators', Quorum.signer(contractAddresses.quorumRegistry, operators));
const device = made('device', hostile);
const revoked = made('device', 'Stolen station', undefined, 2);
const foreign = made('device', 'Of a stranger', undefined, 3);

const endorsed = (block: number, certificate: `0x${string}`, quorum: `0x${string}`) =>
  eventAt(block, { type: 'certificateEndorsed', certificate, quorum, version: 1 });
const events = [
  endorsed(1, authority.id, root),
  endorsed(2, device.id, operators),
  endorsed(3, revoked.id, operators),
  eventAt(4, { type: 'certificateRevoked', certificate: revoked.id, quorum: operators, version: 1, reason: 1 }),
  endorsed(5, foreign.id, stranger),
];
const contents = [authority, device, revoked, foreign].map(({ bytes }) => bytes);

/** Asks again, as the worker makes the page do when it has read more. */
function Again() {
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void queries.invalidateQueries(), 30);
    return () => clearInterval(timer);
  }, [queries]);
  return null;
}

function show(path = '/graph', data: Omit<FakeDataProps, 'children'> = {}, language: 'en' | 'de' = 'en') {
  return renderPage(
    <FakeData events={events} contents={contents} {...data}>
      <Route path="/graph/*?" component={GraphPage} />
      {data.answers ? null : <Again />}
    </FakeData>,
    { language, path, texts: { graph: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
}

function trust(...quorums: readonly string[]): void {
  const anchors = quorums.map((quorum) => ({ quorum }));
  localStorage.setItem('gridseal/settings/v1', JSON.stringify({ trust: { 31337: { anchors } } }));
}

const tree = () => screen.findByRole('treegrid', { name: 'Trust graph as a list' });
const row = (name: RegExp) => screen.findByRole('row', { name });

describe('GraphPage', () => {
  beforeEach(() => localStorage.setItem('gridseal.graph.view', 'list'));

  test('behavior: from one’s anchors down, with states in words; strangers are not shown', async () => {
    trust(root);
    show();
    await row(/Operators.*Authority.*Trusted/);
    await row(/Stolen station.*Revoked/);
    expect((await tree()).textContent).not.toContain('stranger');
    expect(screen.getByText(/^3 certificates · 2 quorums$/)).toBeTruthy();
  });

  test('attack: markup in names stays text', async () => {
    trust(root);
    const { container } = show();
    await row(/<img src=x onerror=alert\(1\)>/);
    expect(container.querySelector('img[src]')).toBeNull();
  });

  test('behavior: keys walk the list, open and close it, and select', async () => {
    trust(root);
    const { path } = show();
    await row(/Stolen station/);
    const grid = await tree();
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
    expect(screen.queryByRole('row', { name: /Stolen station/ })).toBeNull();
    await userEvent.keyboard('{ArrowRight}{End}{Home}{ArrowDown}{Enter}');
    expect(path()).toBe(`/graph/${authority.id}`);
    const details = await screen.findByRole('complementary', { name: 'Details' });
    await within(details).findByText('Your anchors lead to it: each step below was checked in this browser.');
    await userEvent.click(within(details).getByRole('button', { name: 'Close' }));
    expect(path()).toBe('/graph');
  });

  test('behavior: narrowed, what leads to a match stays, and the filter can be lifted', async () => {
    trust(root);
    show();
    await row(/Stolen station/);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'revoked');
    expect(screen.queryByRole('row', { name: /onerror/ })).toBeNull();
    await row(/Operators.*Authority/);
    expect(screen.getByText(/1 matches/)).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'expired');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    await row(/onerror/);
  });

  test('behavior: the search finds what is in the picture, and what is elsewhere', async () => {
    trust(root);
    const { path } = show();
    await row(/Stolen station/);
    const box = screen.getByRole('combobox', { name: 'Find by name, role or id' });
    await userEvent.type(box, 'st');
    const list = await screen.findByRole('listbox');
    await within(list).findByRole('option', { name: /Stolen station/ });
    await within(list).findByRole('option', { name: /Of a stranger/ });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(path()).toBe(`/graph/${foreign.id}`);
    await screen.findByText('Your anchors do not lead to it');
    await row(/Of a stranger.*Not trusted/);
  });

  test('behavior: without anchors one is asked, and may look from any quorum without trusting it', async () => {
    const { path } = show('/graph', {
      events: [
        ...events,
        eventAt(6, {
          type: 'quorumCreated',
          quorum: root,
          members: [{ signer: `0x${'ab'.repeat(20)}`, weight: 1 }],
          threshold: 1,
          revocationThreshold: 1,
        }),
      ],
    });
    await screen.findByText('Whom do you trust?');
    await userEvent.click(await screen.findByRole('button', { name: /^0xaaaaaa…aaaaaa/ }));
    await screen.findByText('You look from a quorum that is no anchor of yours');
    await row(/Operators.*Trusted/);
    await userEvent.click(await row(/Operators.*Authority/));
    await screen.findByText('Trusted from where you look');
    expect(path()).toBe(`/graph/${authority.id}/from=${root}`);
    await userEvent.click(screen.getByRole('button', { name: 'Back to your anchors' }));
    await screen.findByText('Whom do you trust?');
  });

  test('behavior: in German', async () => {
    trust(root);
    show('/graph', {}, 'de');
    await row(/Stolen station.*Widerrufen/);
    expect(screen.getByText('3 Zertifikate · 2 Quoren')).toBeTruthy();
  });

  test('error: an address that is no id is said to be none, and the graph is there all the same', async () => {
    trust(root);
    show('/graph/0x1234');
    await screen.findByText('This is no id');
    await row(/Operators.*Authority/);
  });

  test('error: an id of which nothing is known', async () => {
    trust(root);
    show(`/graph/0x${'99'.repeat(32)}`);
    await screen.findByText('Nothing is known of it');
  });

  test('error: certificates that nobody delivers stay in the graph, by their ids', async () => {
    trust(root);
    show('/graph', { contents: [authority.bytes] });
    await row(/Operators.*Trusted/);
    await row(/0x.*Cannot be read/);
  });

  test('error: the index fails, and is asked again', async () => {
    trust(root);
    let asked = 0;
    const graph = async () => {
      asked++;
      throw new Error('the index is broken');
    };
    show('/graph', { answers: { graph } });
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(asked).toBe(2);
  });

  test('error: nothing was endorsed yet', async () => {
    show('/graph', { events: [], contents: [] });
    await screen.findByText('Nothing has been endorsed yet');
  });
});

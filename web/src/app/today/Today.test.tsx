import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, EventBody } from '@gridseal/sdk/chain';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { DataClient } from '../../data/index.ts';
import { eventAt, FakeData, fakeNetwork } from '../../data/testing/FakeData.tsx';
import { renderPage } from '../../testing/renderPage.tsx';
import { WalletProvider } from '../../wallet/index.ts';
import { appTexts } from '../appTexts.ts';
import { Today } from './Today.tsx';

/** That of the fake chain's newest block. */
const now = 1_795_000_000;
const day = 86_400;
const word = (digit: string): Hex => `0x${digit.repeat(64)}`;

const announced = (block: number, fields: Partial<Extract<EventBody, { type: 'announced' }>>): ChainEvent =>
  eventAt(block, {
    type: 'announced',
    ...{ authority: word('a'), subject: word('b'), digest: word('e'), epoch: 1, kind: 1, codec: 0, previousBlock: 0 },
    ...{ notBefore: now - 3 * day, notAfter: now + 100 * day },
    ...fields,
  });

function show(events: readonly ChainEvent[], answers: Partial<DataClient> = {}, language: 'en' | 'de' = 'en') {
  return renderPage(
    <FakeData events={events} answers={answers}>
      <WalletProvider network={fakeNetwork}>
        <Today />
      </WalletProvider>
    </FakeData>,
    { texts: { app: appTexts }, language },
  );
}

describe('what wants to be done', () => {
  test('behavior: keys that nobody came for lead to the devices', async () => {
    show([announced(1, {}), announced(2, { subject: word('c') })]);
    const link = await screen.findByRole('link', { name: /Keys for 2 recipients have not been claimed/ });
    expect(link.getAttribute('href')).toBe('/devices');
  });

  test('behavior: certificates that end within a month lead to the certificates, in German too', async () => {
    show([], { certificates: async () => ({ total: 1, offset: 0, items: [] }) }, 'de');
    const link = await screen.findByRole('link', { name: /1 Zertifikat läuft bald ab/ });
    expect(link.getAttribute('href')).toBe('/certificates');
  });

  test.each([
    ['keys that are young', [announced(1, { notBefore: now - 60 })]],
    ['keys that are claimed', [announced(1, {}), eventAt(2, claim())]],
    ['keys that are withdrawn', [announced(1, {}), eventAt(2, { type: 'withdrawn', ...pair(), epoch: 1 })]],
    ['keys that are not valid any more', [announced(1, { notAfter: now - 120 })]],
    ['nothing at all', []],
  ])('error: %s want nothing', async (_, events) => {
    const { container } = show(events);
    await waitFor(() => expect(container.querySelector('a')).toBeNull());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(container.querySelector('a')).toBeNull();
  });
});

function pair() {
  return { authority: word('a'), subject: word('b') };
}

function claim() {
  return { type: 'claimed', ...pair(), device: word('7'), epoch: 1, record: word('f') } as const;
}

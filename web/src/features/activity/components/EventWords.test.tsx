import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainEvent, contractAddresses, type EventBody } from '@gridseal/sdk/chain';
import { kindOf, signerId } from '@gridseal/sdk/delivery/subject';
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { eventAt, FakeData } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import { DirectoryProvider } from './DirectoryProvider.tsx';
import { EventWords, kinds } from './EventWords.tsx';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const alice: Hex = `0x${'a1'.repeat(20)}`;
const rules = { members: [{ signer: alice, weight: 1 }], threshold: 1, revocationThreshold: 1 };
const founded = eventAt(1, { type: 'quorumCreated', quorum: word('d'), ...rules });
const authority = signerId(`${contractAddresses.quorumRegistry}${word('d').slice(2)}` as Hex);

function show(body: EventBody, more: readonly ChainEvent[] = [], language: 'en' | 'de' = 'en') {
  const event = eventAt(9, body);
  const { container } = renderPage(
    <FakeData events={[founded, ...more, event]}>
      <DirectoryProvider devices={new Map([[word('7'), '<b>Station</b>']])}>
        <EventWords event={event} />
      </DirectoryProvider>
    </FakeData>,
    { language, texts: { activity: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
  return container;
}

const announced = (kind: number): EventBody => ({
  type: 'announced',
  ...{ authority, subject: word('5'), digest: word('e'), epoch: 3, kind, codec: 0 },
  ...{ notBefore: 1, notAfter: 2, previousBlock: 0 },
});

describe('what happened, in words', () => {
  test('behavior: a revocation says which, by whom and why, in both languages', () => {
    const revoked: EventBody = {
      type: 'certificateRevoked',
      certificate: word('c'),
      quorum: word('d'),
      version: 1,
      reason: 1,
    };
    expect(show(revoked).textContent).toBe('0xcccc…cccc by 0xdddd…dddd: key compromised');
    expect(show(revoked, [], 'de').textContent).toBe('0xcccc…cccc durch 0xdddd…dddd: Schlüssel kompromittiert');
  });

  test('behavior: an authority is shown as the quorum that it is, and leads to it', async () => {
    const container = show(announced(1));
    const link = await screen.findByRole('link', { name: '0xdddd…dddd' });
    expect(link.getAttribute('href')).toBe(`/quorums/${word('d')}`);
    expect(container.textContent).toContain('SSH user key, epoch 3, by ');
  });

  test('behavior: whom keys are for is known once one alone has claimed them', async () => {
    const claim: EventBody = {
      type: 'claimed',
      authority,
      subject: word('5'),
      device: word('7'),
      epoch: 2,
      record: word('f'),
    };
    const container = show(announced(2), [eventAt(5, claim)]);
    expect(await screen.findByText('<b>Station</b>')).toBeTruthy();
    expect(container.querySelector('b')).toBeNull();
  });

  test('error: keys that two devices claimed are for neither', async () => {
    const claim = (device: Hex): EventBody => ({
      type: 'claimed',
      authority,
      subject: word('5'),
      device,
      epoch: 2,
      record: word('f'),
    });
    show(announced(2), [eventAt(5, claim(word('7'))), eventAt(6, claim(word('8')))]);
    expect(await screen.findByText('0x5555…5555')).toBeTruthy();
  });

  test('error: a kind and a reason that there are not', () => {
    expect(show(announced(99)).textContent).toContain('Kind 99');
    const revoked: EventBody = {
      type: 'certificateRevoked',
      certificate: word('c'),
      quorum: word('d'),
      version: 1,
      reason: 77,
    };
    expect(show(revoked).textContent).toContain('reason 77');
  });

  test('behavior: kinds are those of the SDK', () => {
    expect(kinds.map((_, i) => kindOf(i + 1))).toEqual([...kinds]);
  });
});

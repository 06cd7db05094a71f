import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement } from '@gridseal/sdk/chain';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { FakeData } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import type { StoredDevice, Taken } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import type { Arrival, Look, SlotView } from '../model/lookTypes.ts';
import { ChannelsDialog } from './ChannelsDialog.tsx';
import { Deliveries } from './Deliveries.tsx';
import { FollowDialog } from './FollowDialog.tsx';

const texts = { claim: { en, de }, trust: { en: trustEn, de: trustDe } };
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const signer: Hex = `0x${'11'.repeat(20)}`;
const hostile = '<img src=x onerror=alert(1)> \u202egpj.exe';
const device: StoredDevice = {
  ...{ id: word('dd'), network: '31337:0x', name: 'laptop', kind: 'P-256', signer: `0x${'dd'.repeat(84)}` },
  signing: { algorithm: 'P-256', pair: {} as CryptoKeyPair },
  ...{ request: new Uint8Array(), state: new Uint8Array(), createdAt: 1, clock: null },
  listening: { authorities: [{ signer, trust: 'pinned' }], channels: ['tls'], groups: [hostile] },
};
const announcement: Announcement = {
  type: 'announced',
  ...{ authority: word('11'), subject: word('22'), epoch: 4, digest: word('33'), kind: 4, codec: 0 },
  ...{ notBefore: 1_795_000_000, notAfter: 1_795_003_600, previousBlock: 0, block: 7, logIndex: 0 },
  ...{ blockHash: word('77'), transaction: word('78') },
};

function show(arrival: Arrival, change: Partial<SlotView> = {}, language: 'en' | 'de' = 'en') {
  const slot = { signer, authority: word('11'), subject: word('22'), channel: 'tls', group: hostile };
  const view: SlotView = {
    ...{ slot, arrival, taken: null, receipt: null, keyWaits: false, withdrawn: 0, epoch: 4 },
    ...change,
  };
  const look: Look = { slots: [view], time: 1_795_000_100, block: 7, problems: [] };
  const live = { look, isLooking: false, problem: null, lookNow: vi.fn() } as unknown as LiveDevice;
  return renderPage(
    <FakeData>
      <Deliveries device={device} live={live} />
    </FakeData>,
    { language, texts },
  );
}

const refusal = {
  code: 'VERIFICATION',
  error: `delivery.signature: ${hostile}`,
  details: [hostile],
  sealedToOtherKey: false,
};

describe('Deliveries', () => {
  test('attack: markup and hidden characters of groups and checks are text', async () => {
    const { container } = show({ state: 'refused', announcement, refusal });
    await screen.findByText('The signature is not the authority’s');
    await userEvent.click(screen.getByText('What the check says'));
    expect(container.querySelector('img[src]')).toBeNull();
    expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(container.textContent).not.toContain('\u202e');
    expect(screen.queryByRole('button', { name: /^Save/ })).toBeNull();
  });

  test.each([
    [{ state: 'early', announcement }, 'It is opened when it becomes valid.'],
    [{ state: 'forOthers', announcement }, 'This delivery to the group holds nothing for this device.'],
    [{ state: 'untrusted', announcement, reason: null }, /No path of certificates leads/],
    [
      {
        state: 'later',
        announcement,
        problem: { code: 'TRANSPORT', shortMessage: hostile, field: null, metaMessages: [] },
      },
      /cannot be had just now/,
    ],
    [{ state: 'refused', announcement, refusal: { ...refusal, sealedToOtherKey: true } }, /does not have/],
  ] as const)('error: %j', async (arrival, text) => {
    show(arrival);
    expect(await screen.findByText(text)).toBeDefined();
    expect(screen.queryByRole('button', { name: /Save|Sign|Send/ })).toBeNull();
  });

  test('behavior: what was taken back says so, in German too', async () => {
    const taken: Taken = {
      kind: 'tls',
      ...{ epoch: 4, manifest: word('aa'), notBefore: 1_795_000_000, notAfter: 1_795_003_600 },
      ...{ takenAt: 1_795_000_050, revokes: [], turnsKey: true, isFinal: true },
    };
    show({ state: 'none' }, { taken, withdrawn: 4 }, 'de');
    expect(await screen.findByText('Zurückgezogen')).toBeDefined();
    expect(screen.getByText(/Löschen Sie die gespeicherten Dateien/)).toBeDefined();
  });

  test('behavior: nothing announced is said once', async () => {
    show({ state: 'none' });
    expect(await screen.findByText('Nothing has been announced on these channels')).toBeDefined();
  });
});

describe('dialogs', () => {
  const follow = (listen = vi.fn(async () => undefined)) => {
    renderPage(
      <FakeData>
        <FollowDialog device={device} live={{ listen }} open onClose={vi.fn()} />
      </FakeData>,
      { texts },
    );
    return listen;
  };

  test('behavior: an administrator’s link adds authority and channels', async () => {
    const listen = follow();
    const other = `0x${'ab'.repeat(20)}`;
    await userEvent.type(screen.getByLabelText('Authority'), `https://x.example/#/claim/follow/${other}/visit`);
    await userEvent.click(screen.getByRole('button', { name: 'Listen to it' }));
    expect(listen).toHaveBeenCalledWith({
      authorities: [...device.listening.authorities, { signer: other, trust: 'pinned' }],
      channels: ['tls', 'visit'],
      groups: [hostile],
    });
  });

  test.each([
    ['hello', /This is no authority/],
    [`0x${'11'.repeat(20)}`, 'This device listens to it already.'],
    ['https://x.example/#/claim/follow/0x12', /This is no authority/],
  ])('error: %s', async (text, problem) => {
    const listen = follow();
    await userEvent.type(screen.getByLabelText('Authority'), text);
    await userEvent.click(screen.getByRole('button', { name: 'Listen to it' }));
    expect(await screen.findByText(problem)).toBeDefined();
    expect(listen).not.toHaveBeenCalled();
  });

  test('error: no channel, a name that is none', async () => {
    const listen = vi.fn(async () => undefined);
    renderPage(
      <FakeData>
        <ChannelsDialog device={device} live={{ listen }} open onClose={vi.fn()} />
      </FakeData>,
      { texts },
    );
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('checkbox', { name: /TLS/ }));
    expect(dialog.getByText('Choose at least one channel.')).toBeDefined();
    await userEvent.type(dialog.getByLabelText(/Further channels/), '../etc');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(dialog.getByText(/A channel’s name is/)).toBeDefined();
    expect(listen).not.toHaveBeenCalled();
  });
});

import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { Quorum } from '@gridseal/sdk/quorum';
import { screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { useCertificate } from '../data/index.ts';
import { eventAt, FakeData, fakeNetwork } from '../data/testing/FakeData.tsx';
import { renderPage } from '../testing/renderPage.tsx';
import de from './messages/de.ts';
import en from './messages/en.ts';
import { QuorumName, type QuorumNameProps } from './QuorumName.tsx';

const wallet: Hex = `0x${'22'.repeat(20)}`;
const root: Hex = `0x${'a1'.repeat(32)}`;
const named: Hex = `0x${'b2'.repeat(32)}`;
const signer = Quorum.signer(fakeNetwork.addresses.quorumRegistry, named).toLowerCase() as Hex;

const created = (quorum: Hex, block: number) =>
  eventAt(block, {
    type: 'quorumCreated',
    quorum,
    members: [{ signer: wallet, weight: 1 }],
    threshold: 1,
    revocationThreshold: 1,
  });

function certificateNaming(name: string): Uint8Array {
  return Certificate.encode(
    Certificate.from({
      kind: 'authority',
      subject: { name, signer },
      usages: ['signCertificates'],
      notBefore: 1_700_000_000,
      notAfter: 1_900_000_000,
      serial: new Uint8Array(16),
    }),
  );
}

interface Scene extends Partial<QuorumNameProps> {
  readonly calls?: string;
  readonly anchored?: boolean;
  readonly own?: string;
  readonly revoked?: boolean;
}

/** Reads the certificate, as pages that show it do, and then what is named. */
function After({ id, children }: { readonly id: Hex | null; readonly children: ReactNode }) {
  const { data } = useCertificate(id);
  return id === null || data?.content === 'loaded' ? children : null;
}

async function show({ calls, anchored = false, own, revoked = false, ...props }: Scene = {}) {
  const body = calls === undefined ? null : certificateNaming(calls);
  const id = body ? sha256Hex(body) : null;
  const said: ChainEvent[] = id
    ? [eventAt(5, { type: 'certificateEndorsed', certificate: id, quorum: root, version: 1 })]
    : [];
  if (id && revoked) {
    said.push(eventAt(6, { type: 'certificateRevoked', certificate: id, quorum: root, version: 1, reason: 1 }));
  }
  const trust = anchored ? { '31337': { anchors: [{ quorum: root }] } } : {};
  localStorage.setItem('gridseal/settings/v1', JSON.stringify({ trust, names: own ? { [named]: own } : {} }));
  renderPage(
    <FakeData events={[created(root, 1), created(named, 2), ...said]} contents={body ? [body] : []}>
      <After id={id}>
        <QuorumName value={named} {...props} />
      </After>
    </FakeData>,
    { texts: { trust: { en, de } } },
  );
  await screen.findAllByRole('button', { name: /^Copy/ });
}

describe('the name of a quorum', () => {
  test('behavior: the user’s own comes first, and leads to the quorum’s page', async () => {
    await show({ own: 'Operators', calls: 'Somebody else', anchored: true, claims: true });
    const link = await screen.findByRole('link', { name: 'Operators' });
    expect(link.getAttribute('href')).toBe(`/quorums/${named}`);
    expect(screen.queryByText('Somebody else')).toBeNull();
    expect(screen.queryByRole('img')).toBeNull();
  });

  test('behavior: a certificate that is trusted here names it, by its id or as a signer', async () => {
    await show({ value: signer, calls: 'Charging Station Operators', anchored: true });
    await screen.findByRole('link', { name: 'Charging Station Operators' });
    await screen.findByRole('img', { name: 'a certificate that you trust calls it so' });
  });

  test('error: a certificate that nobody here trusts names nothing', async () => {
    await show({ calls: 'Charging Station Operators' });
    await screen.findByRole('link', { name: /^0xb2b2/ });
    expect(screen.queryByText('Charging Station Operators')).toBeNull();
  });

  test('error: where such claims are asked for, they are marked', async () => {
    await show({ calls: 'Charging Station Operators', claims: true });
    await screen.findByRole('link', { name: 'Charging Station Operators' });
    await screen.findByRole('img', { name: 'a certificate calls it so that you have no reason to trust' });
  });

  test('error: a revoked certificate names nothing', async () => {
    await show({ calls: 'Charging Station Operators', anchored: true, revoked: true, claims: true });
    await screen.findByRole('link', { name: /^0xb2b2/ });
    expect(screen.queryByText('Charging Station Operators')).toBeNull();
  });

  test('error: ids that are no quorum’s, and wallets, lead nowhere', async () => {
    for (const value of [`0x${'cc'.repeat(32)}`, wallet, `0x${'dd'.repeat(20)}${named.slice(2)}`] as Hex[]) {
      await show({ value });
      await waitFor(() => expect(screen.getAllByText(/^0x/).length).toBeGreaterThan(0));
      expect(screen.queryByRole('link')).toBeNull();
      document.body.replaceChildren();
    }
  });
});

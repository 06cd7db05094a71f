import { Certificate } from '@gridseal/sdk/certificate';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { Route } from 'wouter';
import { eventAt, FakeData, type FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import CertificateDetail from './CertificateDetail.tsx';

const quorum = `0x${'aa'.repeat(32)}` as const;
const certificate = Certificate.from({
  kind: 'device',
  subject: { name: '<b>station</b> 7' },
  usages: ['claimKeys'],
  notBefore: 1_790_000_000,
  notAfter: 1_800_000_000,
  serial: new Uint8Array(16),
});
const bytes = Certificate.encode(certificate);
const id = Certificate.id(certificate);
const endorsed = eventAt(7, { type: 'certificateEndorsed', certificate: id, quorum, version: 1 });
const revoked = eventAt(8, { type: 'certificateRevoked', certificate: id, quorum, version: 1, reason: 4 });

function show(data: Omit<FakeDataProps, 'children'>, language: 'en' | 'de' = 'en', path: string = id) {
  return renderPage(
    <FakeData {...data}>
      <Route path="/certificates/:id" component={CertificateDetail} />
    </FakeData>,
    {
      language,
      path: `/certificates/${path}`,
      texts: { certificates: { en, de }, trust: { en: trustEn, de: trustDe } },
    },
  );
}

describe('CertificateDetail', () => {
  test('behavior: in words, with who endorsed it, and markup as text', async () => {
    const { container } = show({ events: [endorsed], contents: [bytes] });
    await screen.findByRole('heading', { level: 1, name: '<b>station</b> 7' });
    expect(screen.getByText('claim keys')).toBeTruthy();
    expect(screen.getByText('endorsed it')).toBeTruthy();
    expect(container.querySelector('b')).toBeNull();
  });

  test('behavior: in German, a revocation with its reason', async () => {
    show({ events: [endorsed, revoked], contents: [bytes] }, 'de');
    await screen.findByText('hat es widerrufen: ersetzt');
    expect(screen.getByText('Widerrufen')).toBeTruthy();
  });

  test('error: content that nobody delivers can be given by file, and only the right one', async () => {
    show({ events: [endorsed] });
    await screen.findByText('No IPFS node delivers this certificate');
    const drop = screen.getByLabelText(/The certificate’s file/);
    await userEvent.upload(drop, new File(['{}'], 'other.json', { type: 'application/json' }));
    await screen.findByText(/This file is not the certificate with this id/);
  });

  test('error: bytes that are no certificate are said to be none', async () => {
    const other = new TextEncoder().encode('{}');
    const { sha256Hex } = await import('@gridseal/sdk/crypto');
    const wrong = sha256Hex(other);
    const event = eventAt(7, { type: 'certificateEndorsed', certificate: wrong, quorum, version: 1 });
    show({ events: [event], contents: [other] }, 'en', wrong);
    await screen.findByText('Its bytes are not a certificate');
  });

  test('error: an id of which the chain says nothing', async () => {
    show({ contents: [bytes] });
    await screen.findByText('The chain says nothing of this certificate');
  });
});

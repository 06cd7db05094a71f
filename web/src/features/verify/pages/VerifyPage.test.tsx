import { Certificate } from '@gridseal/sdk/certificate';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { eventAt, FakeData, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import { WalletProvider } from '../../../wallet/index.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import VerifyPage from './VerifyPage.tsx';

const certificate = Certificate.from({
  kind: 'device',
  subject: { name: '<i>station</i> 7' },
  usages: ['claimKeys'],
  notBefore: 1_790_000_000,
  notAfter: 1_800_000_000,
  serial: new Uint8Array(16),
});
const bytes = new Uint8Array(Certificate.encode(certificate));
const text = new TextDecoder().decode(bytes);
const quorum = `0x${'ab'.repeat(32)}` as const;
const endorsed = eventAt(5, {
  type: 'certificateEndorsed',
  certificate: Certificate.id(certificate),
  quorum,
  version: 1,
});

function show(language: 'en' | 'de' = 'en') {
  const texts = { verify: { en, de }, trust: { en: trustEn, de: trustDe } };
  return renderPage(
    <FakeData events={[endorsed]} contents={[bytes]}>
      <WalletProvider network={fakeNetwork}>
        <VerifyPage />
      </WalletProvider>
    </FakeData>,
    { language, texts },
  );
}

const give = async (value: string) => {
  await userEvent.click(screen.getByRole('textbox'));
  await userEvent.paste(value);
};

describe('VerifyPage', () => {
  test('behavior: a pasted certificate is shown in words, markup as text, and can be put aside', async () => {
    const { container } = show();
    await give(text);
    await waitFor(() => expect(screen.getAllByText('<i>station</i> 7').length).toBeGreaterThan(0));
    expect(container.querySelector('main i, section i')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Verify something else' }));
    expect(screen.getByRole('textbox')).toHaveProperty('value', '');
  });

  test('behavior: a file goes by its bytes', async () => {
    show();
    await userEvent.upload(screen.getByLabelText(/A certificate, a bundle/), new File([bytes], 'x.json'));
    await waitFor(() => expect(screen.getAllByText('<i>station</i> 7').length).toBeGreaterThan(0));
  });

  test.each([
    ['hello', 'This is neither a digest nor a certificate nor a bundle'],
    ['0x1234', 'This is neither a digest nor a certificate nor a bundle'],
    [`${text.slice(0, -1)} }`, 'This is no valid certificate'],
    [text.replace('device', 'devices'), 'This is no valid certificate'],
    ['{"type":"gridseal/bundle/v1"}', 'This is no valid bundle'],
    ['{"type":"gridseal/bundle/v1","certificates":"<img src=x>"}', 'This is no valid bundle'],
  ])('error: what is none is said to be none: %#', async (value, words) => {
    const { container } = show();
    await give(value);
    expect(screen.getByText(words)).toBeTruthy();
    expect(container.querySelector('img')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Verify something else' })).toBeNull();
  });

  test('error: in German, too', async () => {
    show('de');
    await give('hallo');
    expect(screen.getByText(de.problem.unknown)).toBeTruthy();
  });

  test('error: a digest of which nothing is known', async () => {
    show();
    await give(`0x${'99'.repeat(32)}`);
    expect(await screen.findByText('Nothing here has this digest')).toBeTruthy();
  });

  test('error: a file of megabytes is looked for by its digest, and not shown', async () => {
    show();
    const large = new File([new Uint8Array(900_000).fill(65)], 'large.bin');
    await userEvent.upload(screen.getByLabelText(/A certificate, a bundle/), large);
    expect(await screen.findByText('SHA-256 of the file')).toBeTruthy();
    expect(document.body.textContent?.length).toBeLessThan(5_000);
  });
});

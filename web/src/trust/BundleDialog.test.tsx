import { TransportError } from '@gridseal/sdk/errors';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { FakeData } from '../data/testing/FakeData.tsx';
import { renderPage } from '../testing/renderPage.tsx';
import { BundleDialog } from './BundleDialog.tsx';
import de from './messages/de.ts';
import en from './messages/en.ts';

const id = `0x${'c1'.repeat(32)}` as const;
const slow = { timeout: 20_000 };

function show(language: 'en' | 'de' = 'en', onClose = () => undefined as unknown) {
  const answers = { poll: () => Promise.reject(new TransportError('nobody answers')) };
  return renderPage(
    <FakeData answers={answers}>
      <BundleDialog id={id} onClose={onClose} />
    </FakeData>,
    { language, texts: { trust: { en, de } } },
  );
}

describe('BundleDialog', () => {
  test('error: without a chain there is nothing to download, and it can be tried again', async () => {
    show();
    expect(await screen.findByText('The bundle could not be made', {}, slow)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Download', hidden: true })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Try again', hidden: true }));
    expect(await screen.findByText('The bundle could not be made', {}, slow)).toBeTruthy();
  });

  test('error: in German, too', async () => {
    show('de');
    expect(await screen.findByText('Das Bündel konnte nicht erstellt werden', {}, slow)).toBeTruthy();
  });

  test('behavior: it is closed', async () => {
    const close = vi.fn();
    show('en', close);
    const buttons = screen.getAllByRole('button', { name: 'Close', hidden: true });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    expect(close).toHaveBeenCalledOnce();
  });
});

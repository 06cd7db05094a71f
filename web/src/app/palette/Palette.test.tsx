import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { eventAt, FakeData } from '../../data/testing/FakeData.tsx';
import { renderPage } from '../../testing/renderPage.tsx';
import { appTexts } from '../appTexts.ts';
import { SearchButton } from './SearchButton.tsx';

// jsdom lays nothing out.
Element.prototype.scrollIntoView ??= () => undefined;

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const hostile = '<img src=x onerror=alert(1)>';
const body = Certificate.encode(
  Certificate.from({
    kind: 'node',
    subject: { name: hostile },
    usages: [],
    notBefore: 1_790_000_000,
    notAfter: 1_890_000_000,
    serial: new Uint8Array(16).fill(1),
  }),
);
const certificate = sha256Hex(body);

function show() {
  return renderPage(
    <FakeData
      contents={[body]}
      events={[eventAt(5, { type: 'certificateEndorsed', certificate, quorum: word('d'), version: 1 })]}
    >
      <SearchButton />
      <input aria-label="elsewhere" />
    </FakeData>,
    { texts: { app: appTexts } },
  );
}

describe('the search', () => {
  test('behavior: opens by the keyboard from anywhere, but not by / where something is typed', async () => {
    show();
    await userEvent.click(screen.getByLabelText('elsewhere'));
    await userEvent.keyboard('/');
    expect(screen.queryByRole('combobox')).toBeNull();
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(await screen.findByRole('combobox', { name: 'Search' })).toBeTruthy();
  });

  test('behavior: arrows go around, Enter goes there', async () => {
    const { path } = show();
    await userEvent.keyboard('/');
    // Browsers focus it by themselves.
    await userEvent.click(await screen.findByRole('combobox'));
    const chosen = () => screen.getByRole('option', { selected: true }).textContent;
    const first = chosen();
    await userEvent.keyboard('{ArrowUp}');
    expect(chosen()).not.toBe(first);
    await userEvent.keyboard('{ArrowDown}');
    expect(chosen()).toBe(first);
    // Enter does not wait until it is found, but goes there then.
    await userEvent.paste(certificate);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(path()).toBe(`/certificates/${certificate}`));
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  test('attack: a hostile name is text, without what turns the reading direction', async () => {
    const { container } = show();
    await userEvent.keyboard('/');
    await userEvent.type(await screen.findByRole('combobox'), certificate);
    expect(await screen.findByText(/<img src=x onerror=alert\(1\)>/)).toBeTruthy();
    expect(container.querySelector('img')).toBeNull();
    await userEvent.clear(screen.getByRole('combobox'));
    await userEvent.paste('pay\u202eto');
    expect(await screen.findByText('pay\\u{202e}to')).toBeTruthy();
  });

  test('error: what nobody is called leads nowhere', async () => {
    const { path } = show();
    await userEvent.keyboard('/');
    await userEvent.type(await screen.findByRole('combobox'), word('9'));
    await screen.findByText('Nothing here goes by that');
    await userEvent.keyboard('{Enter}');
    expect(path()).toBe('/');
  });
});

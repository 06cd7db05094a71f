import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { eventAt, FakeData } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import { type Filters, ListFilters, noFilters } from './ListFilters.tsx';

const quorum = `0x${'ab'.repeat(32)}` as const;
const created = eventAt(1, {
  type: 'quorumCreated',
  quorum,
  members: [{ signer: `0x${'11'.repeat(20)}`, weight: 1 }],
  threshold: 1,
  revocationThreshold: 1,
} as never);
afterEach(() => localStorage.clear());

let last: Filters = noFilters;

function Held() {
  const [filters, setFilters] = useState(noFilters);
  last = filters;
  return <ListFilters filters={filters} onChange={setFilters} />;
}

function show(language: 'en' | 'de' = 'en') {
  const texts = { certificates: { en, de }, trust: { en: trustEn, de: trustDe } };
  return renderPage(
    <FakeData events={[created]}>
      <Held />
    </FakeData>,
    { language, texts },
  );
}

describe('ListFilters', () => {
  test('behavior: each filter narrows by itself, and keeps the others', async () => {
    show();
    await userEvent.type(screen.getByRole('searchbox'), 'fleet');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'device');
    await userEvent.click(screen.getByRole('radio', { name: 'Revoked' }));
    expect(last).toMatchObject({ text: 'fleet', kind: 'device', status: 'revoked' });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), '');
    expect(last).toMatchObject({ text: 'fleet', kind: '', status: 'revoked' });
  });

  test('behavior: kinds in German', () => {
    show('de');
    expect(screen.getByRole('option', { name: 'Zähler' })).toBeTruthy();
  });

  test('attack: markup and direction changes in the user’s name for a quorum are shown, not done', async () => {
    localStorage.setItem('gridseal/settings/v1', JSON.stringify({ names: { [quorum]: '<b>Root\u202e' } }));
    const { container } = show();
    const option = (await screen.findByRole('option', { name: /Root/ })) as HTMLOptionElement;
    expect(option.value).toBe(quorum);
    expect(option.textContent).not.toContain('\u202e');
    expect(container.querySelector('b')).toBeNull();
  });

  test('error: a quorum without a name is shown by its id', async () => {
    show();
    expect(await screen.findByRole('option', { name: /^0xababab/ })).toBeTruthy();
  });
});

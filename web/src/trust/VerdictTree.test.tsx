import type { CertificateVerdict, EndorserVerdict } from '@gridseal/sdk/certificate';
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { FakeData } from '../data/testing/FakeData.tsx';
import { renderPage } from '../testing/renderPage.tsx';
import de from './messages/de.ts';
import en from './messages/en.ts';
import { VerdictPanel } from './VerdictPanel.tsx';
import { VerdictTree } from './VerdictTree.tsx';

const hex = (byte: string) => `0x${byte.repeat(32)}` as const;
const anchor: EndorserVerdict = { quorum: hex('aa'), counts: true, reason: 'anchor', authorities: [] };
const trusted: CertificateVerdict = {
  certificate: hex('01'),
  name: 'station-7',
  kind: 'device',
  valid: true,
  reason: 'trusted',
  required: 1,
  found: 1,
  paths: [],
  endorsers: [anchor],
  omitted: 0,
};

function show(verdict: CertificateVerdict, language: 'en' | 'de' = 'en', panel = false) {
  const node = panel ? <VerdictPanel verdict={verdict} /> : <VerdictTree verdict={verdict} />;
  renderPage(<FakeData>{node}</FakeData>, { language, texts: { trust: { en, de } } });
  return screen.getByRole('list', { name: (language === 'en' ? en : de).verdict.title });
}

describe('VerdictTree', () => {
  test('behavior: says of each step whether it counts, in words and not by colour alone', () => {
    const tree = show(trusted);
    expect(tree.textContent).toContain('is trusted (1 of 1 endorsers)');
    expect(within(tree).getAllByRole('img', { name: 'Counts' })).toHaveLength(2);
    expect(tree.textContent).toContain('endorses it, and is an anchor of yours');
  });

  test('behavior: in German', () => {
    expect(show(trusted, 'de').textContent).toContain('ist vertrauenswürdig (1 von 1 Bestätigungen)');
  });

  test('behavior: a revocation is a refusal with its reason, also where nothing is decided', () => {
    const endorsers = [{ ...anchor, counts: false, reason: 'revoked' as const, revocationReason: 1 }];
    const verdict = { ...trusted, valid: false, reason: 'tooFewEndorsers' as const, found: 0, endorsers };
    const tree = show(verdict, 'en', true);
    expect(tree.textContent).toContain('has revoked it (key compromised)');
    expect(within(tree).getByRole('img', { name: 'Does not count' })).toBeTruthy();
  });

  test('behavior: without anchors nothing is called trusted or refused', () => {
    const verdict = { ...trusted, valid: false, reason: 'tooFewEndorsers' as const, found: 0 };
    const endorsers = [{ ...anchor, counts: false, reason: 'noCertificate' as const }];
    const tree = show({ ...verdict, endorsers }, 'en', true);
    expect(screen.getByText('Whom do you trust?')).toBeTruthy();
    expect(within(tree).queryByRole('img', { name: 'Does not count' })).toBeNull();
  });

  test('attack: markup and direction marks in names and roles stay text', () => {
    const roles = [{ role: 'x', title: '<b>\u202eR', met: false, reason: 'nobody' as const }];
    const tree = show({ ...trusted, name: '<img src=x>\u202e', roles });
    expect(tree.querySelector('b, img')).toBeNull();
    expect(tree.textContent).toContain('<img src=x>\\u{202e}');
    expect(tree.textContent).toContain('<b>\\u{202e}R');
  });
});

import { Certificate } from '@gridseal/sdk/certificate';
import { contractAddresses } from '@gridseal/sdk/chain';
import { offChainVerifier, p521Signer, sha256Hex } from '@gridseal/sdk/crypto';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { eventAt } from '../../../data/testing/FakeData.tsx';
import QuorumDetail from './QuorumDetail.tsx';
import { founded, rotated, visit, wallet } from './quorums.fixtures.tsx';

const inner = founded(3, { members: [{ signer: wallet(1) }, { signer: wallet(2), weight: 2 }], threshold: 2 });
const outer = founded(4, {
  members: [{ signer: inner.signer }, { signer: wallet(3) }],
  threshold: 2,
  revocationThreshold: 1,
});

const show = (id: string, data: Partial<Omit<FakeDataProps, 'children'>> = {}) =>
  visit({
    page: <QuorumDetail />,
    pattern: '/quorums/:id',
    path: `/quorums/${id}`,
    events: [inner.event, outer.event],
    ...data,
  });

describe('the page of a quorum', () => {
  test('behavior: thresholds in words, members with what they are, those of members on demand', async () => {
    show(outer.id);
    await screen.findByText('all 2 members together');
    screen.getByText('each of 2 members alone');
    expect(screen.queryByText('weight 2 of 3')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show its members' }));
    await screen.findByText('weight 2 of 3');
    screen.getByText(/Alone enough/);
    screen.getByText(`gridseal quorum show ${outer.id}`);
  });

  test('behavior: a member of others says of which; its own signer is an address of the page, too', async () => {
    show(inner.signer);
    const heading = await screen.findByRole('heading', { name: 'Is a member of' });
    const list = heading.parentElement as HTMLElement;
    const link = await within(list).findByRole('link');
    expect(link.getAttribute('href')).toBe(`/quorums/${outer.id}`);
  });

  test('behavior: the user names it, and takes the name back', async () => {
    show(outer.id);
    const rename = async (name: string) => {
      await userEvent.click(await screen.findByRole('button', { name: 'More' }));
      await userEvent.click(screen.getByRole('menuitem', { name: 'Name it …' }));
      const field = screen.getByRole('textbox', { name: 'Name' });
      await userEvent.clear(field);
      if (name) await userEvent.type(field, name);
      await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    };
    await rename('<b>Root</b>');
    await screen.findByRole('heading', { level: 1, name: '<b>Root</b>' });
    await rename('');
    await screen.findByRole('heading', { level: 1, name: /^0x/ });
  });

  test('behavior: what it said, with the reason of a revocation, and the versions with what they changed', async () => {
    const body = Certificate.encode(
      Certificate.from({
        kind: 'node',
        subject: { name: '<img src=x onerror=alert(1)>' },
        usages: [],
        notBefore: 1_700_000_000,
        notAfter: 1_900_000_000,
        serial: new Uint8Array(16),
      }),
    );
    const certificate = sha256Hex(body);
    const said = { certificate, quorum: outer.id, version: 1 };
    const events = [
      inner.event,
      outer.event,
      eventAt(5, { type: 'certificateEndorsed', ...said }),
      eventAt(6, { type: 'certificateRevoked', ...said, reason: 1 }),
      rotated(7, outer.id, 2, { members: [{ signer: wallet(3) }], threshold: 1 }),
    ];
    show(outer.id, { events, contents: [body] });
    await screen.findByText('1 leaves · threshold 2 → 1');
    await screen.findByText('Rotated to version 2');
    await screen.findByText(/^Revoked, key compromised/);
    expect(screen.getByRole('link', { name: 'Compare versions' }).getAttribute('href')).toBe(
      `/quorums/${outer.id}/versions`,
    );
    expect(document.querySelector('main img, img[src]')).toBeNull();
  });

  test('attack: one key as two members is said aloud', async () => {
    const { p521Verifier, p521Sha256Verifier } = contractAddresses;
    const { signer } = p521Signer(
      Uint8Array.from({ length: 66 }, (_, i) => i % 250),
      p521Verifier,
    );
    // As the registry takes it: it cannot see that both are one key.
    const doubled = founded(5, { members: [{ signer: wallet(1) }, { signer: wallet(2) }], threshold: 2 });
    const members = [signer, `${p521Sha256Verifier}${signer.slice(42)}`.toLowerCase() as typeof signer].map((one) => ({
      signer: one,
      weight: 1,
    }));
    show(doubled.id, { events: [{ ...doubled.event, members } as typeof doubled.event] });
    await screen.findByText('Two members are one key');
  });

  test('error: a quorum of keys that no chain verifies', async () => {
    const key = `${offChainVerifier('Ed25519')}${'ab'.repeat(32)}`.toLowerCase() as `0x${string}`;
    const stuck = founded(5, { members: [{ signer: key }], threshold: 1 });
    show(stuck.id, { events: [stuck.event] });
    await screen.findByText('It cannot act on this chain');
    screen.getByText('Ed25519 key, counts off chain alone');
  });

  test('error: a member that is a quorum which nobody created', async () => {
    show(outer.id, { events: [outer.event] });
    await screen.findByText('Nobody has created this quorum yet');
  });

  test('error: ids that are none, cut off, or of nobody', async () => {
    for (const id of ['0x', outer.id.slice(0, -2), '%3Cscript%3E', `${wallet(1)}${outer.id.slice(2)}`]) {
      const { unmount } = show(id);
      await screen.findByRole('heading', { level: 1, name: 'No quorum has this id' });
      unmount();
    }
    show(`0x${'77'.repeat(32)}`);
    await screen.findByText('Nobody has created this quorum');
  });

  test('error: an index that fails is said, and asked again', async () => {
    let fails = true;
    const quorum = () => (fails ? Promise.reject(new Error('the index is gone')) : Promise.resolve(null));
    show(outer.id, { answers: { quorum } });
    await screen.findByText('the index is gone');
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Nobody has created this quorum');
  });
});

import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { founded, rotated, visit, wallet } from './quorums.fixtures.tsx';
import RotateQuorum from './RotateQuorum.tsx';

const members = [1, 2].map((n) => ({ signer: wallet(n) }));
const root = founded(3, { members, threshold: 2 });
const ed25519 =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----';

const show = (id = root.id as string, events = [root.event]) =>
  visit({ page: <RotateQuorum />, pattern: '/quorums/:id/rotate', path: `/quorums/${id}/rotate`, events });
const add = async (text: string) => {
  await userEvent.click(await screen.findByRole('textbox', { name: 'Address, signer, quorum id or public key' }));
  await userEvent.paste(text);
  await userEvent.keyboard('{Enter}');
};

describe('rotating a quorum', () => {
  test('behavior: says what changes, that both versions have to agree, and hands it on by link', async () => {
    const { path } = show();
    await add(wallet(3));
    screen.getByText('1 joins');
    screen.getByText('Version 1, the members of now: all 2 members together');
    screen.getByText('Version 2, the members to come: 2 of 3 members');
    screen.getByText(/^Members to come do not find it in their inbox/);
    await userEvent.click(screen.getByRole('button', { name: 'By link or QR code' }));
    await expect.poll(path).toMatch(/^\/approvals\/p1\./);
  });

  test('behavior: the form is that of the newest version', async () => {
    const next = rotated(5, root.id, 2, { members: [{ signer: wallet(4), weight: 3 }], threshold: 3 });
    show(root.id, [root.event, next]);
    await screen.findByText('Version 3 replaces version 2 once both have approved it.');
    expect(screen.getByRole('textbox', { name: /^Weight of/ })).toHaveProperty('value', '3');
  });

  test('error: nothing is proposed that changes nothing, also after coming back to it', async () => {
    show();
    await screen.findByText('Change something to go on.');
    await add(wallet(3));
    expect(screen.queryByText('Change something to go on.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Start again' }));
    screen.getByText('Change something to go on.');
    expect(screen.queryByRole('button', { name: 'By link or QR code' })).toBeNull();
  });

  test('attack: the quorum as its own member, typed or chosen', async () => {
    show();
    await add(root.id);
    screen.getByText('A quorum cannot be a member of itself.');
    await userEvent.click(screen.getByRole('button', { name: 'Another quorum' }));
    within(screen.getByRole('dialog')).getByText('No quorum matches.');
  });

  test('attack: a version that could never act again is not proposed', async () => {
    show();
    await add(ed25519);
    const threshold = screen.getByRole('textbox', { name: /^To endorse/ });
    await userEvent.clear(threshold);
    await userEvent.type(threshold, '3');
    await screen.findByText('It could never act again');
    expect(screen.queryByRole('button', { name: 'By link or QR code' })).toBeNull();
  });

  test('error: days that are none', async () => {
    show();
    await add(wallet(3));
    const days = screen.getByRole('textbox', { name: 'Days to approve' });
    await userEvent.clear(days);
    await userEvent.type(days, '91');
    screen.getByText('A whole number from 1 to 90.');
    expect(screen.getByRole('button', { name: 'By link or QR code' })).toHaveProperty('disabled', true);
  });

  test('error: a quorum that nobody created, and an address that is no id', async () => {
    const { unmount } = show(`0x${'77'.repeat(32)}`);
    await screen.findByText('Nobody has created this quorum');
    unmount();
    show('<script>');
    await screen.findByText('No quorum has this id');
  });
});

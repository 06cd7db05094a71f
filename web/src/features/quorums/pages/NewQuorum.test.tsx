import { Quorum } from '@gridseal/sdk/quorum';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import NewQuorum from './NewQuorum.tsx';
import { founded, visit, wallet } from './quorums.fixtures.tsx';

const root = founded(3, { members: [{ signer: wallet(7) }], threshold: 1 });
const show = (language: 'en' | 'de' = 'en') =>
  visit({ page: <NewQuorum />, pattern: '/quorums/new', path: '/quorums/new', events: [root.event], language });
const field = () => screen.getByRole('textbox', { name: 'Address, signer, quorum id or public key' });
const type = async (text: string) => {
  await userEvent.clear(field());
  await userEvent.click(field());
  await userEvent.paste(text);
};
const add = async (text: string) => {
  await type(text);
  await userEvent.keyboard('{Enter}');
};
const shownId = () => screen.queryByText(/^0x[0-9a-f]{64}$/)?.textContent ?? null;
const lines = () => within(screen.getByRole('list', { name: 'Members' })).getAllByRole('listitem');

afterEach(() => sessionStorage.clear());

describe('founding a quorum', () => {
  test('behavior: the id is there with the last thing that is typed, and is the SDK’s', async () => {
    show();
    screen.getByText('The id appears once members and thresholds are complete.');
    for (const n of [1, 2, 3]) await add(wallet(n));
    const members = [1, 2, 3].map((n) => ({ signer: wallet(n) }));
    expect(shownId()).toBe(Quorum.id(Quorum.from({ members, threshold: 2 })));
    await userEvent.type(screen.getByRole('textbox', { name: /^To revoke/ }), '1');
    expect(shownId()).toBe(Quorum.id(Quorum.from({ members, threshold: 2, revocationThreshold: 1 })));
    screen.getByText('each of 3 members alone');
  });

  test('behavior: more than half, until somebody says otherwise', async () => {
    show();
    const threshold = () => screen.getByRole('textbox', { name: /^To endorse/ });
    for (const n of [1, 2, 3]) await add(wallet(n));
    expect(threshold()).toHaveProperty('value', '2');
    await userEvent.clear(threshold());
    await userEvent.type(threshold(), '3');
    await add(wallet(4));
    await add(wallet(5));
    expect(threshold()).toHaveProperty('value', '3');
    await userEvent.clear(threshold());
    await userEvent.type(threshold(), '5');
    await userEvent.click(screen.getByRole('button', { name: 'More than half: 3' }));
    expect(threshold()).toHaveProperty('value', '3');
  });

  test('behavior: another quorum is chosen from the list, once', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Another quorum' }));
    await userEvent.click(await screen.findByRole('button', { name: `Add ${root.id.slice(0, 10)}` }));
    expect(lines()).toHaveLength(1);
    expect(within(screen.getByRole('dialog')).queryByRole('button', { name: /^Add/ })).toBeNull();
  });

  test('behavior: what was begun is there after a reload, and can be begun again', async () => {
    const { unmount } = show();
    await add(wallet(1));
    unmount();
    show();
    expect(lines()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Start again' }));
    screen.getByText('No members yet');
    expect(sessionStorage.length).toBe(0);
  });

  test('error: without a chain to ask, nothing is promised and nothing can be sent', async () => {
    show();
    await add(wallet(1));
    await screen.findByText('The chain could not be asked', {}, { timeout: 15_000 });
    expect(screen.queryByText('The registry would take it.')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Create the quorum' })).toBeNull();
  });

  test('error: weights and thresholds say what is wrong with them, and there is no id', async () => {
    show();
    for (const n of [1, 2]) await add(wallet(n));
    const [weight] = screen.getAllByRole('textbox', { name: /^Weight of/ });
    await userEvent.clear(weight as HTMLElement);
    screen.getByText('A weight is a whole number from 1.');
    expect(shownId()).toBeNull();
    screen.getByText('Correct what is marked above.');
    await userEvent.type(weight as HTMLElement, '5');
    const threshold = screen.getByRole('textbox', { name: /^To endorse/ });
    await userEvent.clear(threshold);
    await userEvent.type(threshold, '7');
    screen.getByText('More than all members weigh together (6): it could never be reached.');
    await userEvent.type(screen.getByRole('textbox', { name: /^To revoke/ }), '8');
    screen.getByText('More than the threshold.');
  });

  test('attack: the same member twice, a private key, a quorum that nobody created, markup', async () => {
    show();
    await add(wallet(1));
    await add(wallet(1).toUpperCase().replace('0X', '0x'));
    screen.getByText('It is a member already.');
    await add(`0x${'5e'.repeat(32)}`);
    await screen.findByText(/^Nobody has created a quorum with this id/);
    await add(JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }));
    screen.getByText(/^This is a private key/);
    await add('<img src=x onerror=alert(1)>');
    screen.getByText(/^No address and no public key/);
    expect(lines()).toHaveLength(1);
    expect(document.querySelector('main img')).toBeNull();
  });

  test('error: the definition that exists already is not created again', async () => {
    show();
    await add(wallet(7));
    await screen.findByText('This quorum exists already');
    expect(screen.getByRole('link', { name: 'Open it' }).getAttribute('href')).toBe(`/quorums/${root.id}`);
    expect(screen.queryByRole('button', { name: /^Connect/ })).toBeNull();
  });

  test('error: a key that no contract verifies is said to count off chain alone', async () => {
    show();
    await add(
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----',
    );
    await screen.findByText('It could never act on this chain');
  });

  test('error: a salt that is not 32 bytes, in German too', async () => {
    show('de');
    screen.getByText('Noch keine Mitglieder');
    await userEvent.click(screen.getByText('Salt: mehrere Quoren derselben Mitglieder'));
    await userEvent.type(await screen.findByRole('textbox', { name: /^Salt/ }), '0x12');
    screen.getByText('0x und 64 hexadezimale Ziffern.');
    await userEvent.click(screen.getByRole('button', { name: 'Zufällig' }));
    expect(screen.queryByText('0x und 64 hexadezimale Ziffern.')).toBeNull();
  });
});

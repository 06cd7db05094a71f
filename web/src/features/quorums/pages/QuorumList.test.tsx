import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, test, vi } from 'vitest';
import QuorumList from './QuorumList.tsx';
import QuorumVersions from './QuorumVersions.tsx';
import { founded, rotated, visit, wallet } from './quorums.fixtures.tsx';

const root = founded(3, { members: [1, 2, 3].map((n) => ({ signer: wallet(n) })), threshold: 2 });
const other = founded(4, { members: [{ signer: wallet(4) }], threshold: 1 });
const next = rotated(6, root.id, 2, {
  members: [{ signer: wallet(1), weight: 2 }, { signer: wallet(5) }],
  threshold: 2,
});
const last = rotated(7, root.id, 3, { members: [{ signer: wallet(1), weight: 2 }], threshold: 1 });

const settings = { trust: { 31337: { anchors: [{ quorum: root.id }] } }, names: { [root.id]: 'Stakeholders' } };
const search = () => screen.getByRole('searchbox');

// jsdom measures nothing: a table that is as high as nothing would show no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  localStorage.setItem('gridseal/settings/v1', JSON.stringify(settings));
});
afterEach(() => void vi.restoreAllMocks());

const list = (events = [root.event, other.event]) =>
  visit({ page: <QuorumList />, pattern: '/quorums', path: '/quorums', events });
const versions = (id: string, events = [root.event, next, last]) =>
  visit({ page: <QuorumVersions />, pattern: '/quorums/:id/versions', path: `/quorums/${id}/versions`, events });

describe('the list of quorums', () => {
  test('behavior: is narrowed by name, by a member’s address, and to anchors', async () => {
    list();
    await screen.findByText('2 quorums');
    await userEvent.type(search(), 'stake');
    screen.getByText('1 quorum');
    await screen.findByRole('link', { name: 'Stakeholders' });
    await userEvent.clear(search());
    await userEvent.type(search(), wallet(4).slice(0, 20));
    screen.getByText('1 quorum');
    await userEvent.clear(search());
    await userEvent.click(screen.getByRole('radio', { name: 'My anchors' }));
    screen.getByText('1 quorum');
    await screen.findByText('Anchor');
  });

  test('error: nothing found can be undone, nothing there is said', async () => {
    const { unmount } = list();
    await screen.findByText('2 quorums');
    await userEvent.type(search(), '(.*');
    await screen.findByText('No quorum matches');
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    screen.getByText('2 quorums');
    await userEvent.click(screen.getByRole('radio', { name: 'Mine' }));
    await screen.findByText('No quorum matches');
    unmount();
    list([]);
    await screen.findByText('No quorums yet');
  });
});

describe('comparing versions', () => {
  test('behavior: the last two at first, then any two, and the other way round', async () => {
    versions(root.id);
    await screen.findByText('1 leaves · threshold 2 → 1 · to revoke 2 → 1');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'From' }), '1');
    screen.getByText('2 leave · 1 weight · threshold 2 → 1 · to revoke 2 → 1');
    await userEvent.click(screen.getByRole('button', { name: 'Swap' }));
    screen.getByText('2 join · 1 weight · threshold 1 → 2 · to revoke 1 → 2');
    screen.getByRole('columnheader', { name: 'Weight in v3' });
  });

  test('error: a version with itself, a quorum with one, and none at all', async () => {
    const { unmount } = versions(root.id);
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'From' }), '3');
    screen.getByText('These two versions are equal.');
    unmount();
    versions(root.id, [root.event]).unmount();
    const one = versions(other.id, [other.event]);
    await screen.findByText('It has not been rotated. Nothing to compare yet.');
    one.unmount();
    versions('0x12');
    await screen.findByText('No quorum has this id');
  });
});

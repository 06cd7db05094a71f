import { ChargingWorld } from '@gridseal/sdk/certificate';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { eventAt, FakeData, type FakeDataProps } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import { AnchorsCard } from './AnchorsCard.tsx';
import { EndpointsCard } from './EndpointsCard.tsx';
import { NamesCard } from './NamesCard.tsx';
import { RolesCard } from './RolesCard.tsx';

const quorum = `0x${'ab'.repeat(32)}` as const;
const KEY = 'gridseal/settings/v1';
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? 'null');
const keep = (settings: object) => localStorage.setItem(KEY, JSON.stringify(settings));
afterEach(() => localStorage.clear());

function show(node: React.ReactNode, language: 'en' | 'de' = 'en', data: Omit<FakeDataProps, 'children'> = {}) {
  const texts = { settings: { en, de }, trust: { en: trustEn, de: trustDe } };
  return renderPage(<FakeData {...data}>{node}</FakeData>, { language, texts });
}

describe('AnchorsCard', () => {
  const add = async (text: string) => {
    await userEvent.clear(screen.getByLabelText('Id of a quorum'));
    await userEvent.type(screen.getByLabelText('Id of a quorum'), text);
    await userEvent.click(screen.getByRole('button', { name: 'Add anchor' }));
  };

  test('behavior: an id becomes an anchor, is kept, and is taken away', async () => {
    show(<AnchorsCard />);
    await add(` ${quorum.toUpperCase().replace('0X', '0x')} `);
    expect(kept().trust['31337'].anchors).toEqual([{ quorum }]);
    await userEvent.click(screen.getByRole('button', { name: /^Remove anchor/ }));
    expect(kept().trust['31337'].anchors).toEqual([]);
    expect(screen.getByText('No anchors yet')).toBeTruthy();
  });

  test.each(['0x1234', 'Root', `${quorum}00`, '<b>x</b>'])('error: %s is no id, and nothing is kept', async (text) => {
    show(<AnchorsCard />);
    await add(text);
    expect(screen.getByText('An id is 0x and 64 hexadecimal digits.')).toBeTruthy();
    expect(kept()).toBeNull();
  });

  test('error: one that is an anchor already', async () => {
    keep({ trust: { '31337': { anchors: [{ quorum }] } } });
    show(<AnchorsCard />);
    await add(quorum);
    expect(screen.getByText('This quorum is an anchor already.')).toBeTruthy();
    expect(kept().trust['31337'].anchors).toHaveLength(1);
  });

  test('attack: markup in the user’s own name for it is text', async () => {
    keep({ trust: { '31337': { anchors: [{ quorum }] } }, names: { [quorum]: '<img src=x>' } });
    const { container } = show(<AnchorsCard />);
    expect(await screen.findByText('<img src=x>')).toBeTruthy();
    expect(container.querySelector('img')).toBeNull();
  });

  test('attack: what somebody else put into storage does not break the page', () => {
    keep({ trust: { '31337': { anchors: [{ quorum: 7 }, null, 'x', { quorum: '0x12' }] } } });
    show(<AnchorsCard />);
    expect(screen.getByText('No anchors yet')).toBeTruthy();
  });
});

describe('RolesCard', () => {
  const charging = ChargingWorld.chargingRolePolicy;
  const choose = (name: string) => userEvent.click(screen.getByRole('radio', { name }));

  test('behavior: the built-in roles are chosen and dropped', async () => {
    show(<RolesCard />);
    await choose('Charging world');
    expect(kept().trust['31337'].roles).toEqual(charging);
    await choose('None');
    expect(kept().trust['31337']).not.toHaveProperty('roles');
  });

  test('error: own roles are not saved while they are wrong, and it is said how', async () => {
    show(<RolesCard />, 'de');
    await choose('Eigene');
    const text = screen.getByLabelText('Rollenregeln als JSON');
    await userEvent.clear(text);
    await userEvent.paste('{"name":"x"}');
    expect(screen.getByText(/^Keine Rollenregeln: roles/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Rollen speichern' })).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('button', { name: 'Abbrechen' }));
    expect(kept()).toBeNull();
  });

  test('error: own roles are not lost by a click beside them', async () => {
    keep({ trust: { '31337': { anchors: [], roles: { ...charging, name: 'ours' } } } });
    show(<RolesCard />);
    await choose('None');
    expect(kept().trust['31337'].roles.name).toBe('ours');
  });

  test('attack: a policy with holes in it, put into storage, is none', () => {
    keep({ trust: { '31337': { anchors: [], roles: { ...charging, anchorRole: 'nobody' } } } });
    show(<RolesCard />);
    expect(screen.getByRole('radio', { name: 'None' })).toHaveProperty('checked', true);
  });
});

describe('EndpointsCard', () => {
  const fill = async (label: string, text: string) => {
    await userEvent.clear(screen.getByLabelText(label));
    if (text) await userEvent.type(screen.getByLabelText(label), text);
    await userEvent.click(screen.getByRole('button', { name: 'Save addresses' }));
  };

  test.each([
    ['javascript:alert(1)', 'Line 1 is not an http or https address.'],
    ['https://user:secret@rpc.example', /Line 1 holds a user name or password/],
    ['', 'At least one address is needed.'],
  ])('attack: %j is refused, and nothing is kept', async (url, words) => {
    show(<EndpointsCard />);
    await fill('RPC endpoints', url);
    expect(screen.getByText(words)).toBeTruthy();
    expect(kept()).toBeNull();
  });

  test('behavior: own addresses are kept by network, said to be in use, and given up again', async () => {
    show(<EndpointsCard />);
    await fill('RPC endpoints', 'https://rpc.example');
    expect(kept().endpoints['31337'].rpcUrls).toEqual(['https://rpc.example/']);
    await userEvent.click(screen.getByRole('button', { name: 'Back to the defaults' }));
    expect(kept().endpoints).toEqual({});
  });
});

describe('NamesCard', () => {
  test('error: neither an id nor a name', async () => {
    show(<NamesCard />);
    await userEvent.click(screen.getByRole('button', { name: 'Save name' }));
    expect(screen.getByText(/neither an id nor a signer/)).toBeTruthy();
    expect(screen.getByText('Write a name.')).toBeTruthy();
    expect(kept()).toBeNull();
  });

  test('behavior: a name is given and taken away', async () => {
    const event = eventAt(1, {
      type: 'quorumCreated',
      quorum,
      members: [],
      threshold: 1,
      revocationThreshold: 1,
    } as never);
    show(<NamesCard />, 'en', { events: [event] });
    await userEvent.type(screen.getByLabelText('Quorum or signer'), quorum);
    await userEvent.type(screen.getByLabelText('Your name for it'), 'Root');
    await userEvent.click(screen.getByRole('button', { name: 'Save name' }));
    expect(kept().names).toEqual({ [quorum]: 'Root' });
    const list = screen.getByRole('list', { name: 'Your names' });
    await userEvent.click(within(list).getByRole('button', { name: 'Remove the name Root' }));
    expect(kept().names).toEqual({});
  });
});

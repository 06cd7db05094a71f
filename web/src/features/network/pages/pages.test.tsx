import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { address, happened, member, node, party, service, view, visit } from '../testing/network.fixtures.tsx';
import FlowsPage from './FlowsPage.tsx';
import NodeList from './NodeList.tsx';
import NodePage from './NodePage.tsx';
import PartyList from './PartyList.tsx';
import PartyPage from './PartyPage.tsx';
import ServiceList from './ServiceList.tsx';

const hostile = 'javascript:alert(1)//<img src=x onerror=alert(2)>\u202e';
const filled = view({
  nodes: [node(1), node(2, { url: hostile, unusable: 'url' })],
  parties: [
    member('DE-ABC', 3),
    member('NL-EMP', 4, {
      roles: ['EMSP', 'HUB'],
      offeredTo: address(2),
      certificate: `0x${'cc'.repeat(32)}`,
      notAfter: 1,
    }),
    member('FR-XYZ', 5, { operator: null, modules: { SENDER: [], RECEIVER: [] } }),
  ],
  services: [service(5), service(6, { name: '<b>x</b>\u202e', isUnusable: true, permissions: 1 })],
  agreements: [{ party: address(3), provider: address(5), permissions: 0b1_1000_0000, since: 13, changed: 13 }],
});

// jsdom measures nothing: a table that is as high as nothing would show no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

describe('nodes', () => {
  test('behavior: all are asked at once, and what is found can be narrowed to', async () => {
    visit({ page: <NodeList />, registry: filled, reach: () => ({ state: 'unreachable', at: 0 }) });
    await screen.findByText('https://node1.example');
    screen.getByText('Not checked');
    await userEvent.click(screen.getByRole('button', { name: 'Check all' }));
    await screen.findByText('Unreachable');
    await userEvent.type(screen.getByRole('searchbox'), 'node1');
    screen.getByText('1 node');
    await userEvent.click(screen.getByRole('radio', { name: 'Serving' }));
    screen.getByText('1 node');
  });

  test('attack: a URL that is markup or a script is text, and leads nowhere but to its page', async () => {
    const { container } = visit({ page: <NodeList />, registry: filled });
    const link = await screen.findByRole('link', { name: /javascript:alert\(1\).*<img src=x.*\\u\{202e\}/ });
    expect(link.getAttribute('href')).toBe(`/network/nodes/${address(2)}`);
    expect(container.querySelector('img[src]')).toBeNull();
    screen.getByText('Not a web address');
  });

  test('error: an empty registry, none at all, and one that cannot be read', async () => {
    const empty = visit({ page: <NodeList /> });
    await screen.findByText('No nodes yet');
    empty.unmount();
    const none = visit({ page: <NodeList />, registry: null });
    await screen.findByText('No registry at this address');
    none.unmount();
    visit({ page: <NodeList />, registry: new Error('no endpoint answers') });
    await screen.findByText('The registry could not be read');
    screen.getByRole('button', { name: 'Try again' });
  });

  test('behavior: another registry is chosen, and kept; what is none is not', async () => {
    visit({ page: <NodeList /> });
    await userEvent.click(await screen.findByRole('button', { name: 'Registry' }));
    const field = screen.getByRole('textbox', { name: 'Address of the node registry' });
    await userEvent.clear(field);
    await userEvent.type(field, '0x12');
    await userEvent.click(screen.getByRole('button', { name: 'Look at it' }));
    screen.getByText('Enter an address: 0x and 40 digits.');
    await userEvent.clear(field);
    await userEvent.type(field, address(9));
    await userEvent.click(screen.getByRole('button', { name: 'Look at it' }));
    const kept = JSON.parse(localStorage.getItem('gridseal/settings/v1') ?? '{}');
    expect(kept.registries).toEqual({ 31337: address(9) });
  });
});

describe('a node', () => {
  const show = (operator: string, extra: Partial<Parameters<typeof visit>[0]> = {}) =>
    visit({
      page: <NodePage />,
      pattern: '/network/nodes/:operator',
      path: `/network/nodes/${operator}`,
      registry: filled,
      ...extra,
    });

  test('behavior: is checked when one wants it, and says what is wrong in words', async () => {
    show(address(1), { reach: () => ({ state: 'closed', at: Date.now() }) });
    await screen.findByRole('heading', { level: 1, name: 'node1.example' });
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    await screen.findByText('The host answers, but not to pages');
    screen.getByRole('button', { name: 'Check again' });
  });

  test('behavior: checks by itself if the user said so once', async () => {
    show(address(1), { reach: () => ({ state: 'status', status: 404, latencyMs: 3, at: 0 }) }).unmount();
    localStorage.setItem('gridseal.network.checks', 'on');
    show(address(1), { reach: () => ({ state: 'status', status: 404, latencyMs: 3, at: 0 }) });
    await screen.findByText('The host has no document of a node');
  });

  test('behavior: its parties, those that want to come, and what happened', async () => {
    show(address(2), {
      history: [
        happened(20, { type: 'partyOffered', party: address(4), operator: address(2), sequence: 2 }),
        happened(10, { type: 'nodeSet', operator: address(2), url: hostile, key: '0x', sequence: 1 }),
      ],
    });
    await screen.findByText('It serves no party.');
    screen.getByRole('link', { name: 'NL-EMP' });
    await screen.findByText(/Node entered at/);
    screen.getByText('2 events');
    expect(screen.queryByRole('link', { name: /^Open/ })).toBeNull();
  });

  test('error: an operator without a node, and what is no operator', async () => {
    const unknown = show(address(8), {
      history: [happened(9, { type: 'nodeDeleted', operator: address(8), sequence: 2 })],
    });
    await screen.findByText('This operator has no node');
    await screen.findByText('Node deleted');
    unknown.unmount();
    show('DE-ABC');
    screen.getByRole('heading', { level: 1, name: 'That is no operator’s address' });
  });
});

describe('parties', () => {
  test('behavior: are narrowed by role and by what they are up to', async () => {
    visit({ page: <PartyList />, registry: filled });
    await screen.findByText('3 parties');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'HUB');
    screen.getByText('1 party');
    await userEvent.click(screen.getByRole('radio', { name: 'Without node' }));
    screen.getByText('Nothing matches');
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    screen.getByText('3 parties');
  });

  test('behavior: modules are said, not only shown', async () => {
    visit({ page: <PartyList />, registry: filled });
    const row = (await screen.findByRole('link', { name: 'DE-ABC' })).closest('tr') as HTMLElement;
    within(row).getByText('Locations: sender, Commands: receiver, Sessions: sender');
  });

  const show = (id: string, language: 'en' | 'de' = 'en') =>
    visit({
      ...{
        page: <PartyPage />,
        pattern: '/network/parties/:id',
        path: `/network/parties/${id}`,
        registry: filled,
        language,
      },
      history: [happened(9, { type: 'partyReleased', party: address(7), id: party('FR-OLD'), sequence: 2 })],
    });

  test('behavior: one party, however its id is written', async () => {
    show('nl*emp');
    await screen.findByRole('heading', { level: 1, name: 'NL-EMP' });
    await screen.findByText('It is moving to another operator');
    screen.getByText('It has ended');
    await screen.findByText('Whom do you trust?');
    expect(within(screen.getByRole('table', { name: 'Modules' })).getAllByText('Yes')).toHaveLength(3);
  });

  test('behavior: one without a node, whose service others agreed to, in German', async () => {
    show('FR-XYZ', 'de');
    await screen.findByText('Diese Partei erreicht nichts');
    screen.getByRole('heading', { name: 'Ihr Dienst' });
    screen.getByRole('link', { name: 'DE-ABC' });
  });

  test('error: an id that nobody holds keeps its history, and what is no id has none', async () => {
    show('FR-OLD').unmount();
    const unknown = show('FR-OLD');
    await screen.findByText('Nobody holds this id now');
    await screen.findByText('let go');
    unknown.unmount();
    show('nonsense');
    screen.getByText('That is no party', { selector: 'h1' });
  });
});

describe('services and flows', () => {
  test('behavior: what services get to see, and who agreed', async () => {
    const { container } = visit({ page: <ServiceList />, registry: filled });
    await screen.findAllByText('Charge detail records');
    screen.getByText('Everything');
    screen.getByText('1 agreement');
    screen.getByText('Not usable');
    expect(container.querySelector('td b')).toBeNull();
  });

  test('error: a URL that may not be asked is refused before the key goes anywhere', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch');
    visit({ page: <FlowsPage />, registry: filled });
    await userEvent.type(await screen.findByRole('combobox', { name: 'URL of your node' }), 'ftp://node.example');
    await userEvent.type(screen.getByLabelText('Admin key'), 'secret');
    await userEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await screen.findByText('That is no web address.');
    expect(fetch).not.toHaveBeenCalled();
  });
});

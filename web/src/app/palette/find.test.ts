import type { Hex } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FindContext, find } from './find.ts';
import { readQuery } from './query.ts';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const wallet: Hex = `0x${'cd'.repeat(20)}`;

describe('what was typed', () => {
  test.each([
    ['', { is: 'nothing' }],
    ['   ', { is: 'nothing' }],
    [word('A'), { is: 'id', id: word('a') }],
    [`  ${word('a').slice(2)} `, { is: 'id', id: word('a') }],
    [wallet.toUpperCase().replace('X', 'x'), { is: 'signer', signer: wallet }],
    [`https://explorer.example/tx/${word('b')}`, { is: 'id', id: word('b') }],
    [`https://explorer.example/address/${wallet}#code`, { is: 'signer', signer: wallet }],
    [`https://pki.example/page/#/quorums/${word('c')}`, { is: 'path', path: `/quorums/${word('c')}` }],
    ['#/settings', { is: 'path', path: '/settings' }],
    ['/activity/types=keys', { is: 'path', path: '/activity/types=keys' }],
    ['120', { is: 'block', block: 120, text: '120' }],
    ['0xABcd', { is: 'part', part: 'abcd', text: '0xABcd' }],
    ['abc', { is: 'text', text: 'abc' }],
    ['Fleet administration', { is: 'text', text: 'Fleet administration' }],
  ])('behavior: %j', (typed, query) => expect(readQuery(typed)).toEqual(query));

  test.each([
    ['a script in a link', 'javascript:alert(1)#/x'],
    ['another protocol', 'data:text/html,#/settings'],
    ['a path with spaces', '/settings now'],
    ['an endless text', 'x'.repeat(100_000)],
    ['an odd signer', `0x${'ab'.repeat(700)}`],
  ])('error: %s leads nowhere by itself', (_, typed) => {
    expect(['text', 'part']).toContain(readQuery(typed).is);
  });

  test('error: whatever is typed is read, and stays short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const query = readQuery(typed);
        if (query.is === 'text') expect(query.text.length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('what is found', () => {
  const nothing = { total: 0, offset: 0, items: [] };
  const contextOf = (answers: object): FindContext => ({
    client: {
      quorum: async () => null,
      quorums: async () => nothing,
      proposal: async () => null,
      certificates: async () => nothing,
      events: async () => nothing,
      claims: async () => nothing,
      ...answers,
    } as unknown as FindContext['client'],
    names: { [word('1')]: 'Stakeholders', [wallet]: 'Alice' },
    devices: [{ id: signerId(wallet), label: 'Station 7' }],
    hasPage: (path) => path.startsWith('/settings'),
    registry: async () => null,
  });
  const seen = async (typed: string, answers: object = {}) =>
    (await find(readQuery(typed), contextOf(answers))).map(({ kind, to }) => `${kind} ${to}`);

  test('behavior: an id is whatever the index knows it as', async () => {
    const answers = {
      quorum: async (id: Hex) => ({ id, signer: word('0') }),
      certificates: async () => ({ total: 1, offset: 0, items: [{ id: word('5'), name: 'x' }] }),
      events: async () => ({ ...nothing, total: 3 }),
    };
    expect(await seen(word('5'), answers)).toEqual([
      `quorum /quorums/${word('5')}`,
      `certificate /certificates/${word('5')}`,
      `activity /activity/text=${word('5')}`,
    ]);
  });

  test('behavior: an address is a device, a member, an actor', async () => {
    const answers = {
      quorums: async () => ({ total: 1, offset: 0, items: [{ id: word('1') }] }),
      events: async () => ({ ...nothing, total: 1 }),
    };
    expect(await seen(wallet, answers)).toEqual([
      `device /devices/${signerId(wallet)}`,
      `quorum /quorums/${word('1')}`,
      `activity /activity/signer=${wallet}`,
    ]);
  });

  test('behavior: names are the user’s own, then those of certificates and devices', async () => {
    expect(await seen('stakeholders')).toEqual([
      `quorum /quorums/${word('1')}`,
      'activity /activity/text=stakeholders',
    ]);
    expect(await seen('station 7')).toEqual([
      `device /devices/${signerId(wallet)}`,
      'activity /activity/text=station%207',
    ]);
  });

  test('behavior: parties of the charging network by id, its nodes by host and operator', async () => {
    const registry: FindContext['registry'] = async () =>
      ({
        nodes: [{ operator: wallet, url: 'https://node.example' }],
        parties: [{ address: wallet, id: { country_code: 'DE', party_id: 'ABC' } }],
      }) as unknown as Awaited<ReturnType<FindContext['registry']>>;
    const there = async (typed: string) =>
      (await find(readQuery(typed), { ...contextOf({}), registry })).map(({ kind, to }) => `${kind} ${to}`);
    const [party, node] = ['party /network/parties/DE-ABC', `node /network/nodes/${wallet}`];
    for (const typed of ['de*abc', 'DE-ABC', 'deabc']) expect(await there(typed)).toContain(party);
    expect(await there('node.example')).toContain(node);
    expect(await there(wallet)).toEqual(expect.arrayContaining([party, node]));
    expect(await there('DE-XYZ')).not.toContain(party);
  });

  test('behavior: the registry is not read for what cannot be in it', async () => {
    const registry = async (): Promise<never> => {
      throw new Error('was read');
    };
    for (const typed of ['stakeholders', word('9'), '120', '#/settings', '']) {
      await find(readQuery(typed), { ...contextOf({}), registry });
    }
  });

  test('error: an id that nothing is called by leads nowhere', async () => {
    expect(await seen(word('9'))).toEqual([]);
    expect(await seen(`0x${'77'.repeat(20)}`)).toEqual([]);
  });

  test('error: a path that this page does not have leads nowhere', async () => {
    expect(await seen('#/admin')).toEqual([]);
    expect(await seen('#/settings')).toEqual(['page /settings']);
  });

  test('error: a certificate that is only alike is not it', async () => {
    const answers = { certificates: async () => ({ total: 1, offset: 0, items: [{ id: word('8') }] }) };
    expect(await seen(word('9'), answers)).toEqual([]);
  });

  test('error: a lone surrogate does not break the link', async () => {
    expect(await seen('a\ud800b')).toEqual(['activity /activity/text=a%EF%BF%BDb']);
  });
});

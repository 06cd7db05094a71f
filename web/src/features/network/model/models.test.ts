import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { member, node, service, view } from '../testing/network.fixtures.tsx';
import { agreementRows } from './agreements.ts';
import { findNodes, findParties, findServices, nodeRows, partyRows, serviceRows } from './find.ts';
import { readPermissions } from './permissions.ts';
import { operatorFrom, partyFrom, partyPath } from './places.ts';
import { isTrouble } from './reach.ts';
import { rolesOf } from './rolesOf.ts';
import { hostOf, readWebUrl } from './webUrl.ts';

const bits = (...all: readonly number[]) => all.reduce((sum, bit) => sum | (1 << bit), 0);

describe('permissions in words', () => {
  test('behavior: both sides are one, and what is covered is not said', () => {
    expect(readPermissions(bits(0, 3, 16))).toEqual([{ bit: 0, module: null, side: null }]);
    expect(readPermissions(bits(1, 2))).toEqual([{ bit: 0, module: null, side: null }]);
    expect(readPermissions(bits(5, 6, 7))).toEqual([
      { bit: 5, module: 'sessions', side: null },
      { bit: 7, module: 'cdrs', side: 'sender' },
    ]);
    expect(readPermissions(bits(1, 3, 4))).toEqual([
      { bit: 1, module: null, side: 'sender' },
      { bit: 4, module: 'locations', side: 'receiver' },
    ]);
  });

  test('error: no bits and bits that stand for nothing say nothing', () => {
    expect(readPermissions(0)).toEqual([]);
    expect(readPermissions(bits(17, 20))).toEqual([]);
  });

  test('behavior: no permission is said that was not given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 17 - 1 }), (given) => {
        const said = readPermissions(given);
        const isAll = said.some(({ bit }) => bit === 0);
        return isAll ? (given & 1) === 1 || (given & 6) === 6 : said.every(({ bit }) => (given & (1 << bit)) !== 0);
      }),
    );
  });
});

describe('addresses of pages', () => {
  test.each(['DE-ABC', 'de*abc', 'DEabc', ' de_AbC '])('behavior: %s is a party', (text) => {
    const found = partyFrom(text);
    expect(found && partyPath(found)).toBe('/network/parties/DE-ABC');
  });

  test.each([undefined, '', 'DE', 'DE-AB', 'DE-ABCD', 'D1-ABC', 'DE--ABC', '../../x', '<b>-ABC', 'ıE-ABC'])(
    'error: %s is none',
    (text) => expect(partyFrom(text)).toBeNull(),
  );

  test('error: only an address is an operator', () => {
    expect(operatorFrom(`0x${'AB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`);
    for (const text of [undefined, '', '0x', `0x${'ab'.repeat(32)}`, 'DE-ABC']) expect(operatorFrom(text)).toBeNull();
  });
});

describe('URLs of nodes', () => {
  test('behavior: what a page may ask', () => {
    expect(readWebUrl('https://node.example/ocn', 'https:').kind).toBe('web');
    expect(readWebUrl('http://node.example', 'http:').kind).toBe('web');
    expect(readWebUrl('http://node.example', 'https:').kind).toBe('mixed');
    expect(readWebUrl('http://127.0.0.1:8080', 'https:').kind).toBe('web');
    expect(hostOf('https://node.example/ocn')).toBe('node.example');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>',
    'https://user:secret@node.example',
    'https://node.example?x=1',
    'https://node.example\u202e',
    '//node.example',
    '',
  ])('attack: %s is not asked', (text) => {
    expect(readWebUrl(text, 'http:')).toEqual({ kind: 'none' });
    expect(hostOf(text)).toBe(text);
  });
});

describe('lists', () => {
  const all = view({
    nodes: [node(1), node(2, { url: 'javascript:alert(1)', unusable: 'url', key: null })],
    parties: [
      member('DE-ABC', 3),
      member('NL-EMP', 4, { roles: ['EMSP'], offeredTo: node(2).operator }),
      member('FR-XYZ', 5, { operator: null, modules: { SENDER: ['cdrs'], RECEIVER: [] } }),
    ],
    services: [service(5)],
    agreements: [
      { party: member('DE-ABC', 3).address, provider: service(5).provider, permissions: 1, since: 1, changed: 1 },
    ],
  });
  const nameOf = (owner: string) => (owner === node(2).operator ? 'Boreal' : undefined);
  const any = { typed: '', role: 'any', module: 'any', show: 'all' } as const;
  const ids = (filter: Partial<Parameters<typeof findParties>[1]>) =>
    findParties(partyRows(all), { ...any, ...filter }, nameOf).map(({ id }) => id.party_id);

  test('behavior: nodes by URL, name, operator and the parties that they serve', () => {
    const rows = nodeRows(all);
    expect(rows.map(({ serves, asked }) => [serves.length, asked.length])).toEqual([
      [2, 0],
      [0, 1],
    ]);
    expect(findNodes(rows, 'NODE1', nameOf)).toHaveLength(1);
    expect(findNodes(rows, 'boreal', nameOf)).toMatchObject([{ unusable: 'url' }]);
    expect(findNodes(rows, 'de*abc', nameOf)).toMatchObject([{ operator: node(1).operator }]);
    expect(findNodes(rows, '(.*', nameOf)).toEqual([]);
  });

  test('behavior: parties by id, role, module, node and what they are up to', () => {
    expect(ids({ typed: 'de_abc' })).toEqual(['ABC']);
    expect(ids({ typed: 'node1' })).toEqual(['ABC', 'EMP']);
    expect(ids({ role: 'EMSP' })).toEqual(['EMP']);
    expect(ids({ module: 'cdrs' })).toEqual(['XYZ']);
    expect(ids({ show: 'moving' })).toEqual(['EMP']);
    expect(ids({ show: 'stranded' })).toEqual(['XYZ']);
    expect(ids({ show: 'stranded', role: 'EMSP' })).toEqual([]);
  });

  test('behavior: services and agreements with who they are of', () => {
    expect(serviceRows(all)).toMatchObject([{ agreed: 1, party: { id: { party_id: 'XYZ' } } }]);
    expect(findServices(serviceRows(all), 'fr-x', nameOf)).toHaveLength(1);
    expect(findServices(serviceRows(all), 'nobody', nameOf)).toHaveLength(0);
    expect(agreementRows(all, { provider: service(5).provider })).toMatchObject([{ by: { id: { party_id: 'ABC' } } }]);
    expect(agreementRows(all, { party: node(1).operator })).toEqual([]);
  });

  test('behavior: a page that may not ask knows of no trouble', () => {
    expect(isTrouble({ state: 'unchecked' })).toBe(false);
    expect(isTrouble({ state: 'policy', at: 0 })).toBe(false);
    expect(isTrouble({ state: 'unreachable', at: 0 })).toBe(true);
    expect(rolesOf(0b11)).toEqual(['CPO', 'EMSP']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ClientInfo, nextLink, type Party } from '../../sdk/src/protocol/ocpi/index.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { type Nodes, startNodes } from '../support/ocnNodes.ts';
import { type Office, startOffice, success } from '../support/ocnOffices.ts';

// What a node does as a hub, seen from back offices at two of them.

const emspId: Party = { country_code: 'NL', party_id: 'EMP' };
const cpoId: Party = { country_code: 'DE', party_id: 'GSL' };
let nodes: Nodes;
let emsp: Office;
let cpo: Office;

beforeAll(async () => {
  nodes = await startNodes(2);
  emsp = await startOffice(nodes, nodes.at(0), 3, emspId, { roles: ['EMSP'], version: '2.2' });
  cpo = await startOffice(nodes, nodes.at(1), 4, cpoId, { roles: ['CPO'] });
  await eventually(async () => {
    if ((await ask()) !== 1000) throw new Error('is not known yet');
  });
});
afterAll(() => nodes?.[Symbol.asyncDispose]());
beforeEach(() => {
  for (const one of [emsp, cpo]) {
    one.got.length = 0;
    one.answer = () => ({});
  }
});

const ask = async (path = '/ocpi/sender/2.2/tariffs') =>
  (await emsp.send({ method: 'GET', path, to: cpoId })).json.status_code;
const hub = (office: Office, method: string, path: string, body?: unknown) =>
  office.send({ method, path, to: office.id, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

describe('versions', () => {
  test.each(['2.2', '2.2.1'])(
    'behavior: every URL of the details of %s leads somewhere, on this node',
    async (version) => {
      const versions = (await hub(emsp, 'GET', '/ocpi/versions')).json.data as { version: string; url: string }[];
      const { url } = versions.find((one) => one.version === version) as { url: string };
      expect(url.startsWith(`${emsp.node.url}/`)).toBe(true);
      const { data } = (await hub(emsp, 'GET', new URL(url).pathname)).json;
      const { endpoints } = data as { endpoints: { identifier: string; role: string; url: string }[] };
      expect(endpoints.length).toBeGreaterThan(10);
      for (const one of endpoints) {
        expect(one.url.startsWith(`${emsp.node.url}/ocpi/`), one.url).toBe(true);
        const { status } = await emsp.send({ method: 'GET', path: new URL(one.url).pathname, to: cpoId });
        // Some have nothing to read, and what has an id has it behind this URL.
        if (one.identifier === 'credentials' || one.role === 'SENDER')
          expect([200, 404, 405], one.url).toContain(status);
        if (['locations', 'tariffs', 'tokens', 'cdrs'].includes(one.identifier) && one.role === 'SENDER')
          expect(status, one.url).toBe(200);
      }
    },
  );
});

describe('hubclientinfo', () => {
  const clients = async (office: Office, path: string) => (await hub(office, 'GET', path)).json.data as ClientInfo[];

  test.each(['/ocpi/2.2.1/hubclientinfo', '/ocpi/sender/2.2.1/hubclientinfo', '/ocpi/2.2/hubclientinfo'])(
    'behavior: %s has the parties of both nodes',
    async (path) => {
      await eventually(async () => {
        for (const office of [emsp, cpo]) {
          const found = await clients(office, path);
          for (const [id, role] of [
            [emspId, 'EMSP'],
            [cpoId, 'CPO'],
          ] as const) {
            const one = found.find(({ party_id }) => party_id === id.party_id);
            if (one?.status !== 'CONNECTED' || one.role !== role) throw new Error(JSON.stringify(found));
          }
        }
      });
    },
  );

  test('behavior: in pages', async () => {
    const seen: string[] = [];
    let path: string | null = '/ocpi/2.2.1/hubclientinfo?limit=1';
    while (path !== null) {
      const { json, headers } = await hub(cpo, 'GET', path);
      seen.push(...(json.data as ClientInfo[]).map(({ party_id }) => party_id));
      const link = headers.get('link');
      const next: string | null = link === null ? null : nextLink(link);
      path = next === null ? null : next.slice(cpo.node.url.length);
    }
    expect(seen).toEqual(expect.arrayContaining(['EMP', 'GSL']));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('behavior: who comes later is told of, to the platform of another node', async () => {
    const late = await startOffice(nodes, nodes.at(1), 5, { country_code: 'FR', party_id: 'LAT' }, { roles: ['CPO'] });
    await eventually(async () => {
      // It is planned before it is connected.
      const told = emsp.clients.findLast(({ path }) => path.endsWith('/FR/LAT'));
      if (!told) throw new Error('nobody was told');
      expect(told.method).toBe('PUT');
      expect(JSON.parse(told.body)).toMatchObject({ ...late.id, role: 'CPO', status: 'CONNECTED' });
    });
  });
});

describe('ocnrules', () => {
  const rules = (method: string, at: string, body?: unknown) =>
    hub(cpo, method, `/ocpi/receiver/2.2.1/ocnrules${at}`, body).then(({ json }) =>
      expect(json.status_code).toBe(1000),
    );
  const tokens = '/ocpi/sender/2.2/tokens';

  test.each<[string, () => Promise<unknown>, () => Promise<unknown>, number, number]>([
    ['block-all', () => rules('PUT', '/block-all'), () => rules('DELETE', '/block-all'), 2000, 2000],
    [
      'on the blacklist for one module',
      () => rules('POST', '/blacklist', { ...emspId, modules: ['tariffs'] }),
      () => rules('DELETE', '/blacklist/NL/EMP'),
      2000,
      1000,
    ],
    [
      'on the whitelist for one module',
      () => rules('POST', '/whitelist', { ...emspId, modules: ['tariffs'] }),
      () => rules('DELETE', '/whitelist'),
      1000,
      2000,
    ],
    [
      'somebody else is on the whitelist',
      () => rules('PUT', '/whitelist', [{ country_code: 'FR', party_id: 'LAT', modules: [] }]),
      () => rules('DELETE', '/whitelist'),
      2000,
      2000,
    ],
    // Its node has signed for it.
    ['signatures', () => rules('PUT', '/signatures'), () => rules('DELETE', '/signatures'), 1000, 1000],
  ])('behavior: through two nodes: %s', async (_, set, unset, tariffs, others) => {
    await set();
    try {
      expect([await ask(), await ask(tokens)]).toEqual([tariffs, others]);
    } finally {
      await unset();
    }
    expect([await ask(), await ask(tokens)]).toEqual([1000, 1000]);
  });
});

describe('custom modules', () => {
  test.each([
    ['POST', '/alarms/7?x=%2F%20&y=1&x=2', ' { "a" : 1.50, "a2": 1E+2 }\n'],
    ['PUT', '/a%2Fb/c', '"text"'],
    ['PATCH', '', '[1.0,2.50]'],
    ['DELETE', '/alarms/7', undefined],
    ['GET', '/alarms?limit=1', undefined],
    ['POST', '/form', 'a=1&b=%20 no JSON'],
  ])('behavior: %s %s, and what is in it, as it is', async (method, path, body) => {
    const answer = '{"status_code":1000,"data":[1.50,  {}],"timestamp":"2026-11-20T10:00:00Z"}';
    cpo.answer = () => ({ body: answer });
    const heard = await emsp.send({ method, path: `/ocpi/custom/receiver/parking${path}`, body, to: cpoId });
    expect(heard.text).toBe(answer);
    expect(cpo.got).toHaveLength(1);
    expect(cpo.got[0]).toMatchObject({ method, path: `/receiver/parking${path}`, body: body ?? '' });
  });

  test('error: a module that the receiver does not have, and names that are none', async () => {
    for (const [module, expected] of [
      ['unknown', 2001],
      ['par%2Fking', 2001],
      ['..', 404],
    ] as const) {
      const { status, json } = await emsp.send({ method: 'GET', path: `/ocpi/custom/sender/${module}/x`, to: cpoId });
      expect([status, json.status_code], module).toContain(expected);
    }
    expect(cpo.got).toEqual([]);
  });

  test('error: an answer that is too long, or no answer at all', async () => {
    cpo.answer = () => ({ body: success('a'.repeat(5 * 1024 * 1024)) });
    expect(await ask('/ocpi/custom/sender/parking/x')).toBe(4003);
    cpo.answer = () => ({ status: 503, body: 'no' });
    expect(await ask('/ocpi/custom/sender/parking/x')).toBe(4003);
  });
});

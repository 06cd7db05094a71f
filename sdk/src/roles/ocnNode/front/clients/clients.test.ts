import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientInfo, clientInfoSchema } from '../../../../protocol/ocpi/index.ts';
import { answerJson, envelope, type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { cpo, emsp, type FrontNode, startFront } from '../front.fixtures.ts';
import { pushClient } from './pushClient.ts';

const path = '/ocpi/2.2.1/hubclientinfo';
const far = { country_code: 'FR', party_id: 'FAR', role: 'CPO', status: 'CONNECTED' } as const;
let node: FrontNode;
let [cpoPlatform, emspPlatform]: OcpiPlatform[] = [];
let token: string;
let start: number;

beforeAll(async () => {
  start = Date.now();
  [node, cpoPlatform, emspPlatform] = await Promise.all([startFront(), startOcpiPlatform(), startOcpiPlatform()]);
  token = await node.register(cpoPlatform, [cpo]);
  await node.register(emspPlatform, [emsp]);
  for (let index = 0; index < 150; index += 1) {
    const party_id = String(index).padStart(3, '0');
    await node.context.store.network.setClient({ ...far, party_id, updated: start + 1_000_000 + index });
  }
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await cpoPlatform?.[Symbol.asyncDispose]();
  await emspPlatform?.[Symbol.asyncDispose]();
});

const list = async (query = '', at = path) => node.call('GET', `${at}${query}`, { token });
const pushes = (platform: OcpiPlatform | undefined) => platform?.seen.filter(({ method }) => method === 'PUT') ?? [];
const iso = (offset: number) => new Date(start + 1_000_000 + offset).toISOString();

describe('hubclientinfo', () => {
  test('behavior: pages of our parties and those of other nodes, to the end', async () => {
    const seen: ClientInfo[] = [];
    let query: string | null = '?limit=60';
    while (query !== null) {
      const { body, headers } = await list(query);
      for (const one of body.data as ClientInfo[]) seen.push(clientInfoSchema.parse(one) as ClientInfo);
      expect([headers.get('x-total-count'), headers.get('x-limit')]).toEqual(['152', '100']);
      const link = headers.get('link');
      expect(link === null || link.startsWith(`<${node.url}${path}?`)).toBe(true);
      query = link?.match(/\?[^>]*/)?.[0] ?? null;
    }
    expect(new Set(seen.map(({ country_code, party_id }) => country_code + party_id)).size).toBe(152);
    expect(seen).toContainEqual(expect.objectContaining({ party_id: 'GSL', role: 'CPO', status: 'CONNECTED' }));
  });

  test.each(['/ocpi/2.2/hubclientinfo', '/ocpi/sender/2.2.1/hubclientinfo', '/ocpi/sender/2.2/hubclientinfo'])(
    'behavior: also at %s',
    async (at) => {
      expect((await list('?limit=1', at)).body).toMatchObject({ status_code: 1000, data: [{ party_id: 'GSL' }] });
    },
  );

  test('behavior: date_from is in, date_to is out, and fractions of milliseconds are neither', async () => {
    const { body } = await list(`?date_from=${iso(3)}&date_to=${iso(5)}`);
    expect((body.data as ClientInfo[]).map(({ party_id }) => party_id)).toEqual(['003', '004']);
    const finer = iso(3).replace('Z', '5Z');
    expect((await list(`?date_from=${finer}&date_to=${iso(5)}`)).body.data).toHaveLength(1);
    expect((await list(`?date_to=${finer}&date_from=${iso(3)}`)).body.data).toHaveLength(1);
  });

  test('error: unbounded lists: a page has its limit, whatever is asked for', async () => {
    expect((await list('?limit=1000000')).body.data).toHaveLength(100);
  });

  test.each([
    '?limit=0',
    '?limit=-1',
    '?limit=x',
    '?offset=1e3',
    '?date_from=yesterday',
    '?limit=1&limit=2',
    '?offset=9'.padEnd(40, '9'),
  ])('error: %s', async (query) => {
    expect(await list(query)).toMatchObject({ status: 200, body: { status_code: 2001 } });
  });

  test('error: the host that a request names is in no link', async () => {
    const response = await fetch(`${node.url}${path}?limit=1`, {
      headers: { authorization: `Token ${token}`, 'x-forwarded-host': 'evil.example', host: 'evil.example' },
    });
    expect(response.headers.get('link')).not.toContain('evil.example');
  });
});

describe('pushes', () => {
  test('behavior: a party that registers is told to the platforms that were there, but not to its own, and to other nodes', async () => {
    const told = pushes(cpoPlatform).findLast(({ path: at }) => at === '/ocpi/2.2.1/hubclientinfo/NL/EMP');
    expect(clientInfoSchema.parse(JSON.parse(told?.body ?? ''))).toMatchObject({ ...emspInfo, status: 'CONNECTED' });
    expect(told?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(pushes(emspPlatform)).toEqual([]);
    expect(node.published.filter(({ status }) => status === 'CONNECTED')).toMatchObject([
      { party_id: 'GSL', status: 'CONNECTED' },
      { party_id: 'EMP', status: 'CONNECTED' },
    ]);
  });

  const emspInfo = { country_code: 'NL', party_id: 'EMP', role: 'EMSP' };

  test('behavior: what another node has told is pushed on', async () => {
    await pushClient(node.context, { ...far, updated: start });
    for (const platform of [cpoPlatform, emspPlatform]) {
      expect(pushes(platform).at(-1)?.path).toBe('/ocpi/2.2.1/hubclientinfo/FR/FAR');
    }
  });

  test('error: a platform that refuses, hangs or is gone keeps nobody else from being told', async () => {
    const at = '/ocpi/2.2.1/hubclientinfo/FR/FAR';
    const before = pushes(emspPlatform).length;
    for (const handler of [
      (_: unknown, response: Parameters<typeof answerJson>[0]) => void answerJson(response, 500, envelope(null)),
      (_: unknown, response: Parameters<typeof answerJson>[0]) => void response.end('<html>'),
      () => undefined,
      (_: unknown, response: Parameters<typeof answerJson>[0]) => void response.destroy(),
    ]) {
      cpoPlatform?.handlers.set(at, handler);
      await pushClient(node.context, { ...far, updated: start });
    }
    expect(pushes(emspPlatform)).toHaveLength(before + 4);
    cpoPlatform?.handlers.clear();
  });

  test('error: neither platforms without the receiver side nor suspended ones are told', async () => {
    await using silent = await startOcpiPlatform();
    await using suspended = await startOcpiPlatform();
    silent.endpoints['2.2.1'] = silent.endpoints['2.2.1'].filter(({ identifier }) => identifier !== 'hubclientinfo');
    await node.register(silent, [{ ...cpo, party_id: 'SIL' }]);
    await node.register(suspended, [{ ...cpo, party_id: 'SUS' }]);
    const platform = await node.context.store.platforms.byParty({ country_code: 'DE', party_id: 'SUS' });
    await node.call('POST', `/admin/platforms/${platform?.id}/suspend`);
    await pushClient(node.context, { ...far, updated: start });
    expect([pushes(silent), pushes(suspended)]).toEqual([[], []]);
  });
});

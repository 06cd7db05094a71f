import { describe, expect, test } from 'vitest';
import { decodeFlows, decodePlatforms, type Flow } from './adminAnswers.ts';
import { type AdminError, createAdminClient } from './adminClient.ts';
import { toPairs, toPicture } from './flowPicture.ts';

const abc = { country_code: 'DE', party_id: 'ABC' };
const emp = { country_code: 'nl', party_id: 'emp' };
const entry = {
  from: abc,
  to: emp,
  module: 'cdrs',
  direction: 'out',
  outcome: 'delivered',
  count: 3,
  mean_ms: 2,
  max_ms: 9,
};
const answer = (...flows: readonly object[]) => ({ last_minute: flows, last_hour: flows });
const platform = {
  ...{ id: 'a', state: 'registered', parties: [{ ...abc, role: 'CPO', business: { name: 'A' } }], version: '2.2.1' },
  ...{ speaks: 'v2', connection: 'CONNECTED', last_seen: '2026-11-20T12:00:00Z' },
};

describe('what a node’s admin API answers', () => {
  test('behavior: is read, whatever the case of ids', () => {
    expect(decodeFlows(answer(entry)).lastMinute[0]).toMatchObject({ from: 'DE-ABC', to: 'NL-EMP', meanMs: 2 });
    expect(decodeFlows(answer({ ...entry, from: null, to: null })).lastHour[0]).toMatchObject({ from: null });
    const { platforms, next } = decodePlatforms({
      platforms: [platform, { ...platform, last_seen: null }],
      next: null,
    });
    expect(platforms.map(({ lastSeen }) => lastSeen)).toEqual([Date.parse('2026-11-20T12:00:00Z'), null]);
    expect(next).toBeNull();
  });

  test.each<[string, object]>([
    ['count', { count: -1 }],
    ['count', { count: '3' }],
    ['from', { from: 'DE-ABC' }],
    ['from.party_id', { from: { country_code: 'DE' } }],
    ['module', { module: 'x'.repeat(201) }],
    ['direction', { direction: 'sideways' }],
    ['mean_ms', { mean_ms: null }],
  ])('error: a wrong %s is named', (field, wrong) => {
    expect(() => decodeFlows(answer({ ...entry, ...wrong }))).toThrowError(
      expect.objectContaining({ field: `last_minute[0].${field}` }),
    );
  });

  test('error: what is no answer at all', () => {
    for (const value of [null, [], 'x', {}, { last_minute: [] }]) expect(() => decodeFlows(value)).toThrow();
    for (const wrong of [{ connection: 'X' }, { last_seen: 'soon' }, { parties: {} }, { speaks: 'v3' }]) {
      expect(() => decodePlatforms({ platforms: [{ ...platform, ...wrong }] })).toThrow();
    }
  });
});

describe('asking as an operator', () => {
  const session = { url: 'https://node.example/ocn/', key: 'secret' };
  const client = (fetch: typeof globalThis.fetch) => createAdminClient(session, { fetch, protocol: 'https:' });
  const problemOf = (asking: Promise<unknown>) =>
    asking.then(
      () => null,
      (error: AdminError) => error.problem,
    );

  test('behavior: the key goes to the URL alone; lists are read page by page', async () => {
    const asked: string[] = [];
    const { platforms } = client(async (input, init) => {
      asked.push(String(input));
      expect(init).toMatchObject({
        redirect: 'error',
        credentials: 'omit',
        headers: { authorization: 'Token secret' },
      });
      return Response.json({ platforms: [platform], next: asked.length === 1 ? 'a/b' : null });
    });
    expect(await platforms()).toHaveLength(2);
    expect(asked).toEqual([
      'https://node.example/ocn/admin/platforms?limit=100',
      'https://node.example/ocn/admin/platforms?limit=100&cursor=a%2Fb',
    ]);
  });

  test('attack: a node whose list has no end is asked for some of it', async () => {
    let count = 0;
    await client(async () => Response.json({ platforms: [], next: String(count++) })).platforms();
    expect(count).toBe(20);
  });

  test.each<[string, () => Promise<Response>]>([
    ['key', async () => new Response('', { status: 401 })],
    ['status', async () => new Response('', { status: 404 })],
    ['malformed', async () => new Response('<html>')],
    ['malformed', async () => Response.json({})],
    ['malformed', async () => new Response('x'.repeat(9_000_000))],
    ['unreachable', async () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('error: %s', async (problem, respond) => {
    expect(await problemOf(client(respond).flows())).toBe(problem);
  });

  test('error: no errors have the key, and no host is asked that may not be', async () => {
    const failing = client(async () => new Response('', { status: 401 }));
    await expect(failing.flows()).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    for (const [url, problem] of [
      ['javascript:alert(1)', 'url'],
      ['https://a:b@node.example', 'url'],
      ['http://node.example', 'mixed'],
    ] as const) {
      expect(() => createAdminClient({ ...session, url }, { protocol: 'https:' })).toThrowError(
        expect.objectContaining({ problem }),
      );
    }
  });
});

const flow = (from: string | null, to: string | null, count: number, given: Partial<Flow> = {}): Flow => ({
  ...{ from, to, count, module: 'cdrs', direction: 'out', outcome: 'delivered', meanMs: 10, maxMs: 20 },
  ...given,
});

describe('the picture of flows', () => {
  test('behavior: flows of two parties are one pair, with failures by outcome', () => {
    const [pair] = toPairs([
      flow('DE-ABC', 'NL-EMP', 6),
      flow('DE-ABC', 'NL-EMP', 2, { module: 'tokens', outcome: 'timeout', meanMs: 50, maxMs: 90 }),
    ]);
    expect(pair).toMatchObject({
      count: 8,
      failed: 2,
      meanMs: 20,
      maxMs: 90,
      failures: [{ outcome: 'timeout', count: 2 }],
    });
    expect(pair?.modules.map(({ module }) => module)).toEqual(['cdrs', 'tokens']);
  });

  test('behavior: what the node did not tell apart has not failed', () => {
    expect(toPairs([flow(null, null, 5, { outcome: 'other', module: 'other' })])[0]).toMatchObject({ failed: 0 });
  });

  test('behavior: bands stay within the ends that they join', () => {
    const picture = toPicture(toPairs([flow('A', 'X', 90), flow('A', 'Y', 9), flow('B', 'X', 1)]));
    expect(picture.bands).toHaveLength(3);
    for (const { from, to, y0, y1, thickness } of picture.bands) {
      for (const [end, y] of [
        [from, y0],
        [to, y1],
      ] as const) {
        expect(y - thickness / 2).toBeGreaterThanOrEqual(end.y - 1e-6);
        expect(y + thickness / 2).toBeLessThanOrEqual(end.y + end.height + 1e-6);
      }
    }
  });

  test('attack: however many parties there are, the picture has room for some', () => {
    const flows = Array.from({ length: 400 }, (_, i) => flow(`P${i % 20}`, `Q${i}`, i + 1));
    const { senders, receivers, bands } = toPicture(toPairs(flows));
    expect([senders.length, receivers.length]).toEqual([10, 10]);
    expect(bands.length).toBeLessThanOrEqual(100);
    expect(bands.reduce((sum, band) => sum + band.count, 0)).toBe(flows.reduce((sum, { count }) => sum + count, 0));
    expect(senders.at(-1)).toMatchObject({ isRest: true });
  });

  test('error: no flows, no picture', () => {
    expect(toPicture([])).toEqual({ senders: [], receivers: [], bands: [], height: 0 });
  });
});

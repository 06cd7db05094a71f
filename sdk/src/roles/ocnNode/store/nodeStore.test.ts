import { describe, expect, test } from 'vitest';
import type { Answer } from '../message.ts';
import { digest, onEachDatabase, party } from './testing/databases.ts';

const answer: Answer = {
  status: 200,
  headers: { link: '<https://node.example/a>; rel="next"' },
  body: Uint8Array.from([0, 1, 34, 92, 255]),
  signature: 'sig"\\{},',
};
const key = { caller: 'platform', requestId: 'request', digest: digest(1) };

onEachDatabase(({ fresh, another }) => {
  describe('requests', () => {
    test('behavior: one that is made again is answered again, to the byte', async () => {
      const { requests } = await fresh();
      expect(await requests.begin(key, 10, 1_000, 100)).toEqual({ state: 'new' });
      expect(await requests.begin(key, 11, 1_000, 100)).toEqual({ state: 'busy' });
      await requests.finish(key, answer);
      expect(await requests.begin(key, 12, 1_000, 100)).toEqual({ state: 'done', answer });
    });

    test('behavior: an answer without body or signature stays without', async () => {
      const { requests } = await fresh();
      await requests.begin(key, 10, 1_000, 100);
      await requests.finish(key, { status: 204, headers: {}, body: null, signature: null });
      const again = await requests.begin(key, 10, 1_000, 100);
      expect(again).toEqual({ state: 'done', answer: { status: 204, headers: {}, body: null, signature: null } });
    });

    test('behavior: a body of the greatest size comes back', async () => {
      const { requests } = await fresh();
      const body = new Uint8Array(8 * 1024 * 1024).fill(0xab);
      await requests.begin(key, 10, 1_000, 100);
      await requests.finish(key, { ...answer, body });
      const again = await requests.begin(key, 10, 1_000, 100);
      expect(again.state === 'done' && again.answer.body !== null && Buffer.compare(again.answer.body, body)).toBe(0);
    });

    test('behavior: what was abandoned or has expired is begun anew, with whatever bytes', async () => {
      const { requests } = await fresh();
      await requests.begin(key, 10, 1_000, 100);
      await requests.abandon(key);
      expect(await requests.begin({ ...key, digest: digest(2) }, 11, 500, 100)).toEqual({ state: 'new' });
      await requests.finish(key, answer);
      expect(await requests.begin(key, 500, 1_000, 100)).toEqual({ state: 'new' });
    });

    test('behavior: callers and ids are kept apart, whatever they are made of', async () => {
      const { requests } = await fresh();
      const keys = [
        { ...key, caller: 'a', requestId: 'b","c' },
        { ...key, caller: 'a","b', requestId: 'c' },
        { ...key, caller: 'a', requestId: 'B","c' },
        { ...key, caller: 'a\0', requestId: "');drop table ocn_node.request;--" },
        { ...key, caller: 'a', requestId: '\ud800' },
        { ...key, caller: 'a', requestId: '\ufffd' },
      ];
      for (const one of keys) expect(await requests.begin(one, 1, 1_000, 100)).toEqual({ state: 'new' });
      for (const one of keys) expect(await requests.begin(one, 1, 1_000, 100)).toEqual({ state: 'busy' });
    });

    test('error: an id is not used for other bytes, be it busy or done', async () => {
      const { requests } = await fresh();
      await requests.begin(key, 10, 1_000, 100);
      const other = { ...key, digest: digest(2) };
      expect(await requests.begin(other, 11, 1_000, 100)).toEqual({ state: 'other' });
      expect(await requests.begin(other, 500, 1_000, 100)).toEqual({ state: 'other' });
      await requests.finish(key, answer);
      expect(await requests.begin(other, 11, 1_000, 100)).toEqual({ state: 'other' });
    });

    test('error: the first answer stays', async () => {
      const { requests } = await fresh();
      await requests.begin(key, 10, 1_000, 100);
      await requests.finish(key, answer);
      await requests.finish(key, { ...answer, status: 500 });
      await requests.abandon(key);
      expect(await requests.begin(key, 10, 1_000, 100)).toEqual({ state: 'done', answer });
    });

    test('error: what nobody has begun is neither finished nor abandoned', async () => {
      const { requests } = await fresh();
      await requests.finish(key, answer);
      await requests.abandon(key);
      expect(await requests.begin(key, 10, 1_000, 100)).toEqual({ state: 'new' });
    });

    test.each([
      ['a status that is none', { ...answer, status: 99 }, 'answer.status'],
      ['NUL in a signature', { ...answer, signature: 'a\0' }, 'answer.signature'],
      ['half a character', { ...answer, signature: '\ud800' }, 'answer.signature'],
      ['a signature without end', { ...answer, signature: 'a'.repeat(300_000) }, 'answer.signature'],
      ['headers without end', { ...answer, headers: { link: 'a'.repeat(70_000) } }, 'answer.headers'],
      ['a body without end', { ...answer, body: new Uint8Array(33 * 1024 * 1024) }, 'answer.body'],
    ])('error: an answer with %s', async (_, wrong, field) => {
      const { requests } = await fresh();
      await requests.begin(key, 10, 1_000, 100);
      await expect(requests.finish(key, wrong)).rejects.toMatchObject({ code: 'ARGUMENT', field });
    });

    test.each([
      ['no digest', { ...key, digest: '0x12' as const }, 10],
      ['a time that is no number', key, Number.NaN],
    ])('error: %s', async (_, wrong, now) => {
      const { requests } = await fresh();
      await expect(requests.begin(wrong, now, 1_000, 100)).rejects.toMatchObject({ code: 'ARGUMENT' });
    });

    test('behavior: of many at once, each is begun by one', async () => {
      const { requests } = await fresh();
      const keys = Array.from({ length: 900 }, (_, i) => ({ ...key, requestId: `r${i % 300}` }));
      const states = await Promise.all(keys.map((one) => requests.begin(one, 1, 1_000, 100)));
      expect(states.filter(({ state }) => state === 'new')).toHaveLength(300);
      expect(states.filter(({ state }) => state === 'busy')).toHaveLength(600);
    });
  });

  describe('replays', () => {
    test('behavior: a key counts once, until it has expired', async () => {
      const { replays } = await fresh();
      expect(await replays.remember('a', 100, 1)).toBe(true);
      expect(await replays.remember('a', 200, 99)).toBe(false);
      expect(await replays.remember('a', 200, 100)).toBe(true);
      expect(await replays.remember('b', 100, 1)).toBe(true);
    });

    test('behavior: of many at once, each counts once', async () => {
      const { replays } = await fresh();
      const keys = Array.from({ length: 2_000 }, (_, i) => `key ${i % 500}`);
      const counted = await Promise.all(keys.map((one) => replays.remember(one, 100, 1)));
      expect(counted.filter(Boolean)).toHaveLength(500);
    });

    test('error: a time that is none', async () => {
      const { replays } = await fresh();
      await expect(replays.remember('a', Number.POSITIVE_INFINITY, 1)).rejects.toMatchObject({ field: 'expires' });
    });
  });

  describe('links', () => {
    const link = {
      purpose: 'response',
      owner: party('NL-TNM'),
      user: party('DE-ABC'),
      target: { url: 'https://emsp.example/commands/1?a=b' },
      module: 'commands',
      version: '2.2.1',
      endpoint: 'startSessionResult',
      expires: 1_000,
    } as const;
    const found = { target: link.target.url, owner: link.owner, user: link.user, now: 1 };

    test('behavior: is found by its uid and by its target', async () => {
      const { links } = await fresh();
      const kept = await links.put(link);
      expect(kept).toEqual({ ...link, uid: kept.uid });
      expect(kept.uid).toMatch(/^[\w-]{22}$/);
      expect(await links.find(kept.uid, 999)).toEqual(kept);
      expect(await links.findByTarget({ ...found, owner: party('nl-tnm') })).toEqual(kept);
    });

    test('behavior: the same link has one uid, which lives as long as the last one who asked', async () => {
      const { links } = await fresh();
      const [first, ...others] = await Promise.all(
        [1_000, 3_000, 2_000].map((expires) => links.put({ ...link, expires })),
      );
      for (const { uid } of others) expect(uid).toBe(first?.uid);
      expect(await links.find(first?.uid as string, 2_999)).toMatchObject({ expires: 3_000 });
    });

    test('behavior: what differs in anything is another link', async () => {
      const { links } = await fresh();
      const different = [
        link,
        { ...link, purpose: 'page' as const },
        { ...link, owner: party('NL-TNN') },
        { ...link, user: party('DE-ABD') },
        { ...link, target: { url: `${link.target.url}c` } },
        { ...link, target: { operator: '0xab', uid: 'u', url: link.target.url } as const },
        { ...link, target: { operator: '0xab', uid: 'v', url: null } as const },
        { ...link, endpoint: null },
      ];
      const uids = new Set((await Promise.all(different.map((one) => links.put(one)))).map(({ uid }) => uid));
      expect(uids.size).toBe(different.length);
    });

    test('error: nobody finds what has expired, is another’s, or is another node’s', async () => {
      const { links } = await fresh();
      const { uid } = await links.put(link);
      expect(await links.find(uid, 1_000)).toBeNull();
      expect(await links.findByTarget({ ...found, now: 1_000 })).toBeNull();
      expect(await links.findByTarget({ ...found, user: party('DE-ABD') })).toBeNull();
      expect(await links.findByTarget({ ...found, owner: party('DE-ABC'), user: party('NL-TNM') })).toBeNull();
      const remote = { ...link, target: { operator: '0xab', uid: 'u', url: 'https://other.example/' } } as const;
      await links.put(remote);
      expect(await links.findByTarget({ ...found, target: 'https://other.example/' })).toBeNull();
      for (const wrong of ['', 'x', `${uid}x`, "' or 1=1 --", 'a\0', 'a'.repeat(100_000)]) {
        expect(await links.find(wrong, 1)).toBeNull();
      }
    });

    test.each([
      ['target.url', { ...link, target: { url: `https://a.example/${'a'.repeat(5_000)}` } }],
      ['target.operator', { ...link, target: { operator: 'ab' as `0x${string}`, uid: 'u', url: null } }],
      ['module', { ...link, module: 'a\0' }],
      ['expires', { ...link, expires: 1.5 }],
    ])('error: a wrong %s', async (field, wrong) => {
      const { links } = await fresh();
      await expect(links.put(wrong)).rejects.toMatchObject({ code: 'ARGUMENT', field: `link.${field}` });
    });
  });

  describe('network', () => {
    const client = { ...party('DE-ABC'), role: 'CPO', status: 'CONNECTED', updated: 100 } as const;

    test('behavior: tells what is new from what is not', async () => {
      const { network } = await fresh();
      expect(await network.setClient(client)).toBe(true);
      expect(await network.setClient({ ...client, ...party('de-abc'), updated: 101 })).toBe(false);
      expect(await network.setClient({ ...client, status: 'OFFLINE', updated: 102 })).toBe(true);
      expect(await network.setClient({ ...client, role: 'EMSP' })).toBe(true);
      await network.removeClient(party('de-Abc'), 'CPO');
      const { clients, total } = await network.clients({ since: null, until: null, cursor: 0, limit: 10 });
      expect([clients, total]).toEqual([[{ ...client, role: 'EMSP' }], 1]);
    });

    test('behavior: pages by when it was updated', async () => {
      const { network } = await fresh();
      for (let i = 0; i < 25; i++) await network.setClient({ ...client, ...party(`NL-A${i + 10}`), updated: i });
      const page = await network.clients({ since: 5, until: 20, cursor: 10, limit: 10 });
      expect(page.total).toBe(15);
      expect(page.clients.map(({ updated }) => updated)).toEqual([15, 16, 17, 18, 19]);
    });

    test('error: old news change nothing', async () => {
      const { network } = await fresh();
      await network.setClient(client);
      expect(await network.setClient({ ...client, status: 'OFFLINE', updated: 99 })).toBe(false);
      await expect(network.setClient({ ...client, status: 'GONE' as 'OFFLINE' })).rejects.toMatchObject({
        field: 'client.status',
      });
      await expect(network.clients({ since: null, until: null, cursor: 0, limit: 0 })).rejects.toMatchObject({
        field: 'limit',
      });
    });

    test('behavior: what a peer speaks only grows', async () => {
      const { network } = await fresh();
      expect(await network.peerSpeaks('0xAB')).toBeNull();
      await network.setPeerSpeaks('0xAB', 'v1', 1);
      expect(await network.peerSpeaks('0xab')).toBe('v1');
      await network.setPeerSpeaks('0xab', 'v2', 2);
      await network.setPeerSpeaks('0xab', 'v1', 3);
      expect(await network.peerSpeaks('0xAb')).toBe('v2');
    });
  });

  describe('leases', () => {
    test('behavior: one holder at a time, who may prolong', async () => {
      const { leases } = await fresh();
      expect(await leases.acquire('sweep', 'a', 100, 1)).toBe(true);
      expect(await leases.acquire('sweep', 'b', 200, 99)).toBe(false);
      expect(await leases.acquire('sweep', 'a', 150, 99)).toBe(true);
      expect(await leases.acquire('sweep', 'b', 200, 149)).toBe(false);
      expect(await leases.acquire('sweep', 'b', 300, 150)).toBe(true);
      await leases.release('sweep', 'a');
      expect(await leases.acquire('sweep', 'a', 300, 151)).toBe(false);
      await leases.release('sweep', 'b');
      expect(await leases.acquire('sweep', 'a', 300, 151)).toBe(true);
    });

    test('error: names that are none', async () => {
      const { leases } = await fresh();
      await expect(leases.acquire('a\0', 'a', 1, 1)).rejects.toMatchObject({ field: 'name' });
      await expect(leases.acquire('a', 'a'.repeat(513), 1, 1)).rejects.toMatchObject({ field: 'holder' });
    });
  });

  describe('sweeping', () => {
    test('behavior: what has expired goes, and nothing else', async () => {
      const { sweep, requests, replays, leases, links, platforms } = await fresh();
      const planned = await platforms.plan({ parties: [party('NL-TNM')], tokenDigest: digest(4), expires: 50, now: 1 });
      const kept = await platforms.save({ ...planned, state: 'registered' }, { tokenDigest: digest(5) });
      await platforms.plan({ parties: [party('NL-AAA')], tokenDigest: digest(6), expires: 50, now: 1 });
      await Promise.all(Array.from({ length: 2_500 }, (_, i) => replays.remember(`${i}`, i < 2_400 ? 50 : 150, 1)));
      await requests.begin(key, 1, 50, 10);
      await requests.begin({ ...key, requestId: 'busy' }, 95, 96, 10);
      await leases.acquire('a', 'b', 50, 1);
      expect(await sweep(100)).toBe(2_403);
      expect(await sweep(100)).toBe(0);
      expect(await replays.remember('2450', 200, 100)).toBe(false);
      expect(await requests.begin({ ...key, requestId: 'busy' }, 100, 200, 10)).toEqual({ state: 'busy' });
      expect(await platforms.byId(kept.id)).toEqual(kept);
      expect(await platforms.byParty(party('NL-AAA'))).toBeNull();
      expect(await links.find('none', 1)).toBeNull();
    });
  });

  describe('closing', () => {
    test('behavior: waits for what is under way, and can be done twice', async () => {
      const opened = await fresh();
      const remembered = Promise.all(Array.from({ length: 500 }, (_, i) => opened.replays.remember(`${i}`, 100, 1)));
      await Promise.all([opened.close(), opened.close()]);
      expect((await remembered).every(Boolean)).toBe(true);
      const { replays } = another();
      expect(await replays.remember('499', 100, 1)).toBe(false);
    });

    test('error: nothing works after that', async () => {
      const opened = await fresh();
      expect(await opened.isReady()).toBe(true);
      expect(await opened.isReady(AbortSignal.abort())).toBe(false);
      await opened.close();
      expect(await opened.isReady()).toBe(false);
      await expect(opened.replays.remember('a', 2, 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(opened.sweep(1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
});

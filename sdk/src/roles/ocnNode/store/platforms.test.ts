import { describe, expect, test } from 'vitest';
import type { Platform } from '../platform.ts';
import type { NodeStore } from './nodeStore.ts';
import { digest, onEachDatabase, party } from './testing/databases.ts';

const business = { name: 'A & B "GmbH"', website: 'https://ab.example/' };

async function register(store: NodeStore, keys: readonly string[], token: number): Promise<Platform> {
  const parties = keys.map(party);
  const input = { parties, tokenDigest: digest(token + 1_000), expires: 100, now: 1 };
  const planned = await store.platforms.plan(input);
  const details = {
    state: 'registered' as const,
    parties: parties.map((one) => ({ ...one, role: 'CPO' as const, business })),
    version: '2.2.1' as const,
    versionsUrl: 'https://ab.example/ocpi/versions',
    endpoints: [{ identifier: 'locations', role: 'SENDER' as const, url: 'https://ab.example/ocpi/locations' }],
    connection: 'CONNECTED' as const,
    lastSeen: 10,
  };
  return store.platforms.save({ ...planned, ...details }, { tokenDigest: digest(token), callToken: `call ${token}` });
}

onEachDatabase(({ fresh, another, tamper }) => {
  describe('planning', () => {
    test('behavior: a planned platform is found by its token and its parties', async () => {
      const { platforms } = await fresh();
      const parties = [party('nl-tnm'), party('NL-TNM'), party('DE-ABC')];
      const planned = await platforms.plan({ parties, tokenDigest: digest(1), expires: 100, now: 1 });
      expect(planned).toMatchObject({ state: 'planned', connection: 'PLANNED', revision: 1, lastSeen: null });
      expect(planned.parties.map((one) => `${one.country_code}${one.party_id}`)).toEqual(['DEABC', 'NLTNM']);
      expect(await platforms.byToken(digest(1), 99)).toEqual({
        platform: planned,
        kind: 'registration',
        standing: 'settled',
      });
      expect(await platforms.byParty(party('Nl-Tnm'))).toEqual(planned);
      expect(await platforms.byId(planned.id)).toEqual(planned);
      expect(await platforms.callToken(planned.id)).toBeNull();
    });

    test('behavior: when the time to register is over, the parties can be planned again', async () => {
      const { platforms } = await fresh();
      const parties = [party('NL-TNM')];
      const first = await platforms.plan({ parties, tokenDigest: digest(1), expires: 100, now: 1 });
      const second = await platforms.plan({ parties, tokenDigest: digest(2), expires: 300, now: 100 });
      expect(await platforms.byId(first.id)).toBeNull();
      expect(await platforms.byParty(parties[0] as never)).toEqual(second);
    });

    test('error: a registration token that has expired is none', async () => {
      const { platforms } = await fresh();
      await platforms.plan({ parties: [party('NL-TNM')], tokenDigest: digest(1), expires: 100, now: 1 });
      expect(await platforms.byToken(digest(1), 99)).not.toBeNull();
      expect(await platforms.byToken(digest(1), 100)).toBeNull();
      expect(await platforms.byToken(digest(2), 1)).toBeNull();
    });

    test('error: a party that is on another platform', async () => {
      const store = await fresh();
      await register(store, ['NL-TNM'], 1);
      const parties = [party('DE-ABC'), party('nl-tnm')];
      const planned = store.platforms.plan({ parties, tokenDigest: digest(2), expires: 100, now: 1 });
      await expect(planned).rejects.toMatchObject({ code: 'CONFLICT', field: 'parties' });
      expect(await store.platforms.byParty(party('DE-ABC'))).toBeNull();
      expect(await store.platforms.byToken(digest(2), 1)).toBeNull();
    });

    test('error: a token that is in use, or no party', async () => {
      const { platforms } = await fresh();
      const input = { tokenDigest: digest(1), expires: 100, now: 1 };
      await platforms.plan({ ...input, parties: [party('NL-TNM')] });
      const again = platforms.plan({ ...input, parties: [party('DE-ABC')] });
      await expect(again).rejects.toMatchObject({ code: 'CONFLICT', field: 'tokenDigest' });
      await expect(platforms.plan({ ...input, parties: [] })).rejects.toMatchObject({ field: 'parties' });
      const nul = { country_code: 'N\0', party_id: 'TNM' };
      await expect(platforms.plan({ ...input, parties: [nul] })).rejects.toMatchObject({ code: 'ARGUMENT' });
    });
  });

  describe('saving', () => {
    test('behavior: everything comes back, and the registration token is used up', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM', 'DE-ABC'], 1);
      expect(saved).toMatchObject({ state: 'registered', revision: 2, lastSeen: 10, connection: 'CONNECTED' });
      expect(saved.parties[0]?.business).toEqual(business);
      expect(await store.platforms.byId(saved.id)).toEqual(saved);
      expect(await store.platforms.byToken(digest(1), 1e12)).toEqual({
        platform: saved,
        kind: 'credentials',
        standing: 'settled',
      });
      expect(await store.platforms.byToken(digest(1_001), 2)).toBeNull();
      expect(await store.platforms.callToken(saved.id)).toBe('call 1');
    });

    test('behavior: parties come and go, and tokens stay unless there are new ones', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM', 'DE-ABC'], 1);
      const parties = [party('DE-ABC'), party('DE-XYZ')].map((one) => ({ ...one, role: 'EMSP' as const, business }));
      const changed = await store.platforms.save({ ...saved, parties, speaks: 'v2' });
      expect(await store.platforms.byParty(party('NL-TNM'))).toBeNull();
      expect(await store.platforms.byParty(party('DE-XYZ'))).toEqual(changed);
      expect(await store.platforms.byToken(digest(1), 1)).toEqual({
        platform: changed,
        kind: 'credentials',
        standing: 'settled',
      });
      expect(await store.platforms.callToken(saved.id)).toBe('call 1');
      await register(store, ['NL-TNM'], 2);
    });

    test('behavior: one party may have several roles', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      const parties = (['CPO', 'EMSP'] as const).map((role) => ({ ...party('NL-TNM'), role, business }));
      expect((await store.platforms.save({ ...saved, parties })).parties).toEqual(parties);
    });

    test('error: of two who change the same revision, one is told', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      const other = another();
      const results = await Promise.allSettled([
        store.platforms.save({ ...saved, state: 'suspended' }),
        other.platforms.save({ ...saved, speaks: 'v1' }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((one) => one.status === 'rejected');
      expect(refused?.reason).toMatchObject({ code: 'CONFLICT', field: 'revision' });
      expect(await store.platforms.byId(saved.id)).toMatchObject({ revision: 3 });
    });

    test('error: a conflict changes nothing, not even tokens', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      await register(store, ['DE-ABC'], 2);
      const parties = [{ ...party('DE-ABC'), role: 'CPO' as const, business }];
      const tokens = { tokenDigest: digest(3), callToken: 'new' };
      const conflict = store.platforms.save({ ...saved, parties }, tokens);
      await expect(conflict).rejects.toMatchObject({ code: 'CONFLICT', field: 'parties' });
      await expect(store.platforms.save({ ...saved, revision: 1 }, tokens)).rejects.toMatchObject({
        field: 'revision',
      });
      await expect(store.platforms.save(saved, { tokenDigest: digest(2) })).rejects.toMatchObject({
        field: 'tokenDigest',
      });
      expect(await store.platforms.byId(saved.id)).toEqual(saved);
      expect(await store.platforms.callToken(saved.id)).toBe('call 1');
      expect((await store.platforms.byToken(digest(2), 1))?.platform.id).not.toBe(saved.id);
    });

    test('error: what was removed cannot be saved, found or called', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      await store.platforms.remove(saved.id);
      await expect(store.platforms.save(saved)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await store.platforms.byId(saved.id)).toBeNull();
      expect(await store.platforms.byToken(digest(1), 1)).toBeNull();
      expect(await store.platforms.byParty(party('NL-TNM'))).toBeNull();
      expect(await store.platforms.callToken(saved.id)).toBeNull();
      await store.platforms.remove(saved.id);
      await expect(store.platforms.remove(saved.id, saved.revision)).rejects.toMatchObject({ code: 'CONFLICT' });
      await register(store, ['NL-TNM'], 1);
    });

    test('error: what another has changed is not removed, nor half of it', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      const newer = await store.platforms.save(saved, { tokenDigest: digest(7) });
      const refused = store.platforms.remove(saved.id, saved.revision);
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', field: 'revision' });
      expect((await store.platforms.byToken(digest(7), 1))?.platform).toEqual(newer);
      expect(await store.platforms.byParty(party('NL-TNM'))).toEqual(newer);
      await store.platforms.remove(newer.id, newer.revision);
      expect(await store.platforms.byId(newer.id)).toBeNull();
      await register(store, ['NL-TNM'], 1);
    });

    test('error: of a removal and a change at once one wins', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      const [removal, change] = await Promise.allSettled([
        store.platforms.remove(saved.id, saved.revision),
        store.platforms.save(saved),
      ]);
      expect([removal.status, change.status].sort()).toEqual(['fulfilled', 'rejected']);
      expect((await store.platforms.byId(saved.id)) === null).toBe(removal.status === 'fulfilled');
    });

    test.each([
      ['state', { state: 'gone' }],
      ['connection', { connection: 'GONE' }],
      ['revision', { revision: 1.5 }],
      ['platform.speaks', { speaks: 'v3' }],
      ['platform.rules.mode', { rules: { signatures: true, mode: 'all', whitelist: [], blacklist: [] } }],
      ['platform.versionsUrl', { versionsUrl: 'a'.repeat(5_000) }],
      ['platform.parties.0.role', { parties: [{ ...party('NL-TNM'), role: 'KING', business }] }],
      ['parties', { parties: Array.from({ length: 1_001 }, () => ({ ...party('NL-TNM'), role: 'CPO', business })) }],
    ])('error: a wrong %s', async (field, wrong) => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      const refused = store.platforms.save({ ...saved, ...(wrong as Partial<Platform>) });
      await expect(refused).rejects.toMatchObject({ code: 'ARGUMENT', field });
    });
  });

  describe('being seen', () => {
    test('behavior: tells the connection there was, and leaves the revision', async () => {
      const store = await fresh();
      const { id, revision } = await register(store, ['NL-TNM'], 1);
      expect(await store.platforms.seen(id, 'OFFLINE', 5_000)).toBe('CONNECTED');
      expect(await store.platforms.byParty(party('NL-TNM'))).toMatchObject({ connection: 'OFFLINE', lastSeen: 10 });
      expect(await store.platforms.seen(id, 'CONNECTED', 6_000)).toBe('OFFLINE');
      expect(await store.platforms.seen(id, 'CONNECTED', 6_001)).toBe('CONNECTED');
      expect(await store.platforms.seen(id, 'CONNECTED', 7_000)).toBe('CONNECTED');
      expect(await store.platforms.byId(id)).toMatchObject({ connection: 'CONNECTED', lastSeen: 7_000, revision });
    });

    test('behavior: saving an older state does not make it seen earlier', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      await store.platforms.seen(saved.id, 'CONNECTED', 9_000);
      expect(await store.platforms.save(saved)).toMatchObject({ lastSeen: 9_000 });
    });

    test('error: one that is not there, or no status', async () => {
      const { platforms } = await fresh();
      expect(await platforms.seen('none', 'OFFLINE', 1)).toBe('OFFLINE');
      await expect(platforms.seen('none', 'GONE' as 'OFFLINE', 1)).rejects.toMatchObject({ field: 'connection' });
    });
  });

  describe('looking up', () => {
    test('behavior: lists page by page', async () => {
      const store = await fresh();
      const ids = new Set<string>();
      for (let i = 0; i < 7; i++) ids.add((await register(store, [`NL-AA${i}`], i)).id);
      let cursor: string | null = null;
      const listed: string[] = [];
      do {
        const page = await store.platforms.list(cursor, 3);
        listed.push(...page.platforms.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      expect(listed).toEqual([...ids].sort());
    });

    test('behavior: a change by another process is seen within a second', async () => {
      const store = await fresh();
      const saved = await register(store, ['NL-TNM'], 1);
      expect(await store.platforms.byToken(digest(1), 1)).not.toBeNull();
      await another().platforms.save(saved, { tokenDigest: digest(2) });
      await expect.poll(() => store.platforms.byToken(digest(1), 1), { timeout: 5_000 }).toBeNull();
      expect((await store.platforms.byToken(digest(2), 1))?.platform.id).toBe(saved.id);
    });

    test('error: what is shared with others cannot be changed in place', async () => {
      const store = await fresh();
      await register(store, ['NL-TNM'], 1);
      const found = (await store.platforms.byParty(party('NL-TNM'))) as Platform;
      expect(() => Object.assign(found, { state: 'suspended' })).toThrow(TypeError);
      expect(() => (found.parties as unknown[]).push(1)).toThrow(TypeError);
    });

    test.each([
      ["details = '{'", 'platform.details'],
      ["details = replace(details, 'none', 'nine')", 'platform.details.speaks'],
      ["details = replace(details, 'speaks', '__proto__')", 'platform.details'],
      ["state = 'x'", 'platform.state'],
      ["connection = 'x'", 'platform.connection'],
      ['revision = 9007199254740993', 'platform.revision'],
    ])('error: a damaged row (%s) is named', async (change, field) => {
      const store = await fresh();
      const { id } = await register(store, ['NL-TNM'], 1);
      await register(store, ['DE-ABC'], 2);
      await tamper(`update ocn_node.platform set ${change} where id = '${id}'`);
      const fails = {
        code: 'DECODE',
        field: expect.stringContaining(field),
        metaMessages: expect.arrayContaining([`Row: ${id}`]),
      };
      const [bad, good] = await Promise.allSettled([
        another().platforms.byToken(digest(1), 1),
        store.platforms.byToken(digest(2), 1),
      ]);
      expect(bad).toMatchObject({ status: 'rejected', reason: fails });
      expect(good.status).toBe('fulfilled');
      await expect(store.platforms.byId(id)).rejects.toMatchObject(fails);
    });

    test('error: a damaged answer or link', async () => {
      const store = await fresh();
      const key = { caller: 'a', requestId: 'b', digest: digest(1) };
      await store.requests.begin(key, 1, 100, 10);
      await tamper(`update ocn_node.request set status = 7, headers = '{}'`);
      await expect(store.requests.begin(key, 1, 100, 10)).rejects.toMatchObject({ field: 'request.status' });
      await tamper(`update ocn_node.request set status = 200, headers = '[1]'`);
      await expect(store.requests.begin(key, 1, 100, 10)).rejects.toMatchObject({
        field: expect.stringContaining('request.headers'),
      });
      const target = { operator: '0xab', uid: 'u', url: null } as const;
      const link = { purpose: 'page', module: 'cdrs', version: '2.2', endpoint: null, expires: 10, target } as const;
      const { uid } = await store.links.put({ ...link, owner: party('NL-TNM'), user: party('DE-ABC') });
      await tamper('update ocn_node.link set target_uid = null');
      await expect(store.links.find(uid, 1)).rejects.toMatchObject({ code: 'DECODE' });
    });
  });

  describe('sealing', () => {
    test('behavior: nothing of a token is in the database', async () => {
      const store = await fresh();
      await register(store, ['NL-TNM'], 1);
      const [row] = await tamper(
        "select encode(call_token, 'escape') as sealed, p.*::text as all from ocn_node.platform p",
      );
      expect(JSON.stringify(row)).not.toContain('call 1');
    });

    test('error: a sealed token that was moved, cut or changed does not open', async () => {
      const store = await fresh();
      const first = await register(store, ['NL-TNM'], 1);
      const second = await register(store, ['DE-ABC'], 2);
      const stolen = `(select call_token from ocn_node.platform where id = '${second.id}')`;
      const changes = [
        stolen,
        "'\\x01'",
        "''::bytea",
        "'\\x02'::bytea || substr(call_token, 2)",
        'call_token || call_token',
      ];
      for (const change of changes) {
        await tamper(`update ocn_node.platform set call_token = ${change} where id = '${first.id}'`);
        await expect(store.platforms.callToken(first.id)).rejects.toMatchObject({ code: 'SEALING' });
      }
      expect(await store.platforms.callToken(second.id)).toBe('call 2');
    });
  });
});

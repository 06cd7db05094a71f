import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { secp256k1Signer } from '../../../crypto/index.ts';
import type { Cdr, Token } from '../../../protocol/ocpi/index.ts';
import { startMockCpo } from './mockCpo.ts';
import { checkCdr, startMockEmsp } from './mockEmsp.ts';
import type { MockEvent, MockOptions } from './mockOptions.ts';

const cpoParty = { country_code: 'DE', party_id: 'GSL' };
const emspParty = { country_code: 'NL', party_id: 'EMP' };
const network = `eip155:31337:0x${'ab'.repeat(20)}`;
const keys = { cpo: secp256k1Signer(new Uint8Array(32).fill(1)), emsp: secp256k1Signer(new Uint8Array(32).fill(2)) };
const listen = { host: '127.0.0.1', port: 0 };
const limits = { backoffMs: 10, pollMs: 10, timeoutMs: 10_000, leaseMs: 20_000 };
const nowhere = 'http://127.0.0.1:1/ocpi/versions';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Both mocks, registered with each other, every message signed. */
async function both(more: { cpo?: Partial<Parameters<typeof startMockCpo>[0]>; emsp?: Partial<MockOptions> } = {}) {
  const heard: { cpo: MockEvent[]; emsp: MockEvent[] } = { cpo: [], emsp: [] };
  const signed = (own: 'cpo' | 'emsp') => ({
    ...{ network, signer: keys[own] },
    verify: {
      incoming: 'required' as const,
      signersOf: ({ party_id }: { party_id: string }) => ({
        origins: [party_id === 'GSL' ? keys.cpo.signer : keys.emsp.signer],
        rewriters: [],
      }),
    },
  });
  const port = await freePort();
  const cpoOrigin = `http://127.0.0.1:${port}`;
  const emsp = await startMockEmsp({
    ...{
      party: emspParty,
      name: 'Drive Along',
      listen,
      versionsUrl: `${cpoOrigin}/ocpi/versions`,
      limits,
      ...signed('emsp'),
    },
    say: (event) => heard.emsp.push(event),
    ...more.emsp,
  });
  closing.push(() => emsp.close());
  const cpo = await startMockCpo({
    ...{
      party: cpoParty,
      name: 'Gridseal Charging',
      listen: { ...listen, port },
      versionsUrl: `${emsp.url}/versions`,
      limits,
      ...signed('cpo'),
    },
    ...{ speed: 3_600, tickMs: 20, locations: 5 },
    say: (event) => heard.cpo.push(event),
    ...more.cpo,
  });
  closing.push(() => cpo.close());
  await cpo.register(await emsp.bridge.invite());
  return { cpo, emsp, heard };
}

/** A port that nobody has, for a server whose address another one has to know first. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until<T>(find: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let i = 0; i < 1_000; i++) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come to that');
}

const received = async (emsp: Awaited<ReturnType<typeof startMockEmsp>>) =>
  (await emsp.office.received.cdrs.list()).objects;

describe('a mock CPO and a mock EMSP, with nobody between', () => {
  test('behavior: locations in pages, a session by command, its updates, its CDR', async () => {
    const { cpo, emsp, heard } = await both({ cpo: { locations: 60 } });
    expect(await emsp.pull(cpoParty)).toEqual({ locations: 60, tariffs: 3 });
    expect(heard.cpo.filter(({ event }) => event === 'met')).toHaveLength(1);
    expect(await emsp.charge(cpoParty, { locationId: 'LOC-0001', evseUid: 'GSL-0001-1' })).toEqual({
      result: 'ACCEPTED',
    });
    const cdr = await until(async () => (await received(emsp))[0]);
    expect(cdr.total_energy).toBeGreaterThan(5);
    expect(checkCdr(cdr, 'Europe/Berlin')).toBe(true);
    const session = await until(async () => {
      const found = await emsp.office.received.sessions.get(cpoParty, cdr.session_id as string);
      return found?.status === 'COMPLETED' && found;
    });
    expect(session).toMatchObject({ status: 'COMPLETED', kwh: cdr.total_energy, total_cost: cdr.total_cost });
    expect(session.charging_periods?.length).toBe(cdr.charging_periods.length);
    expect(heard.cpo.filter(({ event }) => event === 'evse').map(({ data }) => data.status)).toEqual([
      'CHARGING',
      'BLOCKED',
      'AVAILABLE',
    ]);
    expect(heard.emsp.find(({ event }) => event === 'cdrs')?.text).toContain('as its tariff says');
    // EVSE status came to who has the location.
    await until(async () => {
      const location = await emsp.office.received.locations.get(cpoParty, 'LOC-0001');
      const evse = location?.evses?.find(({ uid }) => uid === 'GSL-0001-1');
      return evse?.status === 'AVAILABLE' && evse.last_updated > cdr.start_date_time;
    });
    expect(heard.cpo.filter(({ event }) => event === 'failed')).toEqual([]);
    // The EMSP can ask for everything, too.
    const listed = [];
    for await (const one of emsp.bridge.cdrs.list(cpoParty)) listed.push(one.id);
    expect(listed).toEqual([cdr.id]);
    expect((await cpo.office.own.sessions.list()).total).toBe(1);
  }, 40_000);

  test('behavior: who has never had a location gets all of it when an EVSE changes', async () => {
    const { emsp } = await both({ cpo: { partners: [emspParty] } });
    expect((await emsp.office.received.locations.list()).total).toBe(0);
    expect(await emsp.charge(cpoParty, { locationId: 'LOC-0005' })).toEqual({ result: 'ACCEPTED' });
    const location = await until(
      async () => (await emsp.office.received.locations.get(cpoParty, 'LOC-0005')) ?? undefined,
    );
    expect(location.evses?.length).toBe(2);
  }, 40_000);

  test('behavior: STOP_SESSION ends it; nobody else may, and no session twice', async () => {
    const { cpo, emsp } = await both({ cpo: { speed: 60 } });
    await emsp.pull(cpoParty);
    expect(await emsp.charge(cpoParty, { locationId: 'LOC-0003' })).toEqual({ result: 'ACCEPTED' });
    const [session] = cpo.stations.running();
    if (!session) throw new Error('there is no session');
    expect(await emsp.stop(cpoParty, 'another')).toEqual({ result: 'UNKNOWN_SESSION' });
    expect(await emsp.stop(cpoParty, session.id)).toEqual({ result: 'ACCEPTED' });
    expect(await emsp.stop(cpoParty, session.id)).toEqual({ result: 'UNKNOWN_SESSION' });
    await until(async () => (await received(emsp)).find(({ session_id }) => session_id === session.id));
  }, 40_000);

  test('behavior: reservations, occupied and unknown places, unlocking', async () => {
    const { cpo, emsp } = await both({ cpo: { speed: 1 } });
    await emsp.pull(cpoParty);
    const place = { locationId: 'LOC-0002', evseUid: 'GSL-0002-1' };
    const [first, second] = emsp.tokens.filter(({ allowed }) => allowed === 'ALLOWED').map(({ token }) => token) as [
      Token,
      Token,
    ];
    const soon = Date.now() + 600_000;
    expect(await emsp.reserve(cpoParty, 'R1', soon, { ...place, token: first })).toEqual({ result: 'ACCEPTED' });
    expect(await emsp.reserve(cpoParty, 'R2', Date.now() - 1_000, place)).toEqual({ result: 'REJECTED' });
    expect(await emsp.charge(cpoParty, { ...place, token: second })).toEqual({ result: 'EVSE_OCCUPIED' });
    expect(await emsp.charge(cpoParty, { ...place, token: first })).toEqual({ result: 'ACCEPTED' });
    expect(await emsp.unlock(cpoParty, place.locationId, place.evseUid, '1')).toEqual({ result: 'ACCEPTED' });
    expect(cpo.stations.running()).toEqual([]);
    expect(await emsp.cancel(cpoParty, 'R1')).toEqual({ result: 'UNKNOWN_RESERVATION' });
    expect(await emsp.reserve(cpoParty, 'R3', soon, place)).toEqual({ result: 'ACCEPTED' });
    expect(await emsp.cancel(cpoParty, 'R3')).toEqual({ result: 'CANCELED_RESERVATION' });
    await expect(emsp.charge(cpoParty, { locationId: 'nowhere' })).rejects.toMatchObject({ statusCode: 2003 });
    await expect(emsp.unlock(cpoParty, 'LOC-0002', 'nothing', '1')).rejects.toMatchObject({ statusCode: 2003 });
    const blocked = emsp.tokens.find(({ allowed }) => allowed === 'BLOCKED')?.token as Token;
    expect(await emsp.charge(cpoParty, { ...place, token: blocked })).toEqual({ result: 'REJECTED' });
  }, 40_000);

  test('behavior: a card is held to a charge point: allowed, blocked, without credit, unknown', async () => {
    const { cpo, emsp, heard } = await both({ cpo: { speed: 1 } });
    await emsp.pushTokens(cpoParty);
    await until(async () => (await cpo.office.received.tokens.list()).total === 20);
    const of = (allowed: string, whitelist?: string) =>
      emsp.tokens.find((one) => one.allowed === allowed && (!whitelist || one.token.whitelist === whitelist))
        ?.token as Token;
    const swipe = (token: Token, evse: number) => cpo.swipe(token, 'LOC-0001', `GSL-0001-${evse}`);
    expect(await swipe(of('ALLOWED', 'NEVER'), 1)).toEqual(expect.any(String));
    expect(await swipe(of('ALLOWED', 'ALWAYS'), 2)).toEqual(expect.any(String));
    for (const allowed of ['BLOCKED', 'NO_CREDIT', 'EXPIRED']) expect(await swipe(of(allowed), 3)).toBeNull();
    expect(cpo.stations.running().map(({ auth_method }) => auth_method)).toEqual(['AUTH_REQUEST', 'WHITELIST']);
    await expect(swipe({ ...of('ALLOWED', 'NEVER'), uid: 'unknown' }, 4)).rejects.toMatchObject({ statusCode: 2004 });
    expect(heard.emsp.filter(({ event }) => event === 'authorize').map(({ data }) => data.allowed)).toEqual([
      'ALLOWED',
      'BLOCKED',
      'NO_CREDIT',
      'EXPIRED',
    ]);
  }, 40_000);

  test('behavior: cars come by themselves; closing sends what can be sent', async () => {
    const { cpo, emsp } = await both({ cpo: { visits: 3, speed: 3_600 } });
    await emsp.pushTokens(cpoParty);
    const cdrs: readonly Cdr[] = await until(async () => {
      const all = await received(emsp);
      return all.length >= 2 && all;
    });
    expect(cdrs.every((cdr) => checkCdr(cdr, 'Europe/Berlin'))).toBe(true);
    closing.pop();
    await cpo.close();
    const { total } = await cpo.office.own.cdrs.list();
    // On a machine that is too busy for all of it in time, nothing is lost: what was not sent waits.
    const { waiting } = await cpo.bridge.outbox.status();
    expect(waiting > 0 || (await received(emsp)).length === total).toBe(true);
  }, 60_000);

  test('error: an address that is taken, and another signer', async () => {
    const { emsp } = await both();
    const port = Number(new URL(emsp.url).port);
    await expect(
      startMockEmsp({ party: emspParty, name: 'x', listen: { ...listen, port }, versionsUrl: nowhere }),
    ).rejects.toMatchObject({ code: 'TRANSPORT' });
    await expect(startMockCpo({ party: cpoParty, name: 'x', listen, versionsUrl: 'no URL' })).rejects.toMatchObject({
      code: 'ARGUMENT',
    });
  });
});

test('error: a CDR that costs something else than its tariff says', async () => {
  const { cpo, emsp } = await both();
  await emsp.pull(cpoParty);
  await emsp.charge(cpoParty);
  const cdr = await until(async () => (await cpo.office.own.cdrs.list()).objects[0]);
  expect(checkCdr(cdr, 'Europe/Berlin')).toBe(true);
  expect(checkCdr({ ...cdr, total_cost: { excl_vat: cdr.total_cost.excl_vat + 0.01 } }, 'Europe/Berlin')).toBe(false);
  expect(checkCdr({ ...cdr, tariffs: [] }, 'Europe/Berlin')).toBeNull();
}, 40_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cdr, Location, Session, Tariff, Token } from '../../protocol/ocpi/index.ts';
import * as fixtures from '../../protocol/ocpi/ocpi.fixtures.ts';
import { NoResultError, UndeliverableError, verifyCdrProof } from '../index.ts';
import { cpo, emsp, keys, pair } from './testing/pair.ts';

const location = (more: object = {}) => ({ ...fixtures.location(), ...more }) as Location;
const session = (more: object = {}) => ({ ...fixtures.session(), ...more }) as Session;
const tariff = () => fixtures.tariff() as Tariff;
const token = (more: object = {}) => ({ ...fixtures.token(), ...more }) as Token;
const cdr = (more: object = {}) => ({ ...fixtures.cdr(), ...more }) as Cdr;
const { response_url: _, ...start } = fixtures.startSession();

describe.each([
  ['unsigned', undefined] as const,
  ['signed with version 1', 'v1'] as const,
  ['signed with version 2', 'v2'] as const,
])('two bridges, %s', (_name, signatures) => {
  let both: Awaited<ReturnType<typeof pair>>;
  const commands: string[] = [];
  beforeAll(async () => {
    both = await pair({
      ...(signatures && { signatures }),
      cpo: {
        office: {
          onCommand: async (type, _command, { from }) => {
            commands.push(`${type} ${from.party_id}`);
            return type === 'UNLOCK_CONNECTOR'
              ? { response: { result: 'REJECTED', timeout: 0 } }
              : {
                  response: { result: 'ACCEPTED', timeout: 30 },
                  result: Promise.resolve({ result: 'ACCEPTED' as const, mine: 7 }),
                };
          },
          chargingProfiles: {
            get: async () => ({
              response: { result: 'ACCEPTED', timeout: 30 },
              result: Promise.resolve({ result: 'ACCEPTED' }),
            }),
            set: async () => ({
              response: { result: 'ACCEPTED', timeout: 30 },
              result: Promise.resolve({ result: 'REJECTED' }),
            }),
            clear: async () => ({ response: { result: 'TOO_OFTEN', timeout: 0 } }),
          },
        },
      },
      emsp: { office: { onActiveProfile: async (id) => id === 'S1' } },
    });
  });
  afterAll(() => both.close());

  test('behavior: a location, its EVSE and connector arrive, with fields that no standard knows', async () => {
    const { bridge } = both.cpo;
    await (await bridge.locations.put(emsp, location({ x_vendor: { a: [1] } }))).arrived();
    const later = '2026-11-20T11:00:00Z';
    await bridge.locations.patchEvse(emsp, cpo, 'LOC1', 'evse-1', { status: 'CHARGING', last_updated: later });
    const last = await bridge.locations.patchConnector(emsp, cpo, 'LOC1', 'evse-1', '1', {
      max_amperage: 16,
      last_updated: later,
    });
    await last.arrived();
    const got = await both.emsp.office.received.locations.get(cpo, 'loc1');
    expect(got).toMatchObject({
      x_vendor: { a: [1] },
      last_updated: later,
      evses: [{ status: 'CHARGING', connectors: [{ max_amperage: 16 }] }],
    });
    expect(await bridge.locations.getPushed(emsp, cpo, 'LOC1')).toEqual(got);
  });

  test('behavior: pages of a list, by date', async () => {
    for (let i = 0; i < 8; i++) {
      await both.cpo.office.own.locations.put(location({ id: `L${i}`, last_updated: `2026-11-20T10:0${i}:00Z` }));
    }
    const ids: string[] = [];
    const asked = { dateFrom: '2026-11-20T10:01:00Z', dateTo: '2026-11-20T10:07:00Z', limit: 2 };
    for await (const one of both.emsp.bridge.locations.list(cpo, asked)) ids.push(one.id);
    expect(ids).toEqual(['L1', 'L2', 'L3', 'L4', 'L5', 'L6']);
    const totals: (number | null)[] = [];
    for await (const { total } of both.emsp.bridge.locations.pages(cpo)) totals.push(total);
    expect(totals).toEqual([8, 8, 8]);
    expect((await both.emsp.bridge.locations.getEvse(cpo, 'L3', 'EVSE-1')).uid).toBe('evse-1');
  });

  test('behavior: a session goes to the party of the token, and its periods are added', async () => {
    const [queued] = await both.cpo.bridge.publish.session(session({ charging_periods: [] }));
    await queued?.arrived();
    const charging_periods = fixtures.session().charging_periods as Session['charging_periods'];
    const patch = { kwh: 20, charging_periods, last_updated: '2026-11-20T10:30:00Z' };
    const changes = [
      await both.cpo.bridge.publish.sessionChange(session(), patch),
      await both.cpo.bridge.publish.sessionChange(session(), patch),
    ];
    await Promise.all(changes.flat().map((one) => one.arrived()));
    expect(await both.emsp.office.received.sessions.get(cpo, 'S1')).toMatchObject({ kwh: 20, charging_periods });
  });

  test('behavior: a tariff comes and goes', async () => {
    await (await both.cpo.bridge.tariffs.put(emsp, tariff())).arrived();
    expect(await both.emsp.office.received.tariffs.get(cpo, 'day')).toEqual(tariff());
    await (await both.cpo.bridge.tariffs.delete(emsp, cpo, 'day')).arrived();
    expect(await both.emsp.office.received.tariffs.get(cpo, 'day')).toBeNull();
  });

  test('behavior: a token is authorised, or unknown', async () => {
    await both.emsp.office.own.tokens.put(token());
    const info = await both.cpo.bridge.tokens.authorize(emsp, token().uid, {
      type: 'RFID',
      location: { location_id: 'LOC1' },
    });
    expect(info).toMatchObject({ allowed: 'ALLOWED', location: { location_id: 'LOC1' } });
    await expect(both.cpo.bridge.tokens.authorize(emsp, 'nobody')).rejects.toMatchObject({
      statusCode: 2004,
      httpStatus: 404,
    });
    await (await both.emsp.bridge.tokens.put(cpo, token())).arrived();
    await (
      await both.emsp.bridge.tokens.patch(cpo, emsp, token().uid, 'RFID', {
        valid: false,
        last_updated: '2026-11-20T12:00:00Z',
      })
    ).arrived();
    expect(await both.cpo.office.received.tokens.get(emsp, token().uid, 'RFID')).toMatchObject({ valid: false });
  });

  test('behavior: a command is answered, and its result comes later', async () => {
    const asked = await both.emsp.bridge.commands.startSession(cpo, start as never);
    expect(asked.response).toMatchObject({ result: 'ACCEPTED', timeout: 30 });
    expect(await asked.result()).toEqual({ result: 'ACCEPTED', mine: 7 });
    expect(commands).toEqual(['START_SESSION EMP']);
    const refused = await both.emsp.bridge.commands.unlockConnector(cpo, {
      location_id: 'LOC1',
      evse_uid: 'evse-1',
      connector_id: '1',
    });
    await expect(refused.result()).rejects.toBeInstanceOf(NoResultError);
  });

  test('behavior: charging profiles', async () => {
    const charging_profile = fixtures.setChargingProfile().charging_profile as never;
    expect(await (await both.emsp.bridge.chargingProfiles.set(cpo, 'S1', charging_profile)).result()).toEqual({
      result: 'REJECTED',
    });
    expect(await (await both.emsp.bridge.chargingProfiles.get(cpo, 'S1', 900)).result()).toEqual({
      result: 'ACCEPTED',
    });
    expect((await both.emsp.bridge.chargingProfiles.clear(cpo, 'S1')).response.result).toBe('TOO_OFTEN');
    const active = fixtures.activeChargingProfile() as never;
    await (await both.cpo.bridge.chargingProfiles.putActive(emsp, 'S1', active)).arrived();
    await expect(
      (await both.cpo.bridge.chargingProfiles.putActive(emsp, 'S2', active)).arrived(),
    ).rejects.toBeInstanceOf(UndeliverableError);
  });

  test('behavior: a CDR arrives once, never changes, and can be proven', async () => {
    await (await both.cpo.bridge.publish.cdr(cdr())).arrived();
    await (await both.cpo.bridge.cdrs.post(emsp, cdr())).arrived();
    await expect((await both.cpo.bridge.cdrs.post(emsp, cdr({ total_energy: 1 }))).arrived()).rejects.toBeInstanceOf(
      UndeliverableError,
    );
    expect(await both.emsp.office.received.cdrs.list()).toMatchObject({
      total: 1,
      objects: [{ total_energy: 11.25 }],
    });
    const proof = await both.emsp.bridge.cdrProof(cpo, 'c1');
    if (!proof) throw new Error('there is no proof');
    const checked = verifyCdrProof(proof, { origins: [keys.cpo.signer] });
    await (signatures
      ? expect(checked).resolves.toMatchObject({ signer: keys.cpo.signer, version: signatures === 'v1' ? 1 : 2 })
      : expect(checked).rejects.toMatchObject({ field: 'proof.signature' }));
  });

  test('behavior: tokens of both directions are changed, and all goes on', async () => {
    await both.cpo.bridge.rotate();
    await both.emsp.bridge.rotate();
    await (await both.cpo.bridge.locations.put(emsp, location({ id: 'after' }))).arrived();
    expect(await both.emsp.office.received.locations.get(cpo, 'after')).not.toBeNull();
    expect(await both.emsp.bridge.connection()).not.toHaveProperty('callToken');
  });
});

import { describe, expect, test } from 'vitest';
import {
  type Cdr,
  cdrSchema,
  decode,
  type Evse,
  patchSession,
  type Session,
  type SessionPatch,
  sessionPatchSchema,
  sessionSchema,
} from '../../../protocol/ocpi/index.ts';
import { costsOf } from '../costs/costsOf.ts';
import { mockLocations } from './network.ts';
import { createStations, type Wish } from './stations.ts';
import { mockTariffs } from './tariffs.ts';

const now = Date.parse('2026-11-20T10:02:30Z');
const owner = { country_code: 'DE', party_id: 'GSL' };
const token = { country_code: 'NL', party_id: 'EMP', uid: 'T1', type: 'RFID' as const, contract_id: 'NL-EMP-C1' };
const MINUTE = 60_000;

/** Stations, and what an EMSP would know of them. */
function world(seed = 1) {
  let count = 0;
  const heard: { evses: Evse[]; sessions: Map<string, Session>; patches: SessionPatch[]; cdrs: Cdr[] } = {
    evses: [],
    sessions: new Map(),
    patches: [],
    cdrs: [],
  };
  const patched = (session: Session, patch: SessionPatch) => {
    heard.patches.push(decode(sessionPatchSchema, patch, 'patch') as SessionPatch);
    heard.sessions.set(session.id, patchSession(heard.sessions.get(session.id) as Session, structuredClone(patch)));
  };
  const stations = createStations({
    locations: mockLocations({ owner, name: 'Gridseal Charging', seed, locations: 5, now }),
    ...{ tariffs: mockTariffs(owner, now), seed, randomId: () => `id-${count++}`, now },
    events: {
      evse: (_, evse) => heard.evses.push(evse),
      started: (session) =>
        heard.sessions.set(session.id, structuredClone(decode(sessionSchema, session, 'session') as Session)),
      changed: patched,
      ended: (session, patch, cdr) => {
        patched(session, patch);
        heard.cdrs.push(structuredClone(decode(cdrSchema, cdr, 'cdr') as Cdr));
      },
    },
  });
  return { stations, heard };
}
const wish = (more: Partial<Wish> = {}): Wish => ({
  token,
  locationId: 'LOC-0001',
  evseUid: 'GSL-0001-1',
  authMethod: 'COMMAND',
  ...more,
});
const idOf = (answer: { sessionId: string } | { refusal: string }) =>
  'sessionId' in answer ? answer.sessionId : answer.refusal;
const sum = (cdr: Cdr, type: string) =>
  cdr.charging_periods
    .flatMap(({ dimensions }) => dimensions)
    .reduce((all, one) => (one.type === type ? all + one.volume : all), 0);

describe('a session', () => {
  test.each(['LOC-0001/GSL-0001-1', 'LOC-0002/GSL-0002-1', 'LOC-0003/GSL-0003-2', 'LOC-0004/GSL-0004-5'])(
    'behavior: at %s: charges, stands, leaves; its CDR is what its tariff says of its periods',
    (where) => {
      const [locationId = '', evseUid] = where.split('/');
      const { stations, heard } = world();
      const id = idOf(stations.start(wish({ locationId, evseUid })));
      for (let minutes = 1; heard.cdrs.length === 0 && minutes < 24 * 60; minutes++)
        stations.advance(now + minutes * MINUTE);
      const [cdr] = heard.cdrs;
      if (!cdr) throw new Error('it never ended');
      expect(heard.evses.map(({ status }) => status)).toEqual(['CHARGING', 'BLOCKED', 'AVAILABLE']);
      const [tariff] = cdr.tariffs ?? [];
      if (!tariff) throw new Error('it has no tariff');
      const computed = costsOf(tariff, {
        periods: cdr.charging_periods,
        end: cdr.end_date_time,
        timeZone: stations.locations()[0]?.time_zone as string,
      });
      expect(cdr).toMatchObject({ ...computed, session_id: id });
      expect(sum(cdr, 'ENERGY')).toBeCloseTo(cdr.total_energy, 9);
      expect(cdr.total_energy).toBeGreaterThan(10);
      expect(cdr.total_cost.excl_vat).toBeGreaterThan(cdr.total_energy * 0.39 - 0.01);
      // The periods follow each other from the beginning to the end, in marks of five minutes.
      expect(cdr.charging_periods[0]?.start_date_time).toBe(cdr.start_date_time);
      expect(cdr.charging_periods[1]?.start_date_time).toBe('2026-11-20T10:05:00Z');
      const hours = (Date.parse(cdr.end_date_time) - Date.parse(cdr.start_date_time)) / 3_600_000;
      expect(cdr.total_time).toBeCloseTo(hours, 4);
      // What the EMSP has of the session is what the CPO has: PUT, PATCHes, and no more.
      const session = heard.sessions.get(id) as Session;
      expect(session).toMatchObject({ status: 'COMPLETED', kwh: cdr.total_energy, total_cost: cdr.total_cost });
      expect(session.charging_periods?.length).toBe(cdr.charging_periods.length);
      const reported = heard.patches.map(({ kwh }) => kwh ?? 0);
      expect(reported).toEqual([...reported].sort((a, b) => a - b));
      expect(stations.running()).toEqual([]);
    },
  );

  test('behavior: computed by hand: 30 minutes on DC with a fee to start', () => {
    const { stations, heard } = world();
    const id = idOf(stations.start(wish({ locationId: 'LOC-0002', evseUid: 'GSL-0002-1' })));
    stations.advance(now + 12 * MINUTE);
    expect(stations.stop(id)).toBe(true);
    const [cdr] = heard.cdrs as [Cdr];
    // 1.00 + kWh × 0.59, in steps of 1 Wh; no time is paid before 45 minutes
    const wh = Math.ceil(Math.round(cdr.total_energy * 10_000) / 10);
    expect(cdr.total_fixed_cost).toEqual({ excl_vat: 1, incl_vat: 1.19 });
    expect(cdr.total_energy_cost?.excl_vat).toBeCloseTo((wh * 0.59) / 1000, 4);
    expect(cdr.total_cost.excl_vat).toBeCloseTo(1 + (wh * 0.59) / 1000, 4);
    expect(cdr.total_cost.incl_vat).toBeCloseTo((1 + (wh * 0.59) / 1000) * 1.19, 3);
    expect(cdr.total_time_cost).toBeUndefined();
    expect(cdr.total_time).toBe(0.2);
  });

  test('behavior: the same seed, the same session; in however many goes time passes', () => {
    const run = (step: number) => {
      const { stations, heard } = world(5);
      stations.start(wish());
      for (let at = step; at <= 180 * MINUTE; at += step) stations.advance(now + at);
      return heard.cdrs;
    };
    expect(run(10 * MINUTE)).toEqual(run(180 * MINUTE));
  });

  test('behavior: stopped at once, it has a CDR of nothing', () => {
    const { stations, heard } = world();
    expect(stations.stop(idOf(stations.start(wish({ locationId: 'LOC-0003', evseUid: 'GSL-0003-1' }))))).toBe(true);
    expect(heard.cdrs).toMatchObject([{ total_energy: 0, total_time: 0, total_cost: { excl_vat: 0 } }]);
  });
});

describe('reservations', () => {
  const reserve = (more: Partial<Wish> = {}) => {
    const { stations, heard } = world();
    const id = idOf(
      stations.reserve(wish({ locationId: 'LOC-0002', evseUid: 'GSL-0002-1', ...more }), {
        id: 'R1',
        expires: now + 30 * MINUTE,
      }),
    );
    return { stations, heard, id };
  };

  test('behavior: becomes the session of who has reserved, and of nobody else', () => {
    const { stations, heard, id } = reserve();
    stations.advance(now + 10 * MINUTE);
    const other = wish({ locationId: 'LOC-0002', evseUid: 'GSL-0002-1', token: { ...token, uid: 'T2' } });
    expect(stations.start(other)).toEqual({ refusal: 'occupied' });
    expect(idOf(stations.start({ ...other, token }))).toBe(id);
    stations.advance(now + 20 * MINUTE);
    stations.stop(id);
    const [cdr] = heard.cdrs as [Cdr];
    // 10 minutes × 3.00/h = 0.50
    expect(cdr.total_reservation_cost).toEqual({ excl_vat: 0.5, incl_vat: 0.595 });
    expect([cdr.total_time, heard.sessions.get(id)?.status]).toEqual([0.1667, 'COMPLETED']);
    expect(heard.evses.map(({ status }) => status)).toEqual(['RESERVED', 'CHARGING', 'AVAILABLE']);
  });

  test('behavior: runs out, and costs what the tariff says of that', () => {
    const { stations, heard } = reserve();
    stations.advance(now + 60 * MINUTE);
    expect(heard.cdrs).toMatchObject([{ total_cost: { excl_vat: 4, incl_vat: 4.76 }, total_energy: 0 }]);
    expect(heard.cdrs[0]?.end_date_time).toBe('2026-11-20T10:32:30Z');
    expect(heard.evses.at(-1)?.status).toBe('AVAILABLE');
    expect(stations.cancel('R1')).toBe(false);
  });

  test('behavior: is cancelled, once', () => {
    const { stations, heard } = reserve();
    stations.advance(now + 10 * MINUTE);
    expect([stations.cancel('R1'), stations.cancel('R1')]).toEqual([true, false]);
    expect(heard.cdrs[0]?.total_cost).toEqual({ excl_vat: 0.5, incl_vat: 0.595 });
  });
});

describe('refusals', () => {
  test('error: places that are not there, are taken, or are out of order', () => {
    const { stations } = world();
    expect(stations.start(wish({ locationId: 'nowhere' }))).toEqual({ refusal: 'unknownLocation' });
    expect(stations.start(wish({ evseUid: 'nothing' }))).toEqual({ refusal: 'unknownLocation' });
    stations.start(wish());
    expect(stations.start(wish())).toEqual({ refusal: 'occupied' });
    expect(stations.reserve(wish(), { id: 'R', expires: now })).toEqual({ refusal: 'occupied' });
    expect(stations.stop('nothing')).toBe(false);
    // Any that is free, until none is.
    const [first] = stations.locations();
    const free = (first?.evses?.length ?? 0) - 1;
    for (let i = 0; i < free; i++) expect(stations.start(wish({ evseUid: undefined }))).toHaveProperty('sessionId');
    expect(stations.start(wish({ evseUid: undefined }))).toEqual({ refusal: 'occupied' });
  });

  test('behavior: unlocking ends what goes on', () => {
    const { stations, heard } = world();
    expect(stations.unlock('LOC-0001', 'GSL-0001-1', '9')).toBe('unknownLocation');
    expect(stations.unlock('LOC-0001', 'GSL-0001-1', '1')).toBeNull();
    stations.start(wish());
    expect(stations.unlock('LOC-0001', 'GSL-0001-1', '1')).toBeNull();
    expect(heard.cdrs).toHaveLength(1);
  });
});

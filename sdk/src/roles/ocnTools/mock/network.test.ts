import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, locationSchema, tariffSchema, tokenSchema } from '../../../protocol/ocpi/index.ts';
import { chanceOf } from './chance.ts';
import { charge, notCharged, visitOf } from './charging.ts';
import { mockLocations, tariffOf } from './network.ts';
import { mockTariffs } from './tariffs.ts';
import { mockTokens } from './tokens.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const owner = (country_code: string) => ({ country_code, party_id: 'GSL' });
const network = (seed: number, country = 'DE', locations = 12) =>
  mockLocations({ owner: owner(country), name: 'Gridseal Charging', seed, locations, now });

describe('the network', () => {
  test('behavior: is valid OCPI in every country, and the same for the same seed', () => {
    for (const country of ['DE', 'NL', 'GB', 'FR', 'CH']) {
      for (const location of network(7, country)) decode(locationSchema, location, location.id);
      for (const tariff of mockTariffs(owner(country), now)) decode(tariffSchema, tariff, tariff.id);
    }
    expect(network(7)).toEqual(network(7));
    expect(network(7)).not.toEqual(network(8));
  });

  test('behavior: no name is there twice, and every connector has a tariff that there is', () => {
    const evses = network(1, 'DE', 40).flatMap(({ evses }) => evses ?? []);
    expect(new Set(evses.map(({ uid }) => uid)).size).toBe(evses.length);
    expect(new Set(evses.map(({ evse_id }) => evse_id)).size).toBe(evses.length);
    const tariffs = mockTariffs(owner('DE'), now);
    for (const { connectors } of evses) {
      for (const one of connectors) expect(one.tariff_ids).toEqual([tariffOf(tariffs, one).id]);
    }
  });

  test('behavior: tokens of every kind, all valid OCPI', () => {
    const tokens = mockTokens({ owner: owner('NL'), name: 'EMP', seed: 1, count: 30, now });
    for (const { token } of tokens) decode(tokenSchema, token, token.uid);
    expect(new Set(tokens.map(({ allowed }) => allowed))).toEqual(
      new Set(['ALLOWED', 'BLOCKED', 'NO_CREDIT', 'EXPIRED']),
    );
    expect(new Set(tokens.map(({ token }) => token.uid)).size).toBe(30);
    // A token that is blocked is never let through without asking.
    expect(tokens.every(({ token, allowed }) => allowed === 'ALLOWED' || token.whitelist === 'NEVER')).toBe(true);
  });
});

describe('charging', () => {
  const connectors = network(1).flatMap(({ evses }) => (evses ?? []).flatMap((one) => one.connectors));

  test('behavior: never more than connector and car can, never backwards, and an end', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...connectors), (seed, connector) => {
        const visit = visitOf(chanceOf(seed));
        let state = notCharged(visit);
        const most = connector.power_type === 'DC' ? visit.car.maxDc : visit.car.maxAc;
        for (let minutes = 0; minutes < 24 * 60 && !state.isFull; minutes++) {
          const next = charge(visit, connector, state, 60);
          expect(next.energy).toBeGreaterThanOrEqual(state.energy);
          expect(next.charge).toBeGreaterThanOrEqual(state.charge);
          expect(next.power).toBeLessThanOrEqual(
            Math.min(most, (connector.max_electric_power as number) / 1000) + 1e-9,
          );
          expect(next.energy - state.energy).toBeLessThanOrEqual(most / 60 + 1e-9);
          state = next;
        }
        expect(state.isFull).toBe(true);
        expect(state.charge).toBeCloseTo(visit.wanted, 9);
        // What the meter counts is what the battery got and what was lost on the way.
        const got = (visit.wanted - visit.charge) * visit.car.capacity;
        expect(state.energy / got).toBeCloseTo(connector.power_type === 'DC' ? 1 / 0.96 : 1 / 0.9, 6);
        expect(charge(visit, connector, state, 600).energy).toBe(state.energy);
      }),
      { numRuns: 40 },
    );
  });

  test('behavior: DC is fast at first and slow at the end, AC is even', () => {
    const dc = connectors.find((one) => one.max_electric_power === 300_000);
    const ac = connectors.find((one) => one.max_electric_power === 11_000);
    if (!dc || !ac) throw new Error('there is no such connector');
    const visit = {
      car: { name: 'x', capacity: 80, maxAc: 11, maxDc: 200, volts: [350, 420] as const },
      charge: 0.2,
      wanted: 1,
    };
    const early = charge(visit, dc, notCharged(visit), 300);
    expect(early.power).toBeCloseTo(Math.min(200, early.current * 0.42), -2);
    const late = charge(visit, dc, early, 1_800);
    expect(late.power).toBeLessThan(early.power / 2);
    const even = [3_600, 7_200, 10_800].map((seconds) => charge(visit, ac, notCharged(visit), seconds).power);
    expect(even).toEqual([11, 11, 11]);
    expect(charge(visit, ac, notCharged(visit), 3_600).current).toBeCloseTo(15.94, 2);
  });

  test('behavior: it does not matter in how many goes time passes', () => {
    const visit = visitOf(chanceOf(3));
    const [connector] = connectors;
    if (!connector) throw new Error('there is no connector');
    const once = charge(visit, connector, notCharged(visit), 600);
    let often = notCharged(visit);
    for (let i = 0; i < 120; i++) often = charge(visit, connector, often, 5);
    expect(often).toEqual(once);
  });
});

import { describe, expect, test } from 'vitest';
import { decode, type Tariff, tariffSchema } from '../../../protocol/ocpi/index.ts';
import { exact, rounded, toNumber, upTo } from './amounts.ts';
import { costsOf } from './costsOf.ts';
import { localTime } from './restrictions.ts';

const base = { country_code: 'DE', party_id: 'GSL', id: 'T', currency: 'EUR', last_updated: '2026-01-01T00:00:00Z' };
const tariff = (elements: unknown, more: object = {}): Tariff =>
  decode(tariffSchema, { ...base, elements, ...more }, 'tariff') as Tariff;
const price = (type: string, price: number, step_size = 1, vat?: number) => ({
  type,
  price,
  step_size,
  ...(vat === undefined ? {} : { vat }),
});
const energy = (volume: number) => ({ type: 'ENERGY' as const, volume });
const time = (volume: number) => ({ type: 'TIME' as const, volume });
const parking = (volume: number) => ({ type: 'PARKING_TIME' as const, volume });
const period = (
  start: string,
  ...dimensions: { type: 'ENERGY' | 'TIME' | 'PARKING_TIME' | 'RESERVATION_TIME' | 'MAX_CURRENT'; volume: number }[]
) => ({ start_date_time: `2026-11-20T${start}:00Z`, dimensions });
const costs = (of: Tariff, end: string, ...periods: ReturnType<typeof period>[]) =>
  costsOf(of, { periods, end: `2026-11-20T${end}:00Z`, timeZone: 'Europe/Berlin' });

/** Every expected number is computed by hand in the line above it. */
describe('computed by hand', () => {
  test('behavior: energy alone, with VAT', () => {
    // 20 kWh × 0.25 = 5.00; + 10 % = 5.50
    const found = costs(
      tariff([{ price_components: [price('ENERGY', 0.25, 1, 10)] }]),
      '11:00',
      period('10:00', energy(20), time(1)),
    );
    expect(found).toEqual({
      total_cost: { excl_vat: 5, incl_vat: 5.5 },
      total_energy: 20,
      total_energy_cost: { excl_vat: 5, incl_vat: 5.5 },
      total_time: 1,
      total_parking_time: 0,
    });
  });

  test('behavior: a start fee once, energy, and time in steps of five minutes', () => {
    // 2.50 + 20 × 0.25 = 5.00 + 6 minutes → 10 minutes × 1.20/h = 0.20
    const of = tariff([{ price_components: [price('FLAT', 2.5), price('ENERGY', 0.25), price('TIME', 1.2, 300)] }]);
    const found = costs(of, '10:06', period('10:00', energy(12), time(0.05)), period('10:03', energy(8), time(0.05)));
    expect(found.total_cost).toEqual({ excl_vat: 7.7 });
    expect([found.total_fixed_cost, found.total_time_cost, found.total_time]).toEqual([
      { excl_vat: 2.5 },
      { excl_vat: 0.2 },
      0.1,
    ]);
  });

  test('behavior: energy in steps, over all periods once', () => {
    // 1.234 + 0.111 = 1.345 kWh → 1.5 kWh in steps of 500 Wh × 0.30 = 0.45
    const of = tariff([{ price_components: [price('ENERGY', 0.3, 500)] }]);
    expect(costs(of, '11:00', period('10:00', energy(1.234)), period('10:30', energy(0.111))).total_cost).toEqual({
      excl_vat: 0.45,
    });
    // Nothing used, nothing rounded up.
    expect(costs(of, '11:00', period('10:00', energy(0))).total_cost).toEqual({ excl_vat: 0, incl_vat: 0 });
  });

  test('behavior: charging then parking: the last one alone is rounded up', () => {
    // Charging 1 h 4 min = 1.0666…h × 3.00 = 3.20, not rounded; parking 7 min → 10 min × 6.00/h = 1.00
    const of = tariff([{ price_components: [price('TIME', 3, 600), price('PARKING_TIME', 6, 300)] }]);
    const found = costs(of, '11:11', period('10:00', time(64 / 60)), period('11:04', parking(7 / 60)));
    expect([found.total_time_cost, found.total_parking_cost, found.total_cost]).toEqual([
      { excl_vat: 3.2 },
      { excl_vat: 1 },
      { excl_vat: 4.2 },
    ]);
    // total_time is of the whole session: 71 minutes
    expect([found.total_time, found.total_parking_time]).toEqual([1.1833, 0.1167]);
  });

  test('behavior: a session that is 20 minutes exactly is not one step more', () => {
    // 20 minutes are 0.3333…h: 4 steps of 300 s × 3.60/h = 1.20
    const of = tariff([{ price_components: [price('TIME', 3.6, 300)] }]);
    expect(costs(of, '10:20', period('10:00', time(1 / 3))).total_cost).toEqual({ excl_vat: 1.2 });
    expect(costs(of, '10:20', period('10:00', time(0.3333))).total_cost.excl_vat).toBe(1.2);
  });

  test('behavior: four digits of an hour, many times, are still the minutes that they mean', () => {
    // 12 × 7 minutes = 84 minutes × 3.00/h = 4.20; 0.1167 h alone would be 420.12 s, and one step more
    const of = tariff([{ price_components: [price('TIME', 3, 60)] }]);
    const starts = Array.from(
      { length: 12 },
      (_, i) => `${10 + Math.floor((i * 7) / 60)}:${String((i * 7) % 60).padStart(2, '0')}`,
    );
    expect(costs(of, '11:24', ...starts.map((at) => period(at, time(0.1167)))).total_cost).toEqual({ excl_vat: 4.2 });
    // A volume that is not the length of its period counts as it is: 0.2 h × 3.00
    expect(costs(of, '11:00', period('10:00', time(0.2))).total_cost).toEqual({ excl_vat: 0.6 });
  });

  test('behavior: the first element that holds counts, kind by kind', () => {
    // 10:00Z is 11:00 in Berlin. Until 12:00 local 4 kWh × 0.50 = 2.00; after it 6 kWh × 0.20 = 1.20; time from the last element: 2 h × 1.00
    const of = tariff([
      { price_components: [price('ENERGY', 0.5)], restrictions: { start_time: '07:00', end_time: '12:00' } },
      { price_components: [price('ENERGY', 0.2), price('TIME', 1)] },
    ]);
    const found = costs(of, '12:00', period('10:00', energy(4), time(1)), period('11:00', energy(6), time(1)));
    expect([found.total_energy_cost, found.total_time_cost]).toEqual([{ excl_vat: 3.2 }, { excl_vat: 2 }]);
  });

  test('behavior: over midnight, days, dates', () => {
    const at = (restrictions: object, start: string) =>
      costs(tariff([{ price_components: [price('FLAT', 1)], restrictions }]), '23:59', period(start, energy(1)))
        .total_cost.excl_vat;
    // 21:30Z is 22:30 in Berlin, a Friday.
    expect(at({ start_time: '22:00', end_time: '06:00' }, '21:30')).toBe(1);
    expect(at({ start_time: '22:00', end_time: '06:00' }, '20:59')).toBe(0);
    expect(at({ start_time: '22:00', end_time: '06:00' }, '04:59')).toBe(1);
    expect(at({ start_time: '22:00', end_time: '06:00' }, '05:00')).toBe(0);
    expect(at({ day_of_week: ['FRIDAY'] }, '10:00')).toBe(1);
    expect(at({ day_of_week: ['SATURDAY'] }, '10:00')).toBe(0);
    expect(at({ day_of_week: ['SATURDAY'] }, '23:30')).toBe(1);
    expect(at({ start_date: '2026-11-20', end_date: '2026-11-21' }, '10:00')).toBe(1);
    expect(at({ start_date: '2026-11-20', end_date: '2026-11-21' }, '23:00')).toBe(0);
    expect(at({ start_date: '2026-11-21' }, '10:00')).toBe(0);
  });

  test('behavior: by energy, power, current, duration', () => {
    // First 5 kWh × 0.10 = 0.50, the rest, 5 kWh × 0.40 = 2.00
    const steps = tariff([
      { price_components: [price('ENERGY', 0.1)], restrictions: { max_kwh: 5 } },
      { price_components: [price('ENERGY', 0.4)], restrictions: { min_kwh: 5 } },
    ]);
    expect(costs(steps, '11:00', period('10:00', energy(5)), period('10:30', energy(5))).total_cost).toEqual({
      excl_vat: 2.5,
    });
    // 30 kW for half an hour is fast: 15 × 0.60 = 9.00; 10 kW is not: 5 × 0.30 = 1.50
    const fast = tariff([
      { price_components: [price('ENERGY', 0.6)], restrictions: { min_power: 22 } },
      { price_components: [price('ENERGY', 0.3)] },
    ]);
    expect(costs(fast, '11:00', period('10:00', energy(15)), period('10:30', energy(5))).total_cost).toEqual({
      excl_vat: 10.5,
    });
    const strong = tariff([
      { price_components: [price('FLAT', 3)], restrictions: { min_current: 32 } },
      { price_components: [price('FLAT', 1)] },
    ]);
    expect(costs(strong, '11:00', period('10:00', energy(1), { type: 'MAX_CURRENT', volume: 32 })).total_cost).toEqual({
      excl_vat: 3,
    });
    // Current that is not known fulfils no bound.
    expect(costs(strong, '11:00', period('10:00', energy(1))).total_cost).toEqual({ excl_vat: 1 });
    // From four hours on: 1 h × 6.00
    const long = tariff([{ price_components: [price('PARKING_TIME', 6)], restrictions: { min_duration: 14_400 } }]);
    expect(costs(long, '15:00', period('10:00', parking(4)), period('14:00', parking(1))).total_cost).toEqual({
      excl_vat: 6,
    });
  });

  test('behavior: a reservation has elements of its own', () => {
    // 20 min × 3.00/h = 1.00, then 10 kWh × 0.50 = 5.00; the reservation takes nothing of the other element.
    const of = tariff([
      { price_components: [price('TIME', 3, 60)], restrictions: { reservation: 'RESERVATION' } },
      { price_components: [price('FLAT', 8)], restrictions: { reservation: 'RESERVATION_EXPIRES' } },
      { price_components: [price('ENERGY', 0.5), price('TIME', 1)] },
    ]);
    const reserved = period('10:00', { type: 'RESERVATION_TIME', volume: 1 / 3 });
    const found = costs(of, '11:20', reserved, period('10:20', energy(10), time(1)));
    expect([found.total_reservation_cost, found.total_cost]).toEqual([{ excl_vat: 1 }, { excl_vat: 7 }]);
    const expired = costsOf(of, {
      periods: [reserved],
      end: '2026-11-20T10:20:00Z',
      timeZone: 'Europe/Berlin',
      reservationExpired: true,
    });
    expect([expired.total_fixed_cost, expired.total_cost]).toEqual([{ excl_vat: 8 }, { excl_vat: 8 }]);
  });

  test('behavior: least and most, and VAT that one price does not say', () => {
    const of = (more: object) => tariff([{ price_components: [price('ENERGY', 1, 1, 20)] }], more);
    expect(
      costs(of({ min_price: { excl_vat: 2, incl_vat: 2.4 } }), '11:00', period('10:00', energy(1))).total_cost,
    ).toEqual({ excl_vat: 2, incl_vat: 2.4 });
    expect(
      costs(of({ max_price: { excl_vat: 5, incl_vat: 6 } }), '11:00', period('10:00', energy(9))).total_cost,
    ).toEqual({ excl_vat: 5, incl_vat: 6 });
    const mixed = tariff([{ price_components: [price('ENERGY', 1, 1, 20), price('FLAT', 1)] }]);
    expect(costs(mixed, '11:00', period('10:00', energy(1))).total_cost).toEqual({ excl_vat: 2 });
    // 0 % is something else than none.
    expect(
      costs(tariff([{ price_components: [price('FLAT', 1, 1, 0)] }]), '11:00', period('10:00', energy(1))).total_cost,
    ).toEqual({ excl_vat: 1, incl_vat: 1 });
  });

  test('behavior: nothing is lost to doubles', () => {
    // 0.1 + 0.2: 3 × 0.1 kWh × 0.1 = 0.03; 1.005 × 1 → 1.005
    const of = tariff([{ price_components: [price('ENERGY', 0.1)] }]);
    expect(costs(of, '11:00', ...['10:00', '10:10', '10:20'].map((at) => period(at, energy(0.1)))).total_cost).toEqual({
      excl_vat: 0.03,
    });
    expect(
      costs(tariff([{ price_components: [price('ENERGY', 1.005)] }]), '11:00', period('10:00', energy(1))).total_cost,
    ).toEqual({ excl_vat: 1.005 });
    expect(toNumber(rounded(exact(1.00005)))).toBe(1.0001);
    expect(toNumber(rounded(exact(-1.00005)))).toBe(-1.0001);
    expect(toNumber(exact(1e-7))).toBe(0);
    expect(toNumber(exact(1e21))).toBeCloseTo(1e21, -6);
    expect(upTo(exact(7), 0n)).toBe(exact(7));
    expect(() => exact(Number.NaN)).toThrow(/number/);
  });

  test('behavior: a tariff without an element that holds costs nothing', () => {
    const of = tariff([{ price_components: [price('ENERGY', 1)], restrictions: { day_of_week: ['SUNDAY'] } }]);
    expect(costs(of, '11:00', period('10:00', energy(1)))).toEqual({
      total_cost: { excl_vat: 0, incl_vat: 0 },
      total_energy: 1,
      total_time: 0,
      total_parking_time: 0,
    });
    expect(localTime(Date.parse('2026-07-01T22:30:00Z'), 'Europe/Berlin')).toEqual({
      date: '2026-07-02',
      time: '00:30',
      day: 'THURSDAY',
    });
  });
});

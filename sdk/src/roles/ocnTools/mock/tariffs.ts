import { formatDateTime, type Party, type Tariff } from '../../../protocol/ocpi/index.ts';
import type { PlugKind } from './places.ts';

/** Which tariff a plug has. */
export const tariffIdOf = (plug: PlugKind): string =>
  plug.startsWith('AC') ? 'AC-DAY-NIGHT' : plug === 'DC_50' ? 'DC-START-FEE' : 'HPC-MOTORWAY';

const VAT = 19;
const energy = (price: number) => ({ type: 'ENERGY', price, vat: VAT, step_size: 1 }) as const;
const reservation = {
  price_components: [{ type: 'TIME', price: 3, vat: VAT, step_size: 300 }],
  restrictions: { reservation: 'RESERVATION' },
} as const;
const expired = {
  price_components: [{ type: 'FLAT', price: 4, vat: VAT, step_size: 1 }],
  restrictions: { reservation: 'RESERVATION_EXPIRES' },
} as const;

/** Three tariffs, of which none is like another: by the time of day, with a fee to start, with a limit. */
export function mockTariffs(owner: Party, now: number): readonly Tariff[] {
  const { country_code, party_id } = owner;
  const common = {
    country_code,
    party_id,
    currency: 'EUR',
    type: 'REGULAR',
    last_updated: formatDateTime(now),
  } as const;
  const text = (words: string) => ({ tariff_alt_text: [{ language: 'en', text: words }] });
  return [
    {
      ...common,
      ...{ id: 'AC-DAY-NIGHT', ...text('0.49 per kWh, 0.39 at night; after charging 0.10 a minute by day') },
      elements: [
        { ...reservation, price_components: [...reservation.price_components] },
        { ...expired, price_components: [...expired.price_components] },
        { price_components: [energy(0.39)], restrictions: { start_time: '22:00', end_time: '06:00' } },
        {
          price_components: [energy(0.49), { type: 'PARKING_TIME', price: 6, vat: VAT, step_size: 60 }],
          restrictions: { start_time: '06:00', end_time: '22:00' },
        },
      ],
    },
    {
      ...common,
      ...{ id: 'DC-START-FEE', ...text('1.00 to start, 0.59 per kWh, after 45 minutes 0.10 a minute') },
      elements: [
        { ...reservation, price_components: [...reservation.price_components] },
        { ...expired, price_components: [...expired.price_components] },
        { price_components: [{ type: 'FLAT', price: 1, vat: VAT, step_size: 1 }, energy(0.59)] },
        {
          price_components: [
            { type: 'TIME', price: 6, vat: VAT, step_size: 60 },
            { type: 'PARKING_TIME', price: 6, vat: VAT, step_size: 60 },
          ],
          restrictions: { min_duration: 2_700 },
        },
      ],
    },
    {
      ...common,
      ...{ id: 'HPC-MOTORWAY', ...text('0.79 per kWh, at most 80.00') },
      max_price: { excl_vat: 80, incl_vat: 95.2 },
      elements: [{ price_components: [energy(0.79), { type: 'PARKING_TIME', price: 12, vat: VAT, step_size: 60 }] }],
    },
  ];
}

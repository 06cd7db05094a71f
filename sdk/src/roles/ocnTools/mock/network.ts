import {
  type Connector,
  type EnergyMix,
  type Evse,
  formatDateTime,
  type Hours,
  type Location,
  type Party,
  type Tariff,
} from '../../../protocol/ocpi/index.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type PlaceKind, type PlugKind, placeKinds, type Town, townOf } from './places.ts';
import { tariffIdOf } from './tariffs.ts';

export interface NetworkOptions {
  readonly owner: Party;
  readonly name: string;
  readonly seed: number;
  readonly locations: number;
  /** When all of it was last changed: milliseconds since 1970. */
  readonly now: number;
}

/** Charge points of a town, the same for the same seed. */
export function mockLocations(options: NetworkOptions): readonly Location[] {
  const chance = chanceOf(options.seed);
  const town = townOf(options.owner.country_code);
  return Array.from({ length: options.locations }, (_, i) => locationOf(i, town, chance, options));
}

const green: EnergyMix = {
  is_green_energy: true,
  energy_sources: [
    { source: 'WIND', percentage: 61.5 },
    { source: 'SOLAR', percentage: 26 },
    { source: 'WATER', percentage: 12.5 },
  ],
  environ_impact: [
    { category: 'CARBON_DIOXIDE', amount: 0 },
    { category: 'NUCLEAR_WASTE', amount: 0 },
  ],
  supplier_name: 'Stadtwerke',
};

function locationOf(index: number, town: Town, chance: Chance, { owner, name, now }: NetworkOptions): Location {
  const kind = placeKinds[index % placeKinds.length] as PlaceKind;
  const street = chance.pick(town.streets);
  const number = String(index + 1).padStart(4, '0');
  const place = { latitude: town.latitude + spread(chance, 0.04), longitude: town.longitude + spread(chance, 0.07) };
  const last_updated = formatDateTime(now);
  return {
    ...{ country_code: owner.country_code, party_id: owner.party_id, id: `LOC-${number}`, publish: true },
    name: kind.name(street),
    address: `${street} ${chance.between(1, 180)}`,
    city: town.city,
    postal_code: String(town.postalCode + chance.between(0, 99)).padStart(5, '0'),
    country: town.country,
    coordinates: geo(place.latitude, place.longitude),
    parking_type: kind.parking,
    evses: kind.evses.map((plug, i) => evseOf(plug, i, { owner, number, last_updated, kind, ...place })),
    operator: { name },
    facilities: [...kind.facilities],
    time_zone: town.timeZone,
    opening_times: hoursOf(kind),
    charging_when_closed: !kind.underground,
    energy_mix: green,
    last_updated,
  };
}

interface Site {
  readonly owner: Party;
  readonly number: string;
  readonly last_updated: string;
  readonly kind: PlaceKind;
  readonly latitude: number;
  readonly longitude: number;
}

function evseOf(plug: PlugKind, index: number, { owner, number, last_updated, kind, ...place }: Site): Evse {
  const { country_code, party_id } = owner;
  return {
    uid: `${party_id}-${number}-${index + 1}`,
    evse_id: `${country_code}*${party_id}*E${number}*${index + 1}`,
    status: 'AVAILABLE',
    capabilities: ['RFID_READER', 'REMOTE_START_STOP_CAPABLE', 'RESERVABLE', 'UNLOCK_CAPABLE'],
    connectors: connectorsOf(plug, last_updated),
    ...(kind.underground ? { floor_level: '-1' } : {}),
    // Bays are three metres apart.
    coordinates: geo(place.latitude, place.longitude + index * 0.000_04),
    physical_reference: String(index + 1),
    parking_restrictions: ['EV_ONLY', 'PLUGGED'],
    last_updated,
  };
}

function connectorsOf(plug: PlugKind, last_updated: string): Connector[] {
  const kilowatts = Number(plug.slice(3));
  const tariff_ids = [tariffIdOf(plug)];
  if (plug.startsWith('AC')) {
    const max_amperage = kilowatts === 22 ? 32 : 16;
    const socket = { standard: 'IEC_62196_T2', format: 'SOCKET', power_type: 'AC_3_PHASE' } as const;
    const max_electric_power = kilowatts * 1000;
    return [{ id: '1', ...socket, max_voltage: 230, max_amperage, max_electric_power, tariff_ids, last_updated }];
  }
  const power = { max_voltage: 920, max_amperage: kilowatts === 300 ? 500 : 400, max_electric_power: kilowatts * 1000 };
  const cable = { format: 'CABLE', power_type: 'DC' } as const;
  const combo: Connector = { id: '1', standard: 'IEC_62196_T2_COMBO', ...cable, ...power, tariff_ids, last_updated };
  if (kilowatts > 50) return [combo];
  const other = { max_voltage: 500, max_amperage: 125, max_electric_power: 50_000 };
  return [combo, { id: '2', standard: 'CHADEMO', ...cable, ...other, tariff_ids, last_updated }];
}

function hoursOf({ open }: PlaceKind): Hours {
  if (!open) return { twentyfourseven: true };
  const [period_begin, period_end] = open;
  return {
    twentyfourseven: false,
    regular_hours: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, period_begin, period_end })),
  };
}

const spread = (chance: Chance, width: number): number => (chance.next() - 0.5) * 2 * width;
const geo = (latitude: number, longitude: number) => ({
  latitude: latitude.toFixed(6),
  longitude: longitude.toFixed(6),
});

/** The tariff of a connector. */
export const tariffOf = (tariffs: readonly Tariff[], connector: Connector): Tariff =>
  tariffs.find(({ id }) => connector.tariff_ids?.includes(id)) ?? (tariffs[0] as Tariff);

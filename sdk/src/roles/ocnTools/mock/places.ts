import type { Location } from '../../../protocol/ocpi/index.ts';

/** A town that is nowhere, at a place that is somewhere. */
export interface Town {
  readonly country: string;
  readonly city: string;
  readonly postalCode: number;
  readonly timeZone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly streets: readonly string[];
}

const towns: Readonly<Record<string, Town>> = {
  DE: {
    ...{ country: 'DEU', city: 'Nordhafen', postalCode: 20_400, timeZone: 'Europe/Berlin' },
    ...{ latitude: 53.55, longitude: 10.01 },
    streets: [
      'Lindenallee',
      'Am Speicher',
      'Hafenstraße',
      'Kranweg',
      'Mühlendamm',
      'Werftplatz',
      'Ostring',
      'Birkenweg',
    ],
  },
  NL: {
    ...{ country: 'NLD', city: 'Westerwijk', postalCode: 3_500, timeZone: 'Europe/Amsterdam' },
    ...{ latitude: 52.09, longitude: 5.11 },
    streets: [
      'Dijkstraat',
      'Molenweg',
      'Kanaalkade',
      'Stationsplein',
      'Beukenlaan',
      'Havendijk',
      'Marktveld',
      'Ringbaan',
    ],
  },
  GB: {
    ...{ country: 'GBR', city: 'Estbridge', postalCode: 1_200, timeZone: 'Europe/London' },
    ...{ latitude: 51.45, longitude: -2.58 },
    streets: [
      'Harbour Road',
      'Mill Lane',
      'Station Approach',
      'Elm Grove',
      'Quay Street',
      'Orchard Way',
      'King Street',
    ],
  },
  FR: {
    ...{ country: 'FRA', city: 'Pont-le-Canal', postalCode: 69_700, timeZone: 'Europe/Paris' },
    ...{ latitude: 45.76, longitude: 4.83 },
    streets: ['Rue du Canal', 'Quai des Tanneurs', 'Avenue de la Gare', 'Place du Marché', 'Allée des Tilleuls'],
  },
};

/** The town of a country; that of DE where there is none of its own. */
export const townOf = (countryCode: string): Town => towns[countryCode.toUpperCase()] ?? (towns.DE as Town);

/** One EVSE's plugs, by what they can do. */
export type PlugKind = 'AC_11' | 'AC_22' | 'DC_50' | 'DC_150' | 'DC_300';

/** What stands at a place of a kind, and what is around it. */
export interface PlaceKind {
  readonly name: (street: string) => string;
  readonly parking: NonNullable<Location['parking_type']>;
  readonly facilities: NonNullable<Location['facilities']>;
  readonly evses: readonly PlugKind[];
  /** From and to, on working days and Saturdays; null for always. */
  readonly open: readonly [string, string] | null;
  readonly underground?: boolean;
}

export const placeKinds: readonly PlaceKind[] = [
  {
    ...{ name: (street) => `Charging park ${street}`, parking: 'ALONG_MOTORWAY', open: null },
    ...{
      facilities: ['RESTAURANT', 'FUEL_STATION', 'WIFI'],
      evses: ['DC_300', 'DC_300', 'DC_300', 'DC_150', 'DC_150', 'DC_50'],
    },
  },
  {
    ...{ name: (street) => `Supermarket ${street}`, parking: 'PARKING_LOT', open: ['07:00', '22:00'] },
    ...{ facilities: ['SUPERMARKET', 'CAFE'], evses: ['DC_50', 'DC_50', 'AC_22', 'AC_22'] },
  },
  {
    ...{ name: (street) => `${street}`, parking: 'ON_STREET', open: null },
    ...{ facilities: ['BUS_STOP'], evses: ['AC_11', 'AC_11'] },
  },
  {
    ...{
      name: (street) => `Car park ${street}`,
      parking: 'UNDERGROUND_GARAGE',
      open: ['06:00', '23:30'],
      underground: true,
    },
    ...{ facilities: ['MALL', 'METRO_STATION'], evses: ['AC_11', 'AC_11', 'AC_11', 'AC_11', 'AC_22', 'AC_22'] },
  },
  {
    ...{ name: (street) => `Hotel ${street}`, parking: 'PARKING_LOT', open: null },
    ...{ facilities: ['HOTEL', 'WIFI'], evses: ['AC_22', 'AC_22'] },
  },
];

import type { Connector } from '../../../protocol/ocpi/index.ts';
import type { Chance } from './chance.ts';

/** A car, as far as charging goes. */
export interface Car {
  readonly name: string;
  /** kWh that its battery takes. */
  readonly capacity: number;
  /** kW. */
  readonly maxAc: number;
  readonly maxDc: number;
  /** Volt of the battery when it is empty and when it is full. */
  readonly volts: readonly [number, number];
}

const cars: readonly Car[] = [
  { name: 'small', capacity: 42, maxAc: 11, maxDc: 85, volts: [320, 400] },
  { name: 'family', capacity: 64, maxAc: 11, maxDc: 135, volts: [340, 410] },
  { name: 'long range', capacity: 82, maxAc: 11, maxDc: 190, volts: [350, 420] },
  { name: '800 volt', capacity: 77, maxAc: 22, maxDc: 240, volts: [680, 810] },
  { name: 'van', capacity: 68, maxAc: 22, maxDc: 115, volts: [340, 400] },
];

/** A car that comes to charge, and how full it is and is to be. */
export interface Visit {
  readonly car: Car;
  readonly charge: number;
  readonly wanted: number;
}

export function visitOf(chance: Chance): Visit {
  return { car: chance.pick(cars), charge: chance.between(8, 45) / 100, wanted: chance.between(78, 100) / 100 };
}

/** Where charging stands. */
export interface Charging {
  /** Seconds since it began. */
  readonly seconds: number;
  /** State of charge, 0 to 1. */
  readonly charge: number;
  /** kW and ampere at the connector, now. */
  readonly power: number;
  readonly current: number;
  /** kWh that the meter has counted: more than the battery has got. */
  readonly energy: number;
  readonly isFull: boolean;
}

export const notCharged = ({ charge }: Visit): Charging => ({
  ...{ seconds: 0, charge, power: 0, current: 0, energy: 0, isFull: false },
});

const STEP = 5;

/** Goes on for some seconds, in small steps. */
export function charge(visit: Visit, connector: Connector, from: Charging, seconds: number): Charging {
  let now = from;
  for (let left = seconds; left > 0; left -= STEP) now = step(visit, connector, now, Math.min(STEP, left));
  return now;
}

function step({ car, wanted }: Visit, connector: Connector, now: Charging, seconds: number): Charging {
  const isDc = connector.power_type === 'DC';
  const power = now.isFull ? 0 : powerOf(car, connector, now);
  // The charger in the car loses more than the one in the station, before whose losses the meter of a DC station stands.
  const efficiency = isDc ? 0.96 : 0.9;
  const room = Math.max(0, ((wanted - now.charge) * car.capacity) / efficiency);
  const energy = Math.min((power * seconds) / 3_600, room);
  const charge = now.charge + (energy * efficiency) / car.capacity;
  const isFull = now.isFull || wanted - charge < 1e-9;
  const volts = isDc ? voltsOf(car, charge) : 230 * phasesOf(connector);
  const shown = isFull ? 0 : power;
  return {
    seconds: now.seconds + seconds,
    charge: isFull ? Math.max(now.charge, wanted) : charge,
    power: shown,
    current: (shown * 1000) / volts,
    energy: now.energy + energy,
    isFull,
  };
}

const voltsOf = ({ volts: [empty, full] }: Car, charge: number): number => empty + (full - empty) * charge;
const phasesOf = ({ power_type }: Connector): number => (power_type === 'AC_3_PHASE' ? 3 : 1);

/** kW: what connector, cable and car can, less while it starts and when the battery is nearly full. */
function powerOf(car: Car, connector: Connector, { seconds, charge }: Charging): number {
  const isDc = connector.power_type === 'DC';
  const station =
    (connector.max_electric_power ?? connector.max_voltage * connector.max_amperage * phasesOf(connector)) / 1000;
  const cable = isDc ? (voltsOf(car, charge) * connector.max_amperage) / 1000 : Number.POSITIVE_INFINITY;
  const most = Math.min(station, cable, isDc ? car.maxDc * taper(charge) : car.maxAc * topping(charge));
  return most * Math.min(1, (seconds + STEP) / (isDc ? 45 : 15));
}

/** How much of its most a battery takes on DC. */
function taper(charge: number): number {
  if (charge < 0.1) return 0.7 + 3 * charge;
  if (charge < 0.5) return 1;
  if (charge < 0.8) return 1 - (charge - 0.5) * 1.8;
  return Math.max(0.05, 0.46 - (charge - 0.8) * 2);
}

/** On AC the station is the limit nearly to the end. */
const topping = (charge: number): number => (charge < 0.95 ? 1 : Math.max(0.15, 1 - (charge - 0.95) * 16));

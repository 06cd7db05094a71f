import { isFloor, type Measurement } from './measurement.ts';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const columns = [34, 12, 16, 14] as const;

function line(cells: readonly [string, string, string, string, string]): string {
  const [name, value, unit, goal, verdict] = cells;
  const [nameWidth, valueWidth, unitWidth, goalWidth] = columns;
  const text = [
    name.padEnd(nameWidth),
    value.padStart(valueWidth),
    unit.padEnd(unitWidth),
    goal.padEnd(goalWidth),
    verdict,
  ];
  return text.join(' ').trimEnd();
}

/** The lines of the table, one at a time, as they come. */
export const Table = {
  head: () => line(['NAME', 'VALUE', 'UNIT', 'GOAL', '']),
  row: ({ name, value, unit, goal, ok }: Measurement) => {
    const target = goal === null ? '' : `${isFloor(unit) ? '≥' : '≤'} ${number.format(goal)}`;
    return line([name, number.format(value), unit, target, goal === null ? '' : ok ? 'ok' : 'MISSED']);
  },
  gap: (name: string, reason: string) => line([name, '–', '', '', `not measured: ${reason}`]),
} as const;

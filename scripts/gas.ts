import { readFile, writeFile } from 'node:fs/promises';
import { type GasFigure, measureGas } from './contracts/measure-gas.ts';

export { type GasFigure, measureGas } from './contracts/measure-gas.ts';

const snapshotFile = new URL('../test/gas-snapshot.json', import.meta.url);

/** What differs from the snapshot, one sentence each. */
function differences(figures: readonly GasFigure[], snapshot: Record<string, number>): string[] {
  const known = new Set(figures.map(({ name }) => name));
  const gone = Object.keys(snapshot).filter((name) => !known.has(name));
  return [
    ...figures
      .filter(({ name, value }) => snapshot[name] !== value)
      .map(({ name, value }) => `${name} is ${value}, the snapshot says ${snapshot[name] ?? 'nothing'}`),
    ...gone.map((name) => `${name} is in the snapshot and was not measured`),
  ];
}

/** A missed goal is shown, and fails nothing: the snapshot is what must not change unnoticed. */
function print(figures: readonly GasFigure[]): void {
  for (const { name, value, goal } of figures) {
    const verdict = goal === undefined ? '' : `goal ${goal}${value <= goal ? '' : `, missed by ${value - goal}`}`;
    console.log(`${name.padEnd(26)} ${String(value).padStart(9)}  ${verdict}`.trimEnd());
  }
}

/** `--write` keeps the figures in test/gas-snapshot.json, `--check` compares them with it; 0 if nothing differs. */
async function main(mode: string | undefined): Promise<number> {
  if (mode !== '--write' && mode !== '--check') {
    console.error('Usage: node scripts/gas.ts --write | --check');
    return 2;
  }
  const figures = await measureGas();
  print(figures);
  if (mode === '--write') {
    const snapshot = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
    await writeFile(snapshotFile, `${JSON.stringify(snapshot, null, 2)}\n`);
    return 0;
  }
  const found = differences(figures, JSON.parse(await readFile(snapshotFile, 'utf8')));
  for (const sentence of found) console.error(sentence);
  if (found.length > 0) console.error('If the change is meant: node scripts/gas.ts --write');
  return found.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv[2]);

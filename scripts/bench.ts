// Measures the product and prints one table; docs/benchmarks.md says what each line is.
//
//   npm run bench                          everything
//   npm run bench -- --only gas. --only ops.seal
//   npm run bench -- --json FILE           [{ name, value, unit, goal, ok }]
//
// Ends with 0 even if a goal is missed, with 1 if something could not be measured.
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Measurement } from './bench/measurement.ts';
import { type PartName, parts, wanted } from './bench/parts.ts';
import { runPart } from './bench/runPart.ts';
import { Table } from './bench/table.ts';

interface Options {
  readonly json: string | undefined;
  readonly only: readonly string[];
}

const usage = 'Usage: npm run bench [-- --json FILE] [--only PREFIX …]';

/** @throws {Error} saying what is wrong, before anything is measured. */
function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' }, only: { type: 'string', multiple: true, default: [] } },
  });
  for (const prefix of values.only) {
    const all = Object.values(parts).flatMap(({ names }): readonly string[] => names);
    if (!all.some((name) => name.startsWith(prefix))) {
      throw new Error(`--only ${prefix}: nothing is called so; there are ${Object.keys(parts).join(', ')}`);
    }
  }
  const json = values.json === undefined ? undefined : path.resolve(values.json);
  if (json !== undefined) assertWritable(json);
  return { json, only: values.only };
}

function assertWritable(file: string): void {
  try {
    accessSync(path.dirname(file), constants.W_OK);
  } catch {
    throw new Error(`--json ${file}: its folder is not there, or cannot be written to`);
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`--json ${file}: is a folder`);
}

/** Under another name first: whoever reads the file finds all of it, or what was there before. */
function writeWhole(file: string, measurements: readonly Measurement[]): void {
  const temporary = `${file}.${process.pid}.new`;
  try {
    writeFileSync(temporary, `${JSON.stringify(measurements, null, 2)}\n`);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function bench({ json, only }: Options): Promise<number> {
  const measurements: Measurement[] = [];
  let interrupted = false;
  let gaps = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (interrupted = true));
  console.log(Table.head());
  for (const part of Object.keys(parts) as PartName[]) {
    const names = wanted(part, only);
    if (names.length === 0 || interrupted) continue;
    const missing = new Set(names);
    const failure = await runPart(part, (measurement) => {
      if (!missing.delete(measurement.name)) return;
      measurements.push(measurement);
      console.log(Table.row(measurement));
    });
    for (const name of missing) console.log(Table.gap(name, failure ?? 'it did not come up'));
    gaps += missing.size;
  }
  if (interrupted) return 130;
  if (json !== undefined) writeWhole(json, measurements);
  const missed = measurements.filter(({ ok }) => !ok).length;
  console.log(`\n${measurements.length} measured, ${missed} missed their goal, ${gaps} could not be measured`);
  return gaps === 0 ? 0 : 1;
}

try {
  process.exitCode = await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exitCode = 2;
}

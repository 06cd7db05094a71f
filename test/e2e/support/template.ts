import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startSandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import { type FleetPopulation, populateFleet } from './fleet.ts';
import { type Population, peopleOf, populate } from './population.ts';

/** What a world begins with. */
export interface Beginning extends Population, FleetPopulation {}

const parts = { chain: 'chain.json', ipfs: 'ipfs', beginning: 'beginning.json' };

/** Makes the beginning that all worlds of a test run share: a chain's state, an IPFS node's blocks, and what they are. */
export async function makeTemplate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const workshop = path.join(folder, 'workshop');
  const sandbox = await startSandbox({ directory: folder, stateFile: path.join(folder, parts.chain) });
  try {
    const population = await populate(sandbox);
    const fleet = await populateFleet({ ...population, sandbox, people: peopleOf(sandbox), directory: workshop });
    await writeFile(path.join(folder, parts.beginning), JSON.stringify({ ...population, ...fleet }));
  } finally {
    await sandbox.stop();
  }
  await rm(workshop, { recursive: true, force: true });
}

/** Copies a template into a world's folder. Returns what is in it, and the chain's state file. */
export async function useTemplate(template: string, directory: string): Promise<[Beginning, stateFile: string]> {
  const copy = (name: string) => cp(path.join(template, name), path.join(directory, name), { recursive: true });
  await Promise.all([copy(parts.chain), copy(parts.ipfs)]);
  const beginning = JSON.parse(await readFile(path.join(template, parts.beginning), 'utf8')) as Beginning;
  return [beginning, path.join(directory, parts.chain)];
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { p521Source } from '../verifiers/p521/source.ts';
import { sha512Source } from '../verifiers/sha512/source.ts';
import { slhDsaSource } from '../verifiers/slh-dsa/source.ts';
import { inProject } from './paths.ts';

/** The Solidity sources that a generator writes: their paths from the top folder and their text. */
export function generatedSources(): ReadonlyMap<string, string> {
  return new Map([
    ['contracts/libraries/Sha512.sol', sha512Source()],
    ['contracts/libraries/SlhDsaSha2128s.sol', slhDsaSource()],
    ['contracts/verifiers/generated/P521.sol', p521Source()],
  ]);
}

/** Writes those that changed, which has to be before the contracts are compiled; returns which. */
export function writeGeneratedSources(): string[] {
  const stale = [...generatedSources()].filter(([file, text]) => {
    return !existsSync(inProject(file)) || readFileSync(inProject(file), 'utf8') !== text;
  });
  for (const [file, text] of stale) writeFileSync(inProject(file), text);
  return stale.map(([file]) => file);
}

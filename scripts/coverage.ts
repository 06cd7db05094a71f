import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// forge counts branches without the optimiser. OpenZeppelin's P256 does not compile that way, and it is not measured here. Nor do
// the generated verifiers of P-521 and SLH-DSA, which have tests of their own (test/integration/p521*.test.ts and slhDsa*.test.ts,
// test/contracts/P521.t.sol and SlhDsaVerifier.t.sol).
// MixedQuorum.t.sol deploys what Hardhat has compiled.
const skipped = ['test/contracts/P256.t.sol', 'test/contracts/MixedQuorum.t.sol', 'P521', 'SlhDsa'];

type Counts = { linesFound: number; linesHit: number; branchesFound: number; branchesHit: number; missed: string[] };

/** What an lcov report (geninfo(1), "FILES") says of each file. */
function parseLcov(report: string): Map<string, Counts> {
  const files = new Map<string, Counts>();
  let counts: Counts = { linesFound: 0, linesHit: 0, branchesFound: 0, branchesHit: 0, missed: [] };
  for (const line of report.split('\n')) {
    const [key = '', value = ''] = line.split(/:(.*)/);
    const fields = value.split(',');
    if (key === 'SF') {
      counts = { linesFound: 0, linesHit: 0, branchesFound: 0, branchesHit: 0, missed: [] };
      files.set(value, counts);
    }
    if (key === 'DA' && fields[1] === '0') counts.missed.push(`line ${fields[0]}`);
    if (key === 'BRDA' && (fields[3] === '0' || fields[3] === '-')) counts.missed.push(`branch at line ${fields[0]}`);
    if (key === 'LF') counts.linesFound = Number(value);
    if (key === 'LH') counts.linesHit = Number(value);
    if (key === 'BRF') counts.branchesFound = Number(value);
    if (key === 'BRH') counts.branchesHit = Number(value);
  }
  return files;
}

/** Runs the Solidity tests with forge's instrumentation and returns its lcov report. */
async function measure(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'gridseal-coverage-'));
  try {
    const file = path.join(directory, 'lcov.info');
    const forge = path.join(root, 'node_modules/.bin/forge');
    const options = [
      '--report',
      'lcov',
      '--report-file',
      file,
      '--no-match-coverage',
      '^test/',
      // What code costs without the optimiser is nobody's concern.
      '--no-match-test',
      '^test_gas',
      ...skipped.flatMap((file) => ['--skip', file]),
    ];
    const { status } = spawnSync(forge, ['coverage', ...options], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new Error(`forge coverage ended with status ${status}.`);
    return await readFile(file, 'utf8');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Fails unless every line and branch of contracts/ was run. */
async function main(): Promise<number> {
  const files = [...parseLcov(await measure())].filter(([file]) => file.startsWith('contracts/'));
  const expected = ['contracts/QuorumRegistry.sol', 'contracts/KeyAnnouncements.sol'];
  const absent = expected.filter((file) => !files.some(([name]) => name === file));
  for (const file of absent) console.error(`${file} was not measured`);
  for (const [file, { linesFound, linesHit, branchesFound, branchesHit, missed }] of files) {
    console.log(`${file.padEnd(48)} lines ${linesHit}/${linesFound}  branches ${branchesHit}/${branchesFound}`);
    for (const place of missed) console.error(`${file}: ${place} was never run`);
  }
  const complete = files.every(
    ([, counts]) => counts.linesHit === counts.linesFound && counts.branchesHit === counts.branchesFound,
  );
  console.log(complete && absent.length === 0 ? 'Coverage is 100 %.' : 'Coverage is below 100 %.');
  return complete && absent.length === 0 ? 0 : 1;
}

process.exitCode = await main();

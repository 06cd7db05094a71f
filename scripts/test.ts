// Runs every test and ends with one line, `N passed, N failed`.
//
//   npm test                               everything
//   npm test -- --only unit,contracts      some suites
//   npm test -- sdk/src/bytes -t 'error:'  vitest's filters and options
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileContracts } from './lib/compile.ts';
import { generatedFiles } from './lib/generated.ts';
import { inParallel } from './lib/inParallel.ts';
import { endAllWithUs, run } from './lib/processes.ts';
import { type Counts, countsOf, type Suite, suites } from './lib/suites.ts';
import { writeGenerated } from './lib/writeGenerated.ts';

/** What the command line asks for. */
interface Request {
  readonly only: readonly string[] | undefined;
  readonly filters: readonly string[];
}

function parse(args: readonly string[]): Request {
  const filters = [...args];
  const at = filters.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  if (at < 0) return { only: undefined, filters };
  const [flag] = filters.splice(at, 1);
  const value = flag === '--only' ? filters.splice(at, 1)[0] : flag?.slice('--only='.length);
  const only = (value ?? '').split(',');
  const known = suites.map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown === undefined) return { only, filters };
  console.error(`--only: there is no suite "${unknown}"; there are ${known.join(', ')}`);
  process.exit(2);
}

function chosen({ only, filters }: Request): Suite[] {
  return suites.filter((suite) => {
    if (only ? !only.includes(suite.name) : filters.length > 0 && !suite.filterable) return false;
    return suite.exists();
  });
}

async function runSuite(suite: Suite, filters: readonly string[], folder: string): Promise<Counts> {
  const report = path.join(folder, `${suite.name}.json`);
  const prefix = `${suite.name.padEnd(11)} │ `;
  const outcome = await run(suite.command(suite.filterable ? filters : [], report), {
    onLine: (line) => console.log(prefix + line),
    environment: { NO_COLOR: '1', FORCE_COLOR: '0', TMPDIR: folder },
  });
  const counts = countsOf(outcome.code, suite.counts(outcome.output, report));
  const seconds = (outcome.milliseconds / 1000).toFixed(1);
  console.log(`${prefix}${describe(counts)} (${seconds} s, status ${outcome.code})`);
  if (counts.failed > 0) failures.push(...suite.failures(outcome.output, report).map((failure) => prefix + failure));
  return counts;
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Compiles; on a developer's machine also regenerates. Elsewhere the committed files are what is tested. */
async function prepare(): Promise<boolean> {
  try {
    console.log(`contracts: ${await compileContracts()}`);
    if (process.env.CI === undefined) writeGenerated(generatedFiles());
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  }
}

endAllWithUs();
const failures: string[] = [];
const request = parse(process.argv.slice(2));
// Reports, and whatever the tests put into the temporary folder, are gone afterwards, also after Ctrl-C.
const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const built = await prepare();
const all = await inParallel(2, chosen(request), (suite) => runSuite(suite, request.filters, folder));
const total = { passed: 0, failed: built ? 0 : 1, skipped: 0 };
for (const counts of all) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
if (total.passed + total.failed === 0) console.log('no test ran: does the filter match anything?');
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
// Said again at the end, where whoever has only that finds it.
if (failures.length > 0) console.log(['what failed:', ...failures].join('\n'));
console.log(describe(total));

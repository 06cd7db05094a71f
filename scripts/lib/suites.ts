import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './files.ts';
import { inProject, root } from './paths.ts';

/** How many tests of a suite ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A part of the tests that runs by itself. */
export interface Suite {
  readonly name: string;
  /** Whether there is anything to run. */
  readonly exists: () => boolean;
  /** The command, given vitest's filters and options (for a suite that knows them) and where to put its report. */
  readonly command: (filters: readonly string[], report: string) => readonly [string, ...string[]];
  /** Reads the counts from what the run left; undefined if it left nothing that can be counted. */
  readonly counts: (output: string, report: string) => Counts | undefined;
  /** What failed, and the first line of why. */
  readonly failures: (output: string, report: string) => readonly string[];
  /** Whether filters select within it. */
  readonly filterable: boolean;
}

/** Every suite, in the order in which they start: the longest first. */
export const suites: readonly Suite[] = [
  {
    name: 'contracts',
    exists: () => existsSync(inProject('scripts', 'contracts-test.ts')),
    command: () => ['node', inProject('scripts', 'contracts-test.ts')],
    counts: lastLineCounts,
    failures: solidityFailures,
    filterable: false,
  },
  vitestSuite('e2e', ['test/e2e']),
  vitestSuite('unit', ['sdk/src', 'scripts']),
  vitestSuite('scenario', ['test/scenario']),
  vitestSuite('integration', ['test/integration']),
  vitestSuite('web', ['web/src']),
  vitestSuite('interop', ['test/interop']),
];

function vitestSuite(name: string, folders: readonly string[]): Suite {
  return {
    name,
    exists: () => folders.some((folder) => filesIn(folder, (file) => /\.(test|e2e)\.tsx?$/.test(file)).length > 0),
    command: (filters, report) => {
      const vitest = inProject('node_modules', 'vitest', 'vitest.mjs');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const empty = filters.length > 0 ? ['--passWithNoTests'] : [];
      return ['node', vitest, 'run', '--project', name, ...reporters, ...empty, ...filters];
    },
    counts: (_, report) => vitestCounts(report),
    failures: (_, report) => vitestFailures(report),
    filterable: true,
  };
}

/** The counts of a program that ends with `N passed, N failed` or `N passed, N failed, N skipped`. */
export function lastLineCounts(output: string): Counts | undefined {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last.trim());
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) } : undefined;
}

/** Hardhat's headings of what failed, `1) Contract#test()`, with the line below, which says why. */
export function solidityFailures(output: string): readonly string[] {
  const headings = output.matchAll(/^ *\d+\) (\w+#.*)\n(.*)/gm);
  return [...headings].map(([, test, why]) => `${test}: ${firstLine(why)}`);
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const readReport = (report: string) => JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
const firstLine = (text = '') => text.trim().split('\n')[0]?.slice(0, 300) ?? '';

/** `file > test: why` for each failed test in vitest's JSON report, and for each file that failed before its first test. */
export function vitestFailures(report: string): readonly string[] {
  if (!existsSync(report)) return ['there is no report'];
  return readReport(report).testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${file}: ${firstLine(message)}`];
    return failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}: ${firstLine(failureMessages[0])}`);
  });
}

/** The counts in vitest's JSON report. A file that failed before its first test counts as one failure. */
function vitestCounts(report: string): Counts | undefined {
  if (!existsSync(report)) return undefined;
  const { testResults } = readReport(report);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const failedBefore = counts.failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    if (status === 'failed' && counts.failed === failedBefore) counts.failed += 1;
  }
  return counts;
}

/**
 * What a suite's run adds up to. A run that failed although no test did (an error outside of any test, a crash, no report)
 * counts as one failure, so that it can never look green.
 */
export function countsOf(code: number, found: Counts | undefined): Counts {
  const counts = found ?? { passed: 0, failed: 0, skipped: 0 };
  const mustFail = (code !== 0 || found === undefined) && counts.failed === 0;
  return mustFail ? { ...counts, failed: 1 } : counts;
}

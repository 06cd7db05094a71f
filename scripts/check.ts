// Runs every static check, prints one line for each, and ends with `N passed, N failed`.
//
//   npm run check                      everything
//   npm run check -- --only layers     some, by the start of their names
import { checks } from './lib/checks.ts';
import { compileContracts } from './lib/compile.ts';
import { inParallel } from './lib/inParallel.ts';
import { endAllWithUs } from './lib/processes.ts';

function chosen(args: readonly string[]): typeof checks {
  const at = args.indexOf('--only');
  if (at < 0) return checks;
  const wanted = (args[at + 1] ?? '').split(',');
  const found = checks.filter(({ name }) => wanted.some((start) => start !== '' && name.startsWith(start)));
  if (found.length > 0) return found;
  console.error(`--only: there are ${checks.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

function indented(texts: readonly string[]): string {
  return texts.map((text) => `\n${text.replace(/^/gm, '    ')}`).join('');
}

async function passes({ name, run }: (typeof checks)[number]): Promise<boolean> {
  const started = performance.now();
  const { problems, notes = [] } = await run().catch((error: unknown) => ({
    problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    notes: [],
  }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const verdict = problems.length === 0 ? 'ok     ' : 'FAILED ';
  console.log(
    `${verdict} ${name} (${seconds} s)${indented(problems)}${indented(notes.map((note) => `note: ${note}`))}`,
  );
  return problems.length === 0;
}

endAllWithUs();
const selected = chosen(process.argv.slice(2));
// The type check and the generated files need the artifacts; whatever keeps them from compiling fails there.
const compiled = await compileContracts().catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : String(error));
  return undefined;
});
const results = await inParallel(2, selected, passes);
const failed = results.filter((ok) => !ok).length + (compiled === undefined ? 1 : 0);
if (failed > 0) process.exitCode = 1;
console.log(`${results.filter((ok) => ok).length} passed, ${failed} failed`);

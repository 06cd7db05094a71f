import { existsSync, readdirSync, rmSync } from 'node:fs';
import { inProject } from './paths.ts';

/** Compiled sources of all the processes that tests start, kept from run to run: Node compares them with the files. */
const compileCache = inProject('node_modules', '.cache', 'gridseal-compiled');

/** Programs that tests write for themselves leave something each time. */
const mostFiles = 20_000;

/** Lets the processes of a test run start in half the time: most of them are many small ones of the same command. */
export default function setup(): void {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  process.env.NODE_COMPILE_CACHE = compileCache;
  if (!existsSync(compileCache)) return;
  const files = readdirSync(compileCache, { recursive: true });
  if (files.length > mostFiles) rmSync(compileCache, { recursive: true, force: true, maxRetries: 5 });
}

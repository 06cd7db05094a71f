import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The rules that the contracts run under; the network names are those of hardhat.config.ts. */
const rules = [
  { name: 'London', network: 'london', chainType: 'l1' },
  { name: 'OP stack', network: 'op', chainType: 'op' },
  { name: 'Osaka', network: 'osaka', chainType: 'l1' },
] as const;

type Result = { passed: number; failed: number };

/** Runs the Solidity tests under one set of rules. A run that ends badly without a failed test counts as one. */
async function run({ network, chainType }: (typeof rules)[number]): Promise<Result> {
  const cli = new URL('../node_modules/hardhat/dist/src/cli.js', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    [cli, 'test', 'solidity', '--network', network, '--chain-type', chainType, ...process.argv.slice(2)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const result: Result = { passed: 0, failed: 0 };
  const closed = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    result.passed = count(line, /^\s*(\d+) passing/) ?? result.passed;
    result.failed = count(line, /^\s*(\d+) failing/) ?? result.failed;
  }
  const bad = (await closed) !== 0 || result.passed === 0;
  return bad && result.failed === 0 ? { ...result, failed: 1 } : result;
}

function count(line: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(line);
  return match === null ? undefined : Number(match[1]);
}

/** Runs the same Solidity tests under London, OP-stack and Osaka rules; the last line is `N passed, N failed`. */
async function main(): Promise<void> {
  const total: Result = { passed: 0, failed: 0 };
  for (const rule of rules) {
    console.log(`${rule.name} rules`);
    const { passed, failed } = await run(rule);
    console.log(`${rule.name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();

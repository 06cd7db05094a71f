import { defineConfig } from 'vitest/config';
import { sdkSources } from './web/sdkSources.ts';

/** How long a test and its hooks may take at most, in milliseconds. */
interface Limits {
  readonly testTimeout: number;
  readonly hookTimeout: number;
  /** Runs once, before the first file of the suite. */
  readonly globalSetup?: string;
  /** How long `expect.poll` waits. */
  readonly expect?: { readonly poll: { readonly timeout: number; readonly interval: number } };
}

function suite(name: string, include: readonly string[], limits: Limits) {
  return { extends: true as const, test: { name, include: [...include], ...limits } };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    // Waits end when what they wait for is there; Vitest's own second is short on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    passWithNoTests: false,
    allowOnly: process.env.CI === undefined,
    // A worker that got stuck in a process it started is ended after this, instead of keeping the run alive.
    teardownTimeout: 20_000,
    globalSetup: ['scripts/lib/temporaryFolder.ts', 'scripts/lib/compileCache.ts'],
    projects: [
      suite('unit', ['sdk/src/**/*.test.ts', 'scripts/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      suite('integration', ['test/integration/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      suite('interop', ['test/interop/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      {
        extends: true,
        resolve: { alias: sdkSources() },
        test: {
          name: 'web',
          include: ['web/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['web/src/testing/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      suite('scenario', ['test/scenario/**/*.test.ts'], { testTimeout: 300_000, hookTimeout: 120_000 }),
      suite('e2e', ['test/e2e/**/*.e2e.ts'], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
        globalSetup: 'test/e2e/support/prepare.ts',
        expect: { poll: { timeout: 30_000, interval: 100 } },
      }),
    ],
  },
});

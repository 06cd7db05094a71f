import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type P521Chain, startP521Chain } from '../support/p521Chain.ts';
import { trials } from '../support/p521Forgeries.ts';

let chain: P521Chain;
beforeAll(async () => {
  chain = await startP521Chain('osaka');
});
afterAll(() => chain.close());

describe('forged hints, each made for one check: whoever forgets it accepts them', () => {
  const all = trials();
  const named = (valid: boolean) =>
    all.filter((trial) => trial.valid === valid).map((trial) => [trial.name, trial] as const);

  test.each(named(true))('behavior: accepted: %s', async (_, { key, digest, signature }) => {
    expect(await chain.check(key, digest, signature)).toBe(true);
  });

  test.each(named(false))('error: %s', async (_, { key, digest, signature }) => {
    expect(await chain.check(key, digest, signature)).toBe(false);
  });
});

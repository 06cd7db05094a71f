import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes32 } from '../../../test/support/quorums.ts';
import { type Asked, reference } from '../../../test/support/trustReference.ts';
import { build, policyOf, quorum, rolePolicy, type Scenario, scenario } from '../../../test/support/trustScenario.ts';
import type { Hex } from '../bytes/index.ts';
import type { CertificateVerdict, TrustPolicy } from './index.ts';

interface Tally {
  accepted: number;
  refused: number;
}

/** Compares every verdict of a scenario with the reference. */
async function compare(made: Scenario, tally: Tally, asked: Asked = {}, more: Partial<TrustPolicy> = {}) {
  const { graph, ids } = build(made.nodes);
  for (const [i, id] of ids.entries()) {
    const verdict = await graph.verify(id, policyOf(made, more));
    const expected = reference(made, i, asked);
    expect(verdict.valid, `certificate ${i}`).toBe(expected);
    if (expected) tally.accepted++;
    else tally.refused++;
    checkPaths(verdict);
  }
}

function checkPaths({ paths, valid, required, roles = [], weight }: CertificateVerdict): void {
  expect(paths.length).toBe(valid ? required : 0);
  const passed = paths.flatMap(({ quorums }) => (quorums.length === 1 ? quorums : quorums.slice(1)));
  expect(new Set(passed).size).toBe(passed.length);
  if (valid) expect(roles.map(({ met, reason }) => [met, reason])).toEqual(roles.map(() => [true, 'endorsed']));
  if (valid && weight) expect(weight.paths.reduce((sum, { times }) => sum + times, 0)).toBe(weight.required);
}

describe('TrustGraph against a brute-force reference', () => {
  test('behavior: accepts exactly what the reference accepts', async () => {
    const tally = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, (made) => compare(made, tally)),
      { numRuns: 1_000 },
    );
    expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(500);
  });

  test('behavior: with roles, too', async () => {
    const tally = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, rolePolicy, (made, roles) => compare(made, tally, { roles }, { roles })),
      { numRuns: 1_000 },
    );
    expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(500);
  });

  test('behavior: with weights, too', async () => {
    const tally = { accepted: 0, refused: 0 };
    const weights = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(scenario, weights, fc.integer({ min: 1, max: 4 }), async (made, numbers, requiredWeight) => {
        const asked = { weights: new Map(numbers.entries()), requiredWeight };
        const byId = Object.fromEntries(numbers.map((weight, q) => [bytes32(q + 1), weight]));
        await compare(made, tally, asked, { weights: byId, requiredWeight });
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(500);
  });

  test('behavior: what one quorum says is worth its weight, and no more', async () => {
    let checked = 0;
    const weight = fc.integer({ min: 1, max: 3 });
    await fc.assert(
      fc.asyncProperty(scenario, quorum, weight, weight, async ({ nodes, anchors }, liar, weighs, rest) => {
        const made = { anchors, nodes: nodes.map((node) => ({ ...node, required: 1 })) };
        const honest = made.nodes.map((node) => ({ ...node, endorsedBy: node.endorsedBy.filter((q) => q !== liar) }));
        const [before, after] = [build(made.nodes), build(honest)];
        const weights = { [bytes32(liar + 1)]: weighs };
        for (const id of before.ids) {
          const { valid } = await before.graph.verify(id, policyOf(made, { weights, requiredWeight: weighs + rest }));
          if (!valid) continue;
          checked++;
          expect((await after.graph.verify(id, policyOf(made, { weights, requiredWeight: rest }))).valid).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(checked).toBeGreaterThan(50);
  });

  test('behavior: the order in which evidence arrives does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, rolePolicy, async (made, roles) => {
        const [first, second] = [build(made.nodes), build(made.nodes, true)];
        for (const id of first.ids) {
          for (const more of [{}, { roles, requiredWeight: 2 }]) {
            const policy = policyOf(made, more);
            expect((await second.graph.verify(id, policy)).valid).toBe((await first.graph.verify(id, policy)).valid);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: no revocation ever makes anything valid', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, rolePolicy, quorum, fc.nat(), async (made, roles, revoker, which) => {
        const { graph, ids } = build(made.nodes);
        const policies = [policyOf(made), policyOf(made, { roles, requiredWeight: 2 })];
        const look = () => Promise.all(policies.flatMap((policy) => ids.map((id) => graph.verify(id, policy))));
        const before = await look();
        const certificate = ids[which % ids.length] as Hex;
        graph.add({ type: 'revoked', certificate, quorum: bytes32(revoker + 1), version: 1, reason: 0 });
        (await look()).forEach((verdict, i) => {
          expect(verdict.valid && !before[i]?.valid).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('behavior: with few steps it refuses, and never accepts what it would not have', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, rolePolicy, fc.integer({ min: 0, max: 60 }), async (made, roles, maxSteps) => {
        const { graph, ids } = build(made.nodes);
        for (const [i, id] of ids.entries()) {
          if ((await graph.verify(id, policyOf(made, { maxSteps }))).valid) expect(reference(made, i)).toBe(true);
          const more = { roles, requiredWeight: 2, maxSteps };
          if ((await graph.verify(id, policyOf(made, more))).valid) {
            expect(reference(made, i, { roles, requiredWeight: 2 })).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

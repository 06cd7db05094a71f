import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8Decode } from '../../../bytes/index.ts';
import type { InterfaceRole, ModuleId } from '../../../protocol/ocpi/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import type { RuleEntry, Rules } from '../platform.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { startParty, type TestParty } from './party.fixtures.ts';

const directory = createTestDirectory();
const nodes: TestNode[] = [];
const parties: TestParty[] = [];
const COUNT = 5;
/** The node that a party's platform is connected to. */
const home = (party: number) => party % 2;

beforeAll(async () => {
  for (const n of [1, 2]) nodes.push(await startNode(n, directory));
  for (let n = 0; n < COUNT; n++) {
    const id = { country_code: 'DE', party_id: `PA${n}` };
    parties.push(await startParty(nodes[home(n)] as TestNode, id, 'CPO', { speaks: 'none' }));
  }
}, 240_000);

afterAll(async () => {
  for (const one of [...parties, ...nodes]) await one[Symbol.asyncDispose]();
});

/** What the registry says of a party, and what its platform wants. */
interface Placed {
  /** The node that the registry names; null: none; undefined: the party is not registered. */
  readonly node: number | null | undefined;
  readonly modules: Readonly<Record<InterfaceRole, readonly ModuleId[]>>;
  readonly mode: Rules['mode'];
  readonly listed: readonly { readonly party: number; readonly modules: readonly ModuleId[] }[];
}

const someModules = fc.subarray<ModuleId>(['locations', 'tariffs', 'tokens'], { minLength: 1 });
const placed = (n: number): fc.Arbitrary<Placed> =>
  fc.record({
    node: fc.oneof({ weight: 5, arbitrary: fc.constant(home(n)) }, fc.constantFrom(0, 1, null, undefined)),
    modules: fc.record({ SENDER: someModules, RECEIVER: someModules }),
    mode: fc.constantFrom('none', 'none', 'whitelist', 'blacklist', 'blockAll'),
    listed: fc.array(
      fc.record({ party: fc.nat(COUNT - 1), modules: fc.subarray<ModuleId>(['locations', 'tariffs']) }),
      {
        maxLength: 4,
      },
    ),
  });

const world = fc.tuple(...Array.from({ length: COUNT }, (_, n) => placed(n)));
const message = fc.record({
  from: fc.nat(COUNT - 1),
  to: fc.nat(COUNT - 1),
  module: fc.constantFrom<ModuleId>('locations', 'tariffs', 'tokens'),
  isLowerCase: fc.boolean(),
});

async function arrange(places: readonly Placed[]): Promise<void> {
  for (const [n, { node, modules, mode, listed }] of places.entries()) {
    const { id, address, change } = parties[n] as TestParty;
    directory.removeParty(id);
    if (node !== undefined) {
      const operator = node === null ? null : (nodes[node] as TestNode).operator;
      directory.setParty(id, operator, ['CPO'], { address, modules });
    }
    const list: RuleEntry[] = listed.map((one) => ({ ...(parties[one.party] as TestParty).id, modules: one.modules }));
    await change({ rules: { signatures: false, mode, whitelist: list, blacklist: list } });
    (parties[n] as TestParty).got.length = 0;
  }
}

/** What has to come of a message, from the registry and the rules alone. */
function expected(
  places: readonly Placed[],
  { from, to, module }: { from: number; to: number; module: ModuleId },
): number {
  const [sender, receiver] = [places[from] as Placed, places[to] as Placed];
  if (sender.node !== home(from)) return 4001;
  if (receiver.node === undefined || receiver.node === null) return 4001;
  const isConnected = receiver.node === home(to);
  const isServed = receiver.modules.SENDER.includes(module);
  if (!isConnected) return receiver.node !== sender.node && !isServed ? 4001 : 4003;
  if (!isServed) return 4001;
  const isListed = receiver.listed.some(
    (one) => one.party === from && (one.modules.length === 0 || one.modules.includes(module)),
  );
  if (receiver.mode === 'blockAll') return 2000;
  if (receiver.mode === 'whitelist' && !isListed) return 2000;
  return receiver.mode === 'blacklist' && isListed ? 2000 : 1000;
}

test('property: a message reaches exactly the platform that the registry says, or is refused with the right code', async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.array(message, { minLength: 1, maxLength: 4 }), async (places, messages) => {
      await arrange(places);
      for (const one of messages) {
        for (const party of parties) party.got.length = 0;
        const [from, to] = [parties[one.from] as TestParty, parties[one.to] as TestParty];
        const { country_code, party_id } = to.id;
        const named = one.isLowerCase
          ? { country_code: 'de', party_id: party_id.toLowerCase() }
          : { country_code, party_id };
        const heard = await from.send({ method: 'GET', path: `/ocpi/sender/2.2.1/${one.module}`, to: named });
        const code = expected(places, one);
        expect(heard.json.status_code).toBe(code);
        expect(parties.map(({ got }) => got.length)).toEqual(
          parties.map((_, n) => (code === 1000 && n === one.to ? 1 : 0)),
        );
      }
    }),
    { numRuns: 40 },
  );
}, 300_000);

test('property: bodies and answers of unknown fields and any digits pass byte for byte, near and far', async () => {
  const fields = fc.tuple(
    fc.stringMatching(/^[a-z_]{3,8}$/),
    fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/),
    fc.stringMatching(/^[ \n\t]{0,2}$/),
  );
  const everything = ['locations', 'tariffs', 'tokens'] as const;
  const open = { modules: { SENDER: everything, RECEIVER: everything }, mode: 'none' as const, listed: [] };
  await arrange(parties.map((_, n) => ({ ...open, node: home(n) })));
  await fc.assert(
    fc.asyncProperty(fc.array(fields, { maxLength: 4 }), fc.constantFrom(1, 2), async (extra, receiver) => {
      const [from, to] = [parties[0] as TestParty, parties[receiver] as TestParty];
      const more = extra.map(([name, number, space]) => `"x_${name}":${space}${number}${space},`).join('');
      const write = (value: object) => JSON.stringify(value).replace('{', `{${more}`);
      const body = write({ ...objects.token(), ...from.id });
      const answered = write({ status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });
      to.got.length = 0;
      to.answer = () => ({ body: answered });
      const path = `/ocpi/receiver/2.2.1/tokens/DE/${from.id.party_id}/04A2B3C4D5E680`;
      const heard = await from.send({ method: 'PUT', path, to: to.id, body });
      to.answer = () => ({});
      expect(to.got.map((one) => utf8Decode(one.body))).toEqual([body]);
      expect(utf8Decode(heard.body)).toBe(answered);
    }),
    { numRuns: 40 },
  );
}, 300_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerJson, envelope } from '../testing/ocpiPlatform.ts';
import {
  headersOf,
  join,
  knownTo,
  type Member,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
  startNetwork,
} from './nodeProcess.fixtures.ts';

let network: Network;
const nodes: { files: NodeFiles; run: NodeProcess }[] = [];
let [cpo, emsp]: Member[] = [];

beforeAll(async () => {
  network = await startNetwork();
  for (const account of [1, 2]) {
    const files = await makeNode(network, account, {}, { fresh: account === 1 });
    const run = await runNode(files);
    expect(run.stderr()).toBe('');
    nodes.push({ files, run });
  }
  cpo = await join(network, nodes[0]?.files as NodeFiles, 3, { country_code: 'DE', party_id: 'CPO' }, 'CPO');
  emsp = await join(network, nodes[1]?.files as NodeFiles, 4, { country_code: 'CH', party_id: 'MSP' }, 'EMSP');
  for (const { id } of [cpo, emsp]) {
    await knownTo(
      nodes.map(({ files }) => files.url),
      id,
    );
  }
});
afterAll(async () => {
  for (const { run } of nodes) await run[Symbol.asyncDispose]();
  for (const member of [cpo, emsp]) await member?.platform[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

describe('two nodes, each a process of its own', () => {
  test('behavior: a message goes from platform to node to node to platform, and its answer back', async () => {
    const [from, to] = [emsp as Member, cpo as Member];
    to.platform.handlers.set('/ocpi/2.2.1/locations', (_, response) =>
      answerJson(response, 200, envelope([]), { 'X-Total-Count': '0', 'X-Limit': '10' }),
    );
    const response = await fetch(`${nodes[1]?.files.url}/ocpi/sender/2.2.1/locations`, {
      headers: headersOf(from, to, 'm1'),
    });
    expect(await response.json()).toMatchObject({ status_code: 1000, data: [] });
    expect(response.headers.get('x-total-count')).toBe('0');
    const seen = to.platform.seen.filter(({ path }) => path.startsWith('/ocpi/2.2.1/locations'));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers['x-correlation-id']).toBe('of-m1');
  });
});

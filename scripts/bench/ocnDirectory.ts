import type { Hex } from '../../sdk/src/bytes/index.ts';
import { changeCall, createNodeDirectory, nodeRegistryOf } from '../../sdk/src/chain/index.ts';
import type { Party } from '../../sdk/src/protocol/ocpi/index.ts';
import type { Anvil } from '../../test/support/anvil.ts';
import { patient, startLocalChain } from '../../test/support/localChain.ts';
import { type Measurement, measured } from './measurement.ts';

const PARTIES = 5_000;
const LOOKUPS = 1_000_000;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** How long a node takes to find out who holds an id and whose node serves it, in a registry with thousands of parties. */
export async function* measure(): AsyncGenerator<Measurement> {
  await using local = await startLocalChain({}, patient);
  const { chain, node } = local;
  const registry = nodeRegistryOf(chain);
  await node.request('anvil_autoImpersonateAccount', [true]);
  await node.request('evm_setAutomine', [false]);
  const operator = ownerOf(0);
  await send(node, operator, registry, changeCall(chain, { action: 'setNode', url: 'https://node.example' }).data);
  await node.mine();
  for (let i = 0; i < PARTIES; i++) {
    const terms = { roles: ['CPO'], sender: ['locations'], receiver: ['commands'], operator } as const;
    await send(node, ownerOf(i), registry, changeCall(chain, { action: 'setParty', id: idOf(i), ...terms }).data);
    if (i % 100 === 99) await node.mine();
  }
  await node.request('evm_setAutomine', [true]);
  const directory = createNodeDirectory(chain);
  const begun = performance.now();
  await directory.refresh();
  yield measured('ocn.directory.seconds', (performance.now() - begun) / 1_000, 's');
  if (directory.parties().length !== PARTIES)
    throw new Error(`The directory has ${directory.parties().length} parties.`);
  yield measured('ocn.lookup', microsecondsOf(directory), 'µs', 50);
}

function microsecondsOf(directory: ReturnType<typeof createNodeDirectory>): number {
  const ids = Array.from({ length: PARTIES }, (_, i) => idOf(i));
  let found = 0;
  const begun = performance.now();
  for (let n = 0; n < LOOKUPS; n++) {
    const party = directory.party(ids[(n * 7_919) % PARTIES] as Party);
    if (party?.operator && directory.node(party.operator)) found += 1;
  }
  const took = performance.now() - begun;
  if (found !== LOOKUPS) throw new Error(`${LOOKUPS - found} look-ups found nothing.`);
  return (took * 1_000) / LOOKUPS;
}

function idOf(i: number): Party {
  const party_id = `${letters[i % 26]}${letters[Math.floor(i / 26) % 26]}${letters[Math.floor(i / 676) % 26]}`;
  return { country_code: 'DE', party_id };
}

const ownerOf = (i: number): Hex => `0x${(0x1000 + i).toString(16).padStart(40, '1')}`;

async function send(node: Anvil, from: Hex, to: Hex, data: Hex | undefined): Promise<void> {
  await node.request('anvil_setBalance', [from, '0xde0b6b3a7640000']);
  await node.request('eth_sendTransaction', [{ from, to, data, gas: '0x40000' }]);
}

import { Certificate, ChargingWorld, type RolePolicy, TrustGraph } from '../../sdk/src/certificate/index.ts';
import { contractAddresses, eventTopics, toChainEvent, toGraphEvents } from '../../sdk/src/chain/index.ts';
import { decodeLogs } from '../../sdk/src/chain/log.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { type Measurement, measured, percentile } from './measurement.ts';

const registry = contractAddresses.quorumRegistry;
const anchor = word(1);
const certificates = 100_000;
const depth = 10;
const role = 'chargingStationOperator';

function word(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

function authority(subject: number, serialNumber: number): Certificate.Certificate {
  const serial = new Uint8Array(16);
  new DataView(serial.buffer).setUint32(0, serialNumber);
  return Certificate.from({
    kind: 'authority',
    subject: { name: `Authority ${subject}`, role, signer: Quorum.signer(registry, word(subject)) },
    usages: ['signCertificates'],
    notBefore: 0,
    notAfter: 2_000,
    serial,
  });
}

/** A path of ten endorsements among 100,000 certificates of a thousand other authorities. */
function grow(): { readonly graph: TrustGraph; readonly target: `0x${string}` } {
  const graph = new TrustGraph({ registry });
  for (let i = 0; i < certificates; i++) {
    const certificate = graph.addCertificate(authority(1_000 + i, i));
    graph.add({ type: 'endorsed', certificate, quorum: i < depth ? anchor : word(1_000 + (i % 1_000)), version: 1 });
  }
  let target = anchor;
  for (let i = 0; i < depth; i++) {
    target = graph.addCertificate(authority(2 + i, certificates + i));
    graph.add({ type: 'endorsed', certificate: target, quorum: word(1 + i), version: 1 });
  }
  return { graph, target };
}

/** The median time of a verification: what is beyond raw signature checks, as the chain has made those. */
async function verifyTime(graph: TrustGraph, target: `0x${string}`, roles?: RolePolicy): Promise<number> {
  const times: number[] = [];
  const policy = { anchors: [anchor], at: 1_000, ...(roles ? { roles } : {}) };
  for (let i = 0; i < 101; i++) {
    const begin = performance.now();
    const { valid } = await graph.verify(target, policy);
    times.push(performance.now() - begin);
    if (!valid) throw new Error('the path was not found');
  }
  return percentile(times, 0.5);
}

const logsInAnAnswer = 5_000;

/** An answer to `eth_getLogs` as a server sends it: endorsements, and one revocation in ten. */
function answer(first: number): string {
  return JSON.stringify(
    Array.from({ length: logsInAnAnswer }, (_, i) => {
      const number = first + i;
      const revoked = number % 10 === 9;
      const block = 1 + Math.floor(number / 100);
      return {
        address: registry.toLowerCase(),
        topics: [
          revoked ? eventTopics.certificateRevoked : eventTopics.certificateEndorsed,
          word(1_000_000 + number - (revoked ? 1 : 0)),
          word(number % 777),
        ],
        data: word(revoked ? 256 + 4 : 1),
        blockNumber: `0x${block.toString(16)}`,
        blockHash: word(7_000_000 + block),
        transactionHash: word(9_000_000 + number),
        transactionIndex: `0x${(number % 100).toString(16)}`,
        logIndex: `0x${(number % 100).toString(16)}`,
        removed: false,
      };
    }),
  );
}

/** Events a second from the bytes of servers' answers to the graph, by the decoder that the cursor uses. */
function buildRate(answers: readonly string[]): number {
  const graph = new TrustGraph({ registry });
  const addresses = [contractAddresses.quorumRegistry, contractAddresses.keyAnnouncements];
  let added = 0;
  const begin = performance.now();
  for (const text of answers) {
    const logs = decodeLogs(JSON.parse(text), { addresses, from: 0, to: 1_000_000 });
    const events = logs.map((log) => toChainEvent(log, contractAddresses)).filter((event) => event !== null);
    for (const event of toGraphEvents({ added: events, removed: [] })) {
      graph.add(event);
      added++;
    }
  }
  const seconds = (performance.now() - begin) / 1_000;
  if (added !== answers.length * logsInAnAnswer) throw new Error(`${added} events came through`);
  return added / seconds;
}

/** Times the graph of certificates: a verification in a large one, and how fast one is built. */
export async function* measure(): AsyncGenerator<Measurement> {
  const { graph, target } = grow();
  yield measured('graph.verifyPath', await verifyTime(graph, target), 'ms', 5);
  const withRoles = await verifyTime(graph, target, ChargingWorld.chargingRolePolicy);
  yield measured('graph.verifyPath.roles', withRoles, 'ms', 5);
  const answers = Array.from({ length: 40 }, (_, i) => answer(i * logsInAnAnswer));
  yield measured('graph.buildEvents', buildRate(answers), 'events/s', 50_000);
}

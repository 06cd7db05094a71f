import { Certificate, TrustGraph } from '../../sdk/src/certificate/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { type Measurement, measured } from './measurement.ts';

const registry = `0x${'11'.repeat(20)}` as const;
const anchor = quorum(1);
const certificates = 100_000;
const depth = 10;

function quorum(number: number): `0x${string}` {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

function authority(subject: number, serialNumber: number): Certificate.Certificate {
  const serial = new Uint8Array(16);
  new DataView(serial.buffer).setUint32(0, serialNumber);
  return Certificate.from({
    kind: 'authority',
    subject: { name: `Authority ${subject}`, signer: Quorum.signer(registry, quorum(subject)) },
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
    graph.add({ type: 'endorsed', certificate, quorum: i < depth ? anchor : quorum(1_000 + (i % 1_000)), version: 1 });
  }
  let target = anchor;
  for (let i = 0; i < depth; i++) {
    target = graph.addCertificate(authority(2 + i, certificates + i));
    graph.add({ type: 'endorsed', certificate: target, quorum: quorum(1 + i), version: 1 });
  }
  return { graph, target };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** Times the trust graph: the search for a path, and how fast events are taken in. */
export async function* measure(): AsyncGenerator<Measurement> {
  const { graph, target } = grow();
  const times: number[] = [];
  for (let i = 0; i < 101; i++) {
    const begin = performance.now();
    const { valid } = await graph.verify(target, { anchors: [anchor], at: 1_000 });
    times.push(performance.now() - begin);
    if (!valid) throw new Error('the path was not found');
  }
  yield measured('trust.path.100000', median(times), 'ms', 5);

  const events = 200_000;
  const ids = Array.from({ length: events }, (_, i) => quorum(1_000_000 + i));
  const begin = performance.now();
  for (const [i, certificate] of ids.entries())
    graph.add({ type: 'endorsed', certificate, quorum: quorum(i % 777), version: 1 });
  const rate = (events / (performance.now() - begin)) * 1_000;
  yield measured('trust.events', rate, 'events/s', 50_000);
}

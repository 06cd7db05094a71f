import type { Hex } from '../../../bytes/index.ts';
import { type Certificate, TrustGraph } from '../../../certificate/index.ts';
import { type CertificateStatus, type Chain, type Snapshot, snapshot, statusCall } from '../../../chain/index.ts';
import { BaseError } from '../../../errors/index.ts';
import { Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import { certificateIds, type FoundCertificate, readCertificate } from './certificates.ts';

/** One snapshot asks at most this many statuses. */
const statusesAtOnce = 40;
/** Beyond this much work a verification is better done by an agent that follows the events. */
const maxStatuses = 4_000;

/** What a quorum says of a certificate now. */
export interface Statement extends CertificateStatus {
  readonly certificate: Hex;
  readonly quorum: Hex;
}

/** A graph of what the registry says of the certificates at hand. */
export interface OnlineGraph {
  readonly graph: TrustGraph;
  readonly statements: readonly Statement[];
  readonly snapshot: Snapshot;
  /** False if there was more to ask than is asked: what was not looked at counts as endorsed by nobody. */
  readonly complete: boolean;
  /** The certificates that the graph knows. */
  readonly certificates: ReadonlyMap<Hex, Certificate.Certificate>;
}

/** The certificates of this home; those that cannot be read are passed over with a remark. */
export async function homeCertificates(context: Context): Promise<FoundCertificate[]> {
  const found: FoundCertificate[] = [];
  for (const id of await certificateIds(context)) {
    try {
      found.push(await readCertificate(context, id));
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      context.note(`passed over certificate ${id}: ${error.shortMessage}`);
    }
  }
  return found;
}

/**
 * Asks the registry what the anchors, and the quorums that the certificates at hand speak of, say of those certificates, step by
 * step from the targets towards the anchors. Events are not read: every question is a view call at one settled block.
 *
 * @param counts Whether an endorsement counts for the caller; without it, all do.
 */
export async function buildGraph(
  chain: Chain,
  targets: readonly FoundCertificate[],
  known: readonly FoundCertificate[],
  anchors: readonly Hex[],
  context: Context,
  counts: (statement: Statement) => Promise<boolean> = async () => true,
): Promise<OnlineGraph> {
  const registry = chain.addresses.quorumRegistry;
  const graph = new TrustGraph({ registry });
  const all = new Map([...known, ...targets].map(({ id, certificate }) => [id, certificate]));
  for (const certificate of all.values()) graph.addCertificate(certificate);
  const byQuorum = new Map<Hex, Hex[]>();
  for (const [id, { subject }] of all) {
    const quorum = subject.signer === undefined ? null : Quorum.idOfSigner(registry, subject.signer);
    if (quorum) byQuorum.set(quorum, [...(byQuorum.get(quorum) ?? []), id]);
  }
  const quorums = [...new Set([...anchors, ...byQuorum.keys()])];
  const statements: Statement[] = [];
  const asked = new Set<Hex>(targets.map(({ id }) => id));
  let wave: Hex[] = [...asked];
  let complete = true;
  let last: Snapshot = await snapshot(chain, [], { signal: context.signal });
  while (wave.length > 0 && quorums.length > 0) {
    // A certificate is asked about wholly or not at all: half of the answers could lack a revocation.
    const room = Math.floor((maxStatuses - statements.length) / quorums.length);
    const most = statements.length === 0 ? Math.max(1, room) : room;
    if (wave.length > most) complete = false;
    wave = wave.slice(0, most);
    const edges = wave.flatMap((certificate) => quorums.map((quorum) => ({ certificate, quorum })));
    const next = new Set<Hex>();
    for (let start = 0; start < edges.length; start += statusesAtOnce) {
      const part = edges.slice(start, start + statusesAtOnce);
      const calls = part.map(({ certificate, quorum }) => statusCall(chain, certificate, quorum));
      const { results, ...blocks } = await snapshot(chain, calls, { signal: context.signal });
      last = blocks;
      for (const [i, edge] of part.entries()) {
        const statement = { ...edge, ...(results[i] as CertificateStatus) };
        statements.push(statement);
        if (statement.status === 'endorsed' && !(await counts(statement))) continue;
        addTo(graph, statement);
        if (statement.status === 'endorsed') for (const id of byQuorum.get(edge.quorum) ?? []) next.add(id);
      }
    }
    wave = [...next].filter((id) => !asked.has(id));
    for (const id of wave) asked.add(id);
  }
  return { graph, statements, snapshot: last, complete, certificates: all };
}

function addTo(graph: TrustGraph, { certificate, quorum, version, status }: Statement): void {
  if (status === 'endorsed') graph.add({ type: 'endorsed', certificate, quorum, version });
  if (status === 'revoked') graph.add({ type: 'revoked', certificate, quorum, version, reason: 0 });
}

import type { Hex } from '../../bytes/index.ts';
import { Certificate, TrustGraph } from '../../certificate/index.ts';
import { type Chain, snapshot, statusCall } from '../../chain/index.ts';
import { Quorum } from '../../quorum/index.ts';
import type { CertificateSource } from './certificateSource.ts';

/** From whom trust in authorities starts. All of it is the verifier's own configuration. */
export interface TrustSettings {
  /** Ids of the quorums that are trusted by themselves. */
  readonly anchors: readonly Hex[];
  /** Who may announce: signers that are trusted as such (`pinned`), or that certificates lead to from the anchors. */
  readonly authorities: readonly { readonly signer: Hex; readonly trust: 'anchored' | 'pinned' }[];
  /** Ids of the certificates that lead from the anchors to the authorities. */
  readonly certificates: readonly Hex[];
}

/** What is asked of the chain, and for which time. */
export interface TrustQuestion {
  readonly settings: TrustSettings;
  readonly chain: Chain;
  readonly certificates: CertificateSource;
  /** Block time in seconds since 1970. */
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** Whether an authority may announce, and why (not). */
export interface AuthorityTrust {
  readonly signer: Hex;
  readonly trusted: boolean;
  /** For people; holds nothing from outside but ids. */
  readonly reason: string;
}

/** One snapshot asks at most this many statuses. */
const statusesAtOnce = 40;

/**
 * Looks for a path of unrevoked, valid certificates from the anchors to each of the authorities, with the statuses that the
 * registry has now, as enough endpoints see them alike. Work is bounded by the settings; nobody else's events are looked at.
 *
 * @throws {TransportError} if the chain, or a certificate, cannot be had.
 * @example
 * ```ts
 * const [verdict] = await trustOfAuthorities({ settings, chain, certificates: storedCertificates(store), at });
 * if (!verdict?.trusted) throw …
 * ```
 */
export async function trustOfAuthorities(question: TrustQuestion): Promise<readonly AuthorityTrust[]> {
  const { settings, chain, at } = question;
  const anchored = settings.authorities.some(({ trust }) => trust === 'anchored');
  const graph = anchored ? await askedGraph(question) : null;
  return Promise.all(
    settings.authorities.map(async ({ signer, trust }) => {
      if (trust === 'pinned') return { signer, trusted: true, reason: 'pinned in the configuration' };
      const policy = { anchors: settings.anchors, at, usage: 'issueKeys' as const };
      const verdict = await (graph as TrustGraph).verifySigner(signer, policy);
      if (verdict.authorised) return { signer, trusted: true, reason: `certificate ${verdict.certificate}` };
      const [first] = verdict.verdicts;
      const reason = first ? `certificate ${first.certificate}: ${first.reason}` : 'no certificate speaks of it';
      return { signer, trusted: false, reason: `${reason} (chain ${chain.chainId})` };
    }),
  );
}

/**
 * The certificates of the settings, and what the registry says of them now by the anchors and the quorums that they speak of.
 *
 * @throws {TransportError} if the chain, or a certificate, cannot be had.
 */
export async function askedGraph({
  settings,
  chain,
  certificates,
  signal,
}: Omit<TrustQuestion, 'at' | 'settings'> & {
  readonly settings: Pick<TrustSettings, 'anchors' | 'certificates'>;
}): Promise<TrustGraph> {
  const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
  const graph = new TrustGraph({ registry });
  const bodies = await Promise.all(settings.certificates.map((id) => certificates.get(id, signal)));
  const ids = bodies.map((body) => graph.addCertificate(body));
  const quorums = new Set(settings.anchors.map((id) => id.toLowerCase() as Hex));
  for (const body of bodies) {
    const { signer } = Certificate.decode(body).subject;
    const quorum = signer === undefined ? null : Quorum.idOfSigner(registry, signer);
    if (quorum !== null) quorums.add(quorum);
  }
  const edges = ids.flatMap((certificate) => [...quorums].map((quorum) => ({ certificate, quorum })));
  for (let start = 0; start < edges.length; start += statusesAtOnce) {
    const part = edges.slice(start, start + statusesAtOnce);
    const calls = part.map(({ certificate, quorum }) => statusCall(chain, certificate, quorum));
    const { results } = await snapshot(chain, calls, signal ? { signal } : {});
    part.forEach((edge, i) => {
      const { status, version } = results[i] as Awaited<(typeof results)[number]>;
      if (status === 'endorsed') graph.add({ ...edge, version, type: 'endorsed' });
      if (status === 'revoked') graph.add({ ...edge, version, type: 'revoked', reason: 0 });
    });
  }
  return graph;
}

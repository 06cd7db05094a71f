import type { Hex } from '../../bytes/index.ts';
import { Certificate, TrustGraph } from '../../certificate/index.ts';
import { type Chain, snapshot, statusCall } from '../../chain/index.ts';
import type { CertificateCache } from './certificateCache.ts';
import type { DeviceConfig } from './config.ts';

/** Whether an authority may announce to this device, and why (not). */
export interface AuthorityTrust {
  readonly signer: Hex;
  readonly trusted: boolean;
  /** For people; holds nothing from outside but ids. */
  readonly reason: string;
}

interface TrustQuestion {
  readonly config: DeviceConfig;
  readonly chain: Chain;
  readonly certificates: CertificateCache;
  /** Block time in seconds since 1970. */
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** One snapshot asks at most this many statuses. */
const statusesAtOnce = 40;

/**
 * Looks for a path of unrevoked, valid certificates from the device's anchors to each of its authorities, with the statuses that
 * the registry has now. Work is bounded by the device's own configuration; nobody else's events are looked at.
 *
 * @throws {TransportError} if the chain, or a certificate that is not cached, cannot be had.
 */
export async function trustOfAuthorities(question: TrustQuestion): Promise<readonly AuthorityTrust[]> {
  const { config, chain } = question;
  const anchored = config.authorities.some(({ trust }) => trust === 'anchored');
  const graph = anchored ? await graphOf(question) : null;
  return Promise.all(
    config.authorities.map(async ({ signer, trust }) => {
      if (trust === 'pinned') return { signer, trusted: true, reason: 'pinned in the configuration' };
      const policy = { anchors: config.anchors, at: question.at, usage: 'issueKeys' as const };
      const verdict = await (graph as TrustGraph).verifySigner(signer, policy);
      if (verdict.authorised) return { signer, trusted: true, reason: `certificate ${verdict.certificate}` };
      const [first] = verdict.verdicts;
      const reason = first ? `certificate ${first.certificate}: ${first.reason}` : 'no certificate speaks of it';
      return { signer, trusted: false, reason: `${reason} (chain ${chain.chainId})` };
    }),
  );
}

async function graphOf({ config, chain, certificates, signal }: TrustQuestion): Promise<TrustGraph> {
  const graph = new TrustGraph({ registry: chain.addresses.quorumRegistry });
  const bodies = await Promise.all(config.certificates.map((id) => certificates.get(id, signal)));
  const ids = bodies.map((body) => graph.addCertificate(body));
  const registry = chain.addresses.quorumRegistry.toLowerCase();
  const quorums = new Set<Hex>(config.anchors);
  for (const body of bodies) {
    const { signer } = Certificate.decode(body).subject;
    if (signer?.startsWith(registry) && signer.length === 2 + 2 * 52) quorums.add(`0x${signer.slice(42)}`);
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

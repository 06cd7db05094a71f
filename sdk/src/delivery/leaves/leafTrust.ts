import type { Hex } from '../../bytes/index.ts';
import { Bundle, Certificate } from '../../certificate/index.ts';
import { type Chain, snapshot, statusCall } from '../../chain/index.ts';
import { askedGraph, type CertificateSource, type TrustSettings } from '../trust/index.ts';
import type { LeafTrust } from './verifyAnchoredLeaf.ts';

/** One snapshot asks at most this many statuses. */
const statusesAtOnce = 40;

/** Whom a verifier trusts, and where it asks. */
export interface ChainLeafTrustOptions extends Pick<TrustSettings, 'anchors'> {
  readonly chain: Chain;
  /** Where the bytes of certificates come from. */
  readonly source: CertificateSource;
  /** Ids of the certificates that lead from the anchors to those who endorse batches; none if anchors endorse them. */
  readonly certificates?: readonly Hex[];
  /** As in a policy. */
  readonly requiredEndorsements?: number;
  readonly signal?: AbortSignal;
}

/**
 * What quorums say, by view calls that enough endpoints answer alike: revocations count from the settled block on in which they are.
 *
 * @example `chainLeafTrust({ chain, anchors: [fleet], source: storedCertificates(store) })`
 */
export function chainLeafTrust(options: ChainLeafTrustOptions): LeafTrust {
  const { chain, anchors, source, certificates = [], requiredEndorsements = 1, signal } = options;
  return {
    chainId: chain.chainId,
    registry: chain.addresses.quorumRegistry,
    certificate: (id) => source.get(id, signal),
    async verify(id, at) {
      const settings = { anchors, certificates: [...new Set([...certificates, id])] };
      const graph = await askedGraph({ settings, chain, certificates: source, ...(signal ? { signal } : {}) });
      return graph.verify(id, { anchors, at, kind: 'tlsLeaves', requiredEndorsements });
    },
    revokers: (id, quorums) => revokersOnChain(chain, id, quorums, signal),
  };
}

/** Those of the quorums that have revoked `id` on chain. @throws {TransportError} if too few endpoints answer alike. */
export async function revokersOnChain(
  chain: Chain,
  id: Hex,
  quorums: readonly Hex[],
  signal?: AbortSignal,
): Promise<readonly Hex[]> {
  const found: Hex[] = [];
  for (let start = 0; start < quorums.length; start += statusesAtOnce) {
    const part = quorums.slice(start, start + statusesAtOnce);
    const calls = part.map((quorum) => statusCall(chain, id, quorum));
    const { results } = await snapshot(chain, calls, signal ? { signal } : {});
    found.push(...part.filter((_quorum, i) => results[i]?.status === 'revoked'));
  }
  return found;
}

/**
 * What a bundle of the batch proves, with no connection. Of revocations it knows those that are in it; `maxAge` says how old that
 * knowledge may be.
 *
 * @example `bundleLeafTrust(Bundle.decode(bytes), { chainId, registry, anchors: [fleet], maxAge: 86_400 })`
 */
export function bundleLeafTrust(bundle: Bundle.Bundle, options: Omit<Bundle.BundleOptions, 'at' | 'kind'>): LeafTrust {
  const revoked = bundle.revocations.map(({ certificate, quorum }) => `${certificate} ${quorum}`);
  return {
    chainId: options.chainId,
    registry: options.registry,
    async certificate(id) {
      const found = bundle.certificates.find((certificate) => Certificate.id(certificate) === id);
      return found ? Certificate.encode(found) : null;
    },
    async verify(id, at) {
      const { valid, target } = await Bundle.verify(bundle, { ...options, at, kind: 'tlsLeaves' });
      // What is stale, or is of another chain, is wrong with the bundle as a whole.
      return { ...target, valid: valid && target.certificate === id };
    },
    revokers: async (id, quorums) => quorums.filter((quorum) => revoked.includes(`${id} ${quorum}`)),
  };
}

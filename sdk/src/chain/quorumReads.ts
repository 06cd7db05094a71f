import type { Address } from 'viem';
import type { Hex } from '../bytes/index.ts';
import { quorumRegistryAbi } from '../generated/index.ts';
import type { QuorumState } from '../quorum/index.ts';
import { type ViewCall, viewCall } from './call.ts';
import type { Chain } from './chain.ts';
import { UnknownQuorumError } from './contractError.ts';
import { toTime } from './number.ts';
import { type Depth, snapshot } from './snapshot.ts';

/** What a quorum has said of a certificate. Times are seconds since 1970, 0 for never. */
export interface CertificateStatus {
  readonly status: 'none' | 'endorsed' | 'revoked';
  readonly version: number;
  readonly endorsedAt: number;
  readonly revokedAt: number;
}

/** At which block to look: the settled one by default. */
export interface ReadOptions {
  readonly depth?: Depth;
  readonly signal?: AbortSignal;
}

const statuses = ['none', 'endorsed', 'revoked'] as const;

/**
 * A quorum's current version, thresholds and members; null if nobody created it.
 *
 * @example
 * ```ts
 * const quorum = await quorumOf(chain, quorumId);
 * ```
 */
export async function quorumOf(chain: Chain, quorum: Hex, options: ReadOptions = {}): Promise<QuorumState | null> {
  try {
    const { results } = await snapshot(chain, [quorumCall(chain, quorum)], options);
    return results[0];
  } catch (error) {
    if (error instanceof UnknownQuorumError) return null;
    throw error;
  }
}

/**
 * What a quorum has said of a certificate.
 *
 * @example
 * ```ts
 * const { status } = await statusOf(chain, { certificate, quorum }); // 'none', 'endorsed' or 'revoked'
 * ```
 */
export async function statusOf(
  chain: Chain,
  edge: { readonly certificate: Hex; readonly quorum: Hex },
  options: ReadOptions = {},
): Promise<CertificateStatus> {
  const { results } = await snapshot(chain, [statusCall(chain, edge.certificate, edge.quorum)], options);
  return results[0];
}

/**
 * Whether each certificate is endorsed, and not revoked, by the quorum in the same place; if not, `failedAt` is the first
 * that is not. That certificate i empowers quorum i+1 stands in the certificates, which the chain does not read.
 */
export async function checkPath(
  chain: Chain,
  path: { readonly certificates: readonly Hex[]; readonly quorums: readonly Hex[] },
  options: ReadOptions = {},
): Promise<{ readonly ok: boolean; readonly failedAt: number | null }> {
  const args = [path.certificates, path.quorums] as const;
  const call = viewCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'checkPath', args);
  const { results } = await snapshot(chain, [call], options);
  const [ok, failedAt] = results[0];
  return { ok, failedAt: ok ? null : Number(failedAt) };
}

/** Whether a wallet has recorded its approval of a digest with `approve`. */
export async function hasApproved(
  chain: Chain,
  approval: { readonly wallet: Address; readonly digest: Hex },
  options: ReadOptions = {},
): Promise<boolean> {
  const args = [approval.wallet, approval.digest] as const;
  const call = viewCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'hasApproved', args);
  const { results } = await snapshot(chain, [call], options);
  return results[0];
}

/** {@link quorumOf} as part of a {@link snapshot}; reading it throws UnknownQuorumError. */
export function quorumCall(chain: Chain, quorum: Hex): ViewCall<QuorumState> {
  const call = viewCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'quorumOf', [quorum]);
  return {
    at: call.at,
    read: (answer) => {
      const [version, threshold, revocationThreshold, members] = call.read(answer);
      return { id: quorum, version, threshold, revocationThreshold, members };
    },
  };
}

/** {@link statusOf} as part of a {@link snapshot}. */
export function statusCall(chain: Chain, certificate: Hex, quorum: Hex): ViewCall<CertificateStatus> {
  const call = viewCall(chain.addresses.quorumRegistry, quorumRegistryAbi, 'statusOf', [certificate, quorum]);
  return {
    at: call.at,
    read: (answer) => {
      const [status, version, endorsedAt, revokedAt] = call.read(answer);
      return {
        status: statuses[status] ?? 'none',
        version,
        endorsedAt: toTime(endorsedAt),
        revokedAt: toTime(revokedAt),
      };
    },
  };
}

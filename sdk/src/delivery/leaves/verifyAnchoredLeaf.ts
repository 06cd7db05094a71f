import type { Hex } from '../../bytes/index.ts';
import { Certificate, type CertificateVerdict } from '../../certificate/index.ts';
import {
  isInBatch,
  leafProblem,
  type TlsLeafDemand,
  type TlsLeafProblem,
  type TlsLeafProof,
  tlsFingerprint,
  tryFacts,
} from '../../credential/tls/index.ts';
import { BaseError } from '../../errors/index.ts';

/** From where a verifier knows what quorums say: `chainLeafTrust` asks a chain, `bundleLeafTrust` a file. */
export interface LeafTrust {
  readonly chainId: number;
  /** Address of the QuorumRegistry. */
  readonly registry: Hex;
  /** The bytes of a certificate; null, or an error of the SDK, if they cannot be had. */
  certificate(id: Hex): Promise<Uint8Array | null>;
  /** Whether a batch is valid at a time, from the verifier's own anchors. */
  verify(id: Hex, at: number): Promise<CertificateVerdict>;
  /** Those of the quorums that have revoked something by its id. */
  revokers(id: Hex, quorums: readonly Hex[]): Promise<readonly Hex[]>;
}

/** Why an anchored leaf is believed, or is not. */
export type AnchoredLeafReason =
  | 'trusted'
  | TlsLeafProblem
  | 'otherRegistry'
  | 'batchUnavailable'
  | 'notABatch'
  | 'notInBatch'
  | 'batchNotTrusted'
  | 'revoked';

export interface AnchoredLeafVerdict {
  readonly valid: boolean;
  readonly reason: AnchoredLeafReason;
  /** SHA-256 of the leaf's DER. */
  readonly fingerprint: Hex;
  /** What was found of the batch; null if it did not come to that. */
  readonly batch: CertificateVerdict | null;
  /** The quorums that have revoked the leaf itself. */
  readonly revokedBy: readonly Hex[];
}

const standing: ReadonlySet<string> = new Set(['anchor', 'authorised', 'notNeeded']);

/**
 * Whether a leaf certificate is one that the quorums which a verifier trusts have anchored: no certificate between it and a root is
 * needed, and its issuer's signature is not looked at. The batch's endorsement stands in its place.
 *
 * @param leaf DER, as the peer has presented it.
 * @returns a verdict; hostile bytes give one, too.
 * @throws {TransportError} if the chain cannot be asked.
 * @see docs/spec/x509.md
 * @example
 * ```ts
 * const trust = chainLeafTrust({ chain, anchors, certificates: storedCertificates(store) });
 * const { valid, reason } = await verifyAnchoredLeaf(leaf, proof, trust, { at, usage: 'server', name: 'station-7.example' });
 * ```
 */
export async function verifyAnchoredLeaf(
  leaf: Uint8Array,
  proof: TlsLeafProof,
  trust: LeafTrust,
  demand: TlsLeafDemand,
): Promise<AnchoredLeafVerdict> {
  const fingerprint = tlsFingerprint(leaf);
  const refused = (
    reason: AnchoredLeafReason,
    batch: CertificateVerdict | null = null,
    revokedBy: readonly Hex[] = [],
  ) => ({ valid: false, reason, fingerprint, batch, revokedBy }) as const;
  const facts = tryFacts(leaf);
  const flaw = facts ? leafProblem(facts, demand) : 'malformed';
  if (flaw) return refused(flaw);
  if (proof.chainId !== trust.chainId || proof.registry !== trust.registry.toLowerCase())
    return refused('otherRegistry');
  const batch = await batchOf(proof.batch, trust);
  if (typeof batch === 'string') return refused(batch);
  if (!isInBatch(leaf, proof, batch)) return refused('notInBatch');
  const verdict = await trust.verify(proof.batch, demand.at);
  if (!verdict.valid || verdict.certificate !== proof.batch) return refused('batchNotTrusted', verdict);
  const revokedBy = await trust.revokers(fingerprint, quorumsOf(verdict));
  if (revokedBy.length > 0) return refused('revoked', verdict, revokedBy);
  return { valid: true, reason: 'trusted', fingerprint, batch: verdict, revokedBy };
}

async function batchOf(id: Hex, trust: LeafTrust) {
  try {
    const bytes = await trust.certificate(id);
    if (!bytes) return 'batchUnavailable';
    return Certificate.decode(bytes, { id }).leaves ?? 'notABatch';
  } catch (error) {
    if (error instanceof BaseError) return 'batchUnavailable';
    throw error;
  }
}

/** Those who stand behind the batch: its endorsers that count or could, and the authorities and anchors above them. */
function quorumsOf({ paths, endorsers }: CertificateVerdict): readonly Hex[] {
  const able = endorsers.filter(({ reason }) => standing.has(reason)).map(({ quorum }) => quorum);
  return [...new Set([...paths.flatMap(({ quorums }) => quorums), ...able])];
}

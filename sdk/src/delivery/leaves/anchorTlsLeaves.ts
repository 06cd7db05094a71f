import type { Hex } from '../../bytes/index.ts';
import { Certificate } from '../../certificate/index.ts';
import { batchTlsLeaves, TlsLeafProof, tlsFingerprint } from '../../credential/tls/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';

/** Which leaves are to be anchored, and where. */
export interface AnchorTlsLeavesOptions {
  /** DER. */
  readonly leaves: readonly Uint8Array[];
  /** What the batch is called; for people. */
  readonly name: string;
  readonly chainId: number;
  /** Address of the QuorumRegistry that is to endorse the batch. */
  readonly registry: Hex;
  /** How many disjoint endorsers the batch needs; 1 if left out. */
  readonly requiredEndorsements?: number;
  readonly random: RandomBytes;
}

/** A certificate that quorums are asked to endorse, and what each leaf then goes with. */
export interface AnchoredTlsLeaves {
  readonly id: Hex;
  readonly certificate: Certificate.Certificate;
  /** In the order of the leaves. */
  readonly proofs: readonly { readonly fingerprint: Hex; readonly proof: TlsLeafProof }[];
}

/**
 * A batch of leaf certificates as one certificate of Gridseal, of the kind `tlsLeaves`: endorsing it, which takes one transaction
 * for any number of leaves, anchors them all. It is valid from the first to the last moment of its leaves.
 *
 * @throws {DecodeError} or {ArgumentError} naming `leaves[i]` for what is no leaf, or is there twice.
 * @see docs/spec/x509.md
 * @example
 * ```ts
 * const { id, certificate, proofs } = anchorTlsLeaves({ leaves, name: 'Stations, November', chainId, registry, random });
 * ```
 */
export function anchorTlsLeaves(options: AnchorTlsLeavesOptions): AnchoredTlsLeaves {
  const { leaves, name, chainId, registry, requiredEndorsements, random } = options;
  const batch = batchTlsLeaves(leaves);
  const certificate = Certificate.from({
    kind: 'tlsLeaves',
    subject: { name },
    usages: [],
    ...(requiredEndorsements === undefined ? {} : { requiredEndorsements }),
    notBefore: batch.notBefore,
    notAfter: batch.notAfter,
    leaves: { root: batch.root, size: batch.size },
    serial: random(16),
  });
  const id = Certificate.id(certificate);
  const proofs = leaves.map((leaf) => {
    const fingerprint = tlsFingerprint(leaf);
    return { fingerprint, proof: TlsLeafProof.from({ chainId, registry, batch: id, ...batch.path(fingerprint) }) };
  });
  return { id, certificate, proofs };
}

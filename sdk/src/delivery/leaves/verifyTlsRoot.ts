import type { Hex } from '../../bytes/index.ts';
import { Certificate, type CertificateVerdict, type TrustGraph, type TrustPolicy } from '../../certificate/index.ts';
import { readTlsFacts, tlsRootKeyOf } from '../../credential/tls/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';

/**
 * The certificate of the kind `tlsAuthority` that says of an X.509 root (or any authority) what quorums are asked to endorse: its key,
 * for as long as the X.509 certificate is valid.
 *
 * @param root DER.
 * @throws {DecodeError} or {ArgumentError} naming `root`.
 * @example `const certificate = certificateOfTlsRoot(root, { name: 'Fleet root', random })`
 */
export function certificateOfTlsRoot(
  root: Uint8Array,
  options: { readonly name: string; readonly requiredEndorsements?: number; readonly random: RandomBytes },
): Certificate.Certificate {
  const { name, requiredEndorsements, random } = options;
  const { notBefore, notAfter } = readTlsFacts(root, 'root');
  return Certificate.from({
    kind: 'tlsAuthority',
    subject: { name, keys: [tlsRootKeyOf(root)] },
    usages: ['tlsAuthority'],
    ...(requiredEndorsements === undefined ? {} : { requiredEndorsements }),
    notBefore,
    notAfter,
    serial: random(16),
  });
}

/** Whether an X.509 root may be given to programs that verify chains, and by which certificate. */
export interface TlsRootVerdict {
  readonly valid: boolean;
  readonly reason: 'trusted' | 'otherKey' | 'notTrusted';
  readonly certificate: CertificateVerdict;
}

/**
 * Whether quorums that the policy trusts have endorsed the key of an X.509 root, as a TLS authority.
 *
 * @param root DER.
 * @param certificate The certificate of the kind `tlsAuthority` that speaks of the key.
 * @throws {DecodeError} or {ArgumentError} naming `root`; {ArgumentError} for a policy that is none.
 * @example
 * ```ts
 * const { valid } = await verifyTlsRoot(root, certificate, graph, { anchors, at });
 * if (valid) await verifyTlsChain(chain, [root], demand);
 * ```
 */
export async function verifyTlsRoot(
  root: Uint8Array,
  certificate: Certificate.Certificate,
  graph: TrustGraph,
  policy: TrustPolicy,
): Promise<TlsRootVerdict> {
  const key = tlsRootKeyOf(root);
  const id: Hex = graph.addCertificate(certificate);
  const verdict = await graph.verify(id, { ...policy, kind: 'tlsAuthority', usage: 'tlsAuthority' });
  const named = certificate.subject.keys.some(
    ({ use, algorithm, publicKey }) => use === key.use && algorithm === key.algorithm && publicKey === key.publicKey,
  );
  if (!named) return { valid: false, reason: 'otherKey', certificate: verdict };
  return { valid: verdict.valid, reason: verdict.valid ? 'trusted' : 'notTrusted', certificate: verdict };
}

import { webCrypto } from '#webCrypto';
import { equalBytes } from '../../bytes/index.ts';
import type { TlsFacts } from './facts.ts';
import { allowsNames } from './nameConstraints.ts';
import { leafProblem, type TlsLeafDemand, type TlsLeafProblem, tryFacts } from './verifyLeaf.ts';
import { KeyUsageFlags } from './x509.ts';

/** Why a chain is refused. */
export type TlsChainProblem =
  | TlsLeafProblem
  | 'tooLong'
  | 'noAuthority'
  | 'pathTooLong'
  | 'nameNotAllowed'
  | 'wrongIssuer'
  | 'wrongSignature'
  | 'unknownRoot';

/** Whether a chain leads from a leaf to a root, and if not, what is wrong with which certificate of it. */
export type TlsChainVerdict =
  | { readonly valid: true; readonly root: Uint8Array }
  | { readonly valid: false; readonly problem: TlsChainProblem; readonly index: number };

const MAX_CERTIFICATES = 17;

/**
 * Verifies a chain by the rules of RFC 5280, section 6: signatures, names of issuers, validity, authorities' usages, path lengths and
 * name constraints. Revocation lists are not looked at.
 *
 * @param chain DER: the leaf first, each one issued by the next; the last one is issued by a root, or is one.
 * @param roots DER of the certificates that are trusted by themselves.
 * @returns a verdict; hostile bytes give one, too.
 * @example
 * ```ts
 * const verdict = await verifyTlsChain([leaf, issuing], [root], { at: now, usage: 'server', name: 'station-7.example' });
 * ```
 */
export async function verifyTlsChain(
  chain: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  demand: TlsLeafDemand,
): Promise<TlsChainVerdict> {
  const refused = (problem: TlsChainProblem, index: number) => ({ valid: false, problem, index }) as const;
  if (chain.length > MAX_CERTIFICATES) return refused('tooLong', MAX_CERTIFICATES);
  const path: TlsFacts[] = [];
  for (const [index, der] of chain.entries()) {
    const facts = tryFacts(der);
    if (!facts) return refused('malformed', index);
    path.push(facts);
  }
  const [leaf] = path;
  if (!leaf) return refused('malformed', 0);
  const flaw = leafProblem(leaf, demand);
  if (flaw) return refused(flaw, 0);
  const root = await rootOf(path, chain, roots);
  if (!root) return refused('unknownRoot', path.length - 1);
  for (const [index, facts] of [...path, ...(root.listed ? [] : [root.facts])].entries()) {
    const problem = index === 0 ? null : await issuerProblem(facts, index, path, demand);
    if (problem) return refused(problem, index);
  }
  return { valid: true, root: root.der };
}

/** The root that the chain ends with, or that has signed the last of it. */
async function rootOf(path: readonly TlsFacts[], chain: readonly Uint8Array[], roots: readonly Uint8Array[]) {
  const last = path.length - 1;
  const listed = roots.find((root) => last > 0 && equalBytes(root, chain[last] as Uint8Array));
  if (listed) return { der: listed, facts: path[last] as TlsFacts, listed: true };
  for (const der of roots) {
    const facts = tryFacts(der);
    if (facts && (await signatureProblem(path[last] as TlsFacts, facts)) === null) return { der, facts, listed: false };
  }
  return null;
}

/** What speaks against the certificate at `index` as the issuer of all that are below it. */
async function issuerProblem(issuer: TlsFacts, index: number, path: readonly TlsFacts[], demand: TlsLeafDemand) {
  const { at, usage } = demand;
  if (!(at >= issuer.notBefore)) return 'notYetValid';
  if (!(at <= issuer.notAfter)) return 'expired';
  if (!issuer.authority || !(issuer.keyUsage & KeyUsageFlags.keyCertSign)) return 'noAuthority';
  // An authority that says for what its leaves may be used is kept to it, as OpenSSL and browsers do.
  if (issuer.purposes && !issuer.purposes.includes(usage)) return 'wrongUsage';
  // Authorities between it and the leaf; those that a self-issued certificate would not count are counted, too.
  if (index - 1 > issuer.pathLength) return 'pathTooLong';
  const { constraints } = issuer;
  if (constraints && !path.slice(0, index).every(({ names }) => allowsNames(constraints, names)))
    return 'nameNotAllowed';
  return signatureProblem(path[index - 1] as TlsFacts, issuer);
}

async function signatureProblem(subject: TlsFacts, issuer: TlsFacts) {
  const [wanted, own] = [subject.certificate.issuerName, issuer.certificate.subjectName];
  if (!equalBytes(new Uint8Array(wanted.toArrayBuffer()), new Uint8Array(own.toArrayBuffer()))) return 'wrongIssuer';
  // ECDSA over SHA-1 has no place in a chain that is to be believed.
  if (subject.certificate.signatureAlgorithm.hash?.name === 'SHA-1') return 'wrongSignature';
  const verified = await subject.certificate
    .verify({ publicKey: issuer.certificate.publicKey, signatureOnly: true }, webCrypto)
    .catch(() => false);
  return verified ? null : 'wrongSignature';
}

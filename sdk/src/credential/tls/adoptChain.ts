import { webCrypto } from '#webCrypto';
import { encodePem, utf8Decode } from '../../bytes/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { VerificationError } from '../../errors/index.ts';
import { ownCertificate, type TlsAuthority } from './authority.ts';
import { signingAlgorithmOf } from './authorityExtensions.ts';
import { readTlsFacts } from './facts.ts';
import { issueTls } from './issue.ts';
import { generateTlsKeys } from './keys.ts';
import { readPem } from './pem.ts';
import { type TlsChainProblem, verifyTlsChain } from './verifyChain.ts';
import { Pkcs10CertificateRequestGenerator } from './x509.ts';

/**
 * A signing request (PKCS #10) for an authority's own key, to be certified by an authority that is elsewhere.
 *
 * @example `const pem = await createTlsAuthorityRequest(await tlsAuthorities.get('services'))`
 */
export async function createTlsAuthorityRequest(authority: TlsAuthority): Promise<string> {
  const { privateKey } = authority;
  const own = ownCertificate(authority);
  const keys = { privateKey, publicKey: await own.publicKey.export(webCrypto) };
  const signingAlgorithm = signingAlgorithmOf(privateKey, 'authority');
  const parameters = { name: own.subjectName, keys, signingAlgorithm };
  return `${(await Pkcs10CertificateRequestGenerator.create(parameters, webCrypto)).toString('pem')}\n`;
}

/**
 * The authority with another chain above its key: what {@link createTlsAuthorityRequest} came back as. A leaf that is made with the
 * key for this alone has to verify by the chain.
 *
 * @param chain DER: the authority's own certificate first, the root last.
 * @param at Seconds since 1970.
 * @throws {DecodeError} naming `chain[i]` for what is no certificate. @throws {VerificationError} if the chain is not one of this key, or does not lead to the root now.
 * @example `const authority = await adoptTlsChain(own, [...certified, root], { at: now, random })`
 */
export async function adoptTlsChain(
  authority: TlsAuthority,
  chain: readonly Uint8Array[],
  options: { readonly at: number; readonly random: RandomBytes },
): Promise<TlsAuthority> {
  const facts = chain.map((der, i) => readTlsFacts(der, `chain[${i}]`));
  const [own, root] = [facts[0], facts.at(-1)];
  if (!own || !root) throw new VerificationError('is empty', { field: 'chain' });
  if (!own.authority) throw new VerificationError('is not the certificate of an authority', { field: 'chain[0]' });
  if (!(await root.certificate.isSelfSigned(webCrypto))) {
    throw new VerificationError('is not a root: somebody else has signed it', { field: `chain[${chain.length - 1}]` });
  }
  const { at } = options;
  if (at < own.notBefore || at > own.notAfter) throw new VerificationError('is not valid now', { field: 'chain[0]' });
  const adopted = { chain: chain.map((der) => encodePem('CERTIFICATE', der)), privateKey: authority.privateKey };
  // Chains may be for one purpose alone.
  const problem = (await probe(adopted, chain, 'server', options)) && (await probe(adopted, chain, 'client', options));
  if (problem === null) return adopted;
  throw new VerificationError(`is no chain of this authority’s key (${problem})`, { field: 'chain' });
}

/** What speaks against a leaf that is made with the authority's key; null if nothing does. */
async function probe(
  authority: TlsAuthority,
  chain: readonly Uint8Array[],
  usage: 'server' | 'client',
  { at, random }: { readonly at: number; readonly random: RandomBytes },
): Promise<TlsChainProblem | null> {
  const { files } = await issueTls({
    authority,
    key: { keys: await generateTlsKeys('P-256') },
    // A URI is no name that constraints of domains and addresses speak of.
    names: { uri: ['urn:gridseal:probe'] },
    usages: [usage],
    notBefore: at,
    notAfter: at,
    random,
  });
  const pem = utf8Decode(files.find(({ path }) => path === 'tls.crt')?.content ?? new Uint8Array());
  const [leaf] = readPem(pem, 'CERTIFICATE', 'probe');
  const root = chain.at(-1) as Uint8Array;
  const demand = { at, usage, name: null };
  const verdict = await verifyTlsChain([leaf as Uint8Array, ...chain.slice(0, -1)], [root], demand);
  return verdict.valid ? null : verdict.problem;
}

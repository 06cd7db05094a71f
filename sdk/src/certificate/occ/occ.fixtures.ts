import { readFileSync } from 'node:fs';
import { p521 } from '@noble/curves/nist.js';
import { fromBase64, toBase64 } from '../../bytes/index.ts';
import { BaseError } from '../../errors/index.ts';
import { OccCertificate, OccQuorum, type OccSignature } from './index.ts';
import { idOf as signatureIdOf } from './signature.ts';

const vectors = new URL('../../../../test/vectors/', import.meta.url);
export const vector = (name: string): Uint8Array => readFileSync(new URL(name, vectors));
export const published = [1, 2, 3].map((i) => vector(`occ-fundamental-quorum-${i}.json`));

/** A moment at which everything here is valid: 2026-01-01. */
export const now = 1_767_225_600;
export const verifier = '0x00000000000000000000000000000000000000aa';

export const privateKeys = [1, 2, 3, 4].map((i) => Uint8Array.from({ length: 66 }, (_, at) => (at === 0 ? 0 : i + at)));
export const publicKeys = privateKeys.map((key) => p521.getPublicKey(key, false));
const keys = publicKeys.slice(0, 3).map((publicKey, i) => ({ name: `Key ${'ABC'[i]}`, publicKey }));

/** Two of three fresh keys, in place of the published ones. */
export const quorum = OccQuorum.from({ keys, threshold: 2 });

/** Who signs with the fresh keys; the fourth is a stranger. */
export const signers = privateKeys.map((key, i) =>
  OccCertificate.p521Signer(key, { name: `FQ${i + 1}`, eMail: 'pki@example.org' }),
);

export const draft = OccCertificate.from({
  description: 'Meter makers of the north',
  publicKeys: [publicKeys[3] as Uint8Array],
  usages: ['signCertificates'],
  maxPathLength: 2,
  owner: { name: 'Meter makers 1', eMail: 'meters@example.org' },
  notBefore: now - 1_000,
  notAfter: now + 1_000,
});

/** The draft, signed by these keys in this order. */
export async function signedBy(...who: number[]): Promise<OccCertificate.OccCertificate> {
  let certificate = draft;
  for (const i of who) {
    certificate = await OccCertificate.sign(certificate, signers[i] as OccCertificate.OccSigner);
  }
  return certificate;
}

export const text = (certificate: OccCertificate.OccCertificate): string =>
  new TextDecoder().decode(OccCertificate.encode(certificate, { compact: true }));

/** The certificate with its signature `index` changed, and the id made anew unless it is to stay. */
export function withSignature(
  certificate: OccCertificate.OccCertificate,
  index: number,
  change: Partial<OccSignature>,
  keepId = false,
): OccCertificate.OccCertificate {
  const signatures = (certificate.signatures ?? []).map((signature, i) => {
    const { '@id': id, ...content } = { ...signature, ...(i === index ? change : {}) };
    return { '@id': keepId ? id : signatureIdOf(content), ...content };
  });
  return { ...certificate, signatures };
}

/** What the other half of the order makes of s: as good a signature of the same key. */
export function otherHalf(s: string): string {
  const value = BigInt(`0x${Buffer.from(fromBase64(s, 's')).toString('hex')}`);
  const digits = (p521.Point.Fn.ORDER - value).toString(16);
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  return toBase64((bytes[0] as number) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function errorOf(run: () => unknown): BaseError {
  try {
    run();
  } catch (error) {
    if (error instanceof BaseError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

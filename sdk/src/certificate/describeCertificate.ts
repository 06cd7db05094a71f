import { fromBase64url, type Hex } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { type Description, escapeText } from '../quorum/index.ts';
import type { Certificate } from './certificate.ts';
import { scriptsOf } from './subjectName.ts';

/** A fingerprint is the first 16 bytes of the key's SHA-256: enough to compare by eye. */
function fingerprint(publicKey: string): Hex {
  return sha256Hex(fromBase64url(publicKey)).slice(0, 34) as Hex;
}

/**
 * A certificate in words: a sentence, then its fields. Safe to show whatever the certificate contains.
 *
 * @example `Certificate.describe(certificate).title // 'authority “Fleet administration”'`
 */
export function describeCertificate(certificate: Certificate): Description {
  const { kind, subject, usages, certifies, pathLength, requiredEndorsements, notBefore, notAfter } = certificate;
  const name = escapeText(subject.name);
  const foreign = scriptsOf(subject.name).filter((script) => script !== 'Latin');
  const details: [string, string][] = [
    ['name', foreign.length > 0 ? `${name} (with ${foreign.join(', ')} letters)` : name],
    ['kind', kind],
  ];
  if (subject.role !== undefined) details.push(['role', subject.role]);
  const { party } = subject;
  if (party !== undefined) details.push(['OCPI id', `${party.countryCode}*${party.partyId}`]);
  if (subject.signer !== undefined) details.push(['signer', subject.signer]);
  for (const { use, algorithm, publicKey } of subject.keys) {
    details.push([`key to ${use}`, `${algorithm}, SHA-256 ${fingerprint(publicKey)}…`]);
  }
  const { leaves } = certificate;
  if (leaves !== undefined) details.push(['leaves', `${leaves.size} X.509 certificates, root ${leaves.root}`]);
  details.push(['may', usages.join(', ') || 'nothing']);
  if (usages.includes('signCertificates')) {
    details.push(['may endorse', certifies?.join(', ') ?? 'every kind']);
    details.push(['further authorities', pathLength === undefined ? 'any number' : String(pathLength)]);
  }
  details.push(['needs', `${requiredEndorsements} disjoint endorser${requiredEndorsements === 1 ? '' : 's'}`]);
  details.push(['valid', `${notBefore} to ${notAfter}`]);
  for (const edge of certificate.edges ?? []) details.push([edge.type, edge.certificate]);
  return {
    title: `${kind} “${name}”`,
    details: details.map(([label, value]) => ({ label, value: escapeText(value, { maxLength: 400 }) })),
  };
}

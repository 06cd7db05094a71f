import { decodePem, derTags, encodeDer, encodePem, readDer, toHex } from '@gridseal/sdk/bytes';
import type { KeyAlgorithm } from '@gridseal/sdk/crypto';
import { PublicKeyPem } from '@gridseal/sdk/identity';
import { KeyTextError, orDamaged } from './keyTextError.ts';
import { keyOf, type ReadKey } from './readKey.ts';

const FIELD = 'publicKey';
/** Key agreement, by the content of the AlgorithmIdentifier: RFC 8410, section 3; RFC 9935, section 4. */
const agreement: Readonly<Record<string, KeyAlgorithm>> = {
  '0x06032b656e': 'X25519',
  '0x0609608648016503040402': 'ML-KEM-768',
};
/** The version of a certificate (RFC 5280, section 4.1.2.1). */
const VERSION_TAG = 0xa0;

/** The key of a SubjectPublicKeyInfo in DER (RFC 5280, section 4.1.2.7). @throws {KeyTextError} */
export function keyOfSpki(der: Uint8Array): ReadKey {
  const [identifier, bits] = orDamaged(() => {
    const whole = readDer(der, FIELD);
    const info = whole.enter(derTags.sequence, 'SubjectPublicKeyInfo');
    whole.end();
    const found = [info.read(derTags.sequence, 'AlgorithmIdentifier'), info.bits('key')] as const;
    info.end();
    return found;
  });
  const agreed = agreement[toHex(identifier)];
  if (agreed) return keyOf(agreed, bits);
  try {
    const { algorithm, publicKey } = PublicKeyPem.decode(encodePem('PUBLIC KEY', der));
    return keyOf(algorithm, publicKey);
  } catch (error) {
    const isUnknown = error instanceof Error && error.message.includes('algorithm or curve');
    if (isUnknown) throw new KeyTextError('unsupported', 'is of an algorithm that certificates do not have', error);
    return orDamaged(() => {
      throw error;
    });
  }
}

/** The subject's key of an X.509 certificate in DER; nothing else of it is believed, or looked at. @throws {KeyTextError} */
export function keyOfX509(der: Uint8Array): ReadKey {
  const spki = orDamaged(() => {
    const body = readDer(der, FIELD).enter(derTags.sequence, 'Certificate').enter(derTags.sequence, 'TBSCertificate');
    body.optional(VERSION_TAG);
    body.read(derTags.integer, 'serialNumber');
    for (const what of ['signature', 'issuer', 'validity', 'subject']) body.read(derTags.sequence, what);
    return encodeDer(derTags.sequence, body.read(derTags.sequence, 'subjectPublicKeyInfo'));
  });
  return keyOfSpki(spki);
}

const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*-----END \1-----/g;

/** The keys of all PEM blocks (RFC 7468). @throws {KeyTextError} */
export function keysOfPem(text: string): readonly ReadKey[] {
  const blocks = [...text.matchAll(block)];
  if (blocks.length === 0) throw new KeyTextError('damaged', 'has a PEM block without an end');
  return blocks.map(([whole, label = '']) => {
    if (label.includes('PRIVATE')) throw new KeyTextError('private', 'is a private key');
    if (label !== 'PUBLIC KEY' && label !== 'CERTIFICATE') {
      throw new KeyTextError('unsupported', 'has a PEM block that is neither a public key nor a certificate');
    }
    const { bytes } = orDamaged(() => decodePem(whole, [label], FIELD));
    return label === 'CERTIFICATE' ? keyOfX509(bytes) : keyOfSpki(bytes);
  });
}

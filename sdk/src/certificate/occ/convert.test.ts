import { p256 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64url } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { Quorum } from '../../quorum/index.ts';
import * as Certificate from '../certificate.ts';
import { coreKeys, signerOfKey } from '../chargingWorld/keys.ts';
import { OccCertificate } from './index.ts';
import { draft, errorOf, now, publicKeys, published, signedBy, verifier } from './occ.fixtures.ts';

const verifiers = { p521: verifier } as const;
const registry = '0x00000000000000000000000000000000000000bb';
const input = {
  publicKeys: [publicKeys[0] as Uint8Array],
  usages: [],
  owner: { name: 'N' },
  notBefore: now,
  notAfter: now,
} as const;
const convert = (change: Partial<OccCertificate.OccCertificateInput>, options = {}) =>
  OccCertificate.convert(OccCertificate.from({ ...input, ...change }), { verifiers, ...options });
const only = ({ certificates }: OccCertificate.OccConversion) => {
  expect(certificates).toHaveLength(1);
  return certificates[0] as OccCertificate.ConvertedCertificate;
};

describe('the published certificates', () => {
  const original = OccCertificate.decode(published[0] as Uint8Array);

  test('behavior: an authority whose key is a signer on chain', () => {
    const { certificate, signer, id } = only(OccCertificate.convert(original, { verifiers }));
    const key = { name: 'A', publicKey: toBase64FromCoordinates() };
    expect(certificate).toMatchObject({
      kind: 'authority',
      subject: { name: 'GraphDefined GmbH', signer: signerOfKey(key, verifier) },
      usages: ['signCertificates'],
      notBefore: '2023-01-01T00:00:00Z',
      notAfter: '2028-01-01T00:00:00Z',
      requiredEndorsements: 1,
    });
    expect(certificate.subject.keys).toEqual([
      { use: 'sign', algorithm: 'P-521', publicKey: toBase64url(fromBase64(key.publicKey, 'key')) },
    ]);
    expect(signer).toBe(certificate.subject.signer);
    expect(Certificate.id(Certificate.decode(Certificate.encode(certificate)))).toBe(id);
  });

  function toBase64FromCoordinates(): string {
    const [key] = original.publicKeys;
    const point = ['x', 'y'].map((name) => Buffer.from(key?.[name as 'x' | 'y'] as string, 'base64'));
    return Buffer.concat([Buffer.of(4), ...point]).toString('base64');
  }

  test('behavior: what has no counterpart is said', () => {
    const { lost } = OccCertificate.convert(original, { verifiers });
    expect(lost.map(({ field, value }) => [field, value])).toEqual([
      ['description', 'Open Charging Cloud - Fundamental Quorum 1'],
      ['owner.description', 'GraphDefined E-Mobility Services'],
      ['owner.eMail', 'ev-pki@graphdefined.com'],
      ['owner.www', 'https://www.graphdefined.com'],
      ['signatures[0]', 'Open Charging Cloud PKI - FQ1'],
      ['signatures[1]', 'Open Charging Cloud PKI - FQ2'],
      ['signatures[2]', 'Open Charging Cloud PKI - FQ3'],
    ]);
  });

  test('behavior: three certificates of one owner stay three', () => {
    const ids = published.map((bytes) => only(OccCertificate.convert(OccCertificate.decode(bytes), { verifiers })).id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('conversion', () => {
  test('behavior: the same certificate gives the same bytes, whoever has signed it', async () => {
    const bare = only(OccCertificate.convert(draft, { verifiers }));
    expect(only(OccCertificate.convert(await signedBy(0, 1), { verifiers }))).toEqual(bare);
    expect(bare.certificate.pathLength).toBe(2);
  });

  test('behavior: usages, the uses of the key, and those that there are not', () => {
    const all = convert({ usages: ['signData', 'encryptData', 'tlsServer', 'tlsClient', 'revokeCertificates'] });
    expect(only(all).certificate.usages).toEqual([
      'encryptData',
      'revokeCertificates',
      'signData',
      'tlsClient',
      'tlsServer',
    ]);
    expect(only(all).certificate.subject.keys.map(({ use }) => use)).toEqual(['sign', 'encrypt', 'tls']);
    expect(all.lost).toEqual([]);
    const mail = convert({ usages: ['eMailSignature', 'signData', 'eMailEncryption'] });
    expect(only(mail).certificate.usages).toEqual(['signData']);
    expect(mail.lost.map(({ field, value }) => [field, value])).toEqual([
      ['usages[0]', 'eMailSignature'],
      ['usages[2]', 'eMailEncryption'],
    ]);
  });

  test('behavior: a longer path than there may be is the longest that there may be', () => {
    const long = convert({ usages: ['signCertificates'], maxPathLength: 17 });
    expect(only(long).certificate.pathLength).toBe(16);
    expect(long.lost.map(({ field }) => field)).toEqual(['usages[0].maxPathLength']);
    expect(only(convert({ usages: ['signCertificates'] })).certificate.pathLength).toBeUndefined();
    expect(only(convert({ usages: ['signCertificates'], maxPathLength: 0 })).certificate.pathLength).toBe(0);
  });

  test('behavior: parts of seconds never widen the time', () => {
    const { certificates, lost } = convert({
      notBefore: '2026-01-01T00:00:00.001Z',
      notAfter: '2026-01-01T00:00:02.999Z',
    });
    expect(certificates[0]?.certificate).toMatchObject({
      notBefore: '2026-01-01T00:00:01Z',
      notAfter: '2026-01-01T00:00:02Z',
    });
    expect(lost.map(({ field }) => field)).toEqual(['notBefore', 'notAfter']);
  });

  test('behavior: one certificate for each key', () => {
    const point = p256.getPublicKey(new Uint8Array(32).fill(1), false);
    const keys = [publicKeys[0] as Uint8Array, publicKeys[1] as Uint8Array, point];
    const p256Verifier = '0x00000000000000000000000000000000000000cc';
    const { certificates } = convert({ publicKeys: keys }, { verifiers: { p521: verifier, p256: p256Verifier } });
    expect(new Set(certificates.map(({ certificate }) => certificate.serial)).size).toBe(3);
    expect(certificates.map(({ signer }) => signer.slice(0, 42))).toEqual([verifier, verifier, p256Verifier]);
    expect(certificates.map(({ certificate }) => certificate.subject.keys[0]?.algorithm)).toEqual([
      'P-521',
      'P-521',
      'P-256',
    ]);
    expect(errorOf(() => convert({ publicKeys: keys }))).toBeInstanceOf(ArgumentError);
  });

  test('behavior: an authority that is to endorse is a quorum of one', () => {
    const { certificate, signer, quorum } = only(convert({ usages: ['signCertificates'] }, { asQuorumOf: registry }));
    if (!quorum) throw new Error('there has to be a quorum');
    expect(quorum.members).toEqual([{ signer, weight: 1 }]);
    expect(certificate.subject.signer).toBe(Quorum.signer(registry, Quorum.id(quorum)));
  });

  test('behavior: the keys that were published have roles', () => {
    for (const { role, publicKey } of coreKeys) {
      const { certificate } = only(convert({ publicKeys: [fromBase64(publicKey, 'key')] }));
      expect(certificate.subject.role).toBe(role);
    }
    expect(only(convert({})).certificate.subject.role).toBeUndefined();
    expect(only(convert({}, { role: 'metrologyAuthority' })).certificate.subject.role).toBe('metrologyAuthority');
    expect(() => convert({}, { role: 'no word' })).toThrow(DecodeError);
  });

  test('behavior: replaces names the converted certificate, through a chain', () => {
    const first = OccCertificate.from(input);
    const second = OccCertificate.from({ ...input, replaces: [first['@id']] });
    const third = OccCertificate.from({ ...input, replaces: [second['@id'], first['@id']] });
    const options = { verifiers, replaced: [first, second] };
    const ids = [first, second].map((one) => only(OccCertificate.convert(one, options)).id);
    const { certificates, lost } = OccCertificate.convert(third, options);
    expect(certificates[0]?.certificate.edges).toEqual([
      { type: 'replaces', certificate: ids[1] },
      { type: 'replaces', certificate: ids[0] },
    ]);
    expect(lost).toEqual([]);
  });

  test('behavior: a certificate that is replaced and not given is said to be left out', () => {
    const { certificates, lost } = convert({ replaces: ['ab'.repeat(32)] });
    expect(certificates[0]?.certificate.edges).toBeUndefined();
    expect(lost.map(({ field, value }) => [field, value])).toEqual([['edges', 'ab'.repeat(32)]]);
  });

  test('error: a replaced certificate that was changed is not the one that is named', () => {
    const first = OccCertificate.from(input);
    const changed = { ...first, owner: { name: 'Somebody else' } };
    const second = OccCertificate.from({ ...input, replaces: [first['@id']] });
    expect(OccCertificate.convert(second, { verifiers, replaced: [changed] }).lost).toHaveLength(1);
  });

  test('behavior: a lattice of replacements is converted in bounded work', () => {
    const all: OccCertificate.OccCertificate[] = [OccCertificate.from(input)];
    for (let i = 1; i < 40; i++)
      all.push(OccCertificate.from({ ...input, replaces: all.slice(-2).map((o) => o['@id']) }));
    const last = all.at(-1) as OccCertificate.OccCertificate;
    expect(OccCertificate.convert(last, { verifiers, replaced: all }).lost).toEqual([]);
  });

  test('error: an owner’s name that would deceive', () => {
    for (const name of ['Energу 1', 'two  spaces', ' a', 'ｆull']) {
      const error = errorOf(() => convert({ owner: { name } }));
      expect(error).toBeInstanceOf(DecodeError);
      expect(error.field).toBe('certificate.subject.name');
    }
  });

  test('error: a verifier that is no address', () => {
    expect(() => convert({}, { verifiers: { p521: '0x01' } })).toThrow('verifiers.p521');
  });
});

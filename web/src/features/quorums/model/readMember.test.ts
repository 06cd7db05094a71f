import { generateKeyPairSync } from 'node:crypto';
import { type Hex, toHex } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { ed25519Signer, p256Signer, p521Signer, secp256k1Signer } from '@gridseal/sdk/crypto';
import { PublicKeyPem } from '@gridseal/sdk/identity';
import { Quorum } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { memberKind } from './memberKind.ts';
import { readMember } from './readMember.ts';

const addresses = contractAddresses;
const read = (text: string) => readMember(text, addresses);
const signers = (text: string) => {
  const found = read(text);
  return found && 'candidates' in found ? found.candidates.map(({ signer }) => signer) : found;
};
const lower = (hex: string) => hex.toLowerCase() as Hex;
const seed = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const seed66 = Uint8Array.from({ length: 66 }, (_, i) => (i === 0 ? 0 : i));
const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

const pem = (type: 'rsa' | 'ec', options: object) =>
  generateKeyPairSync(type as 'rsa', options as { modulusLength: number }).publicKey.export({
    type: 'spki',
    format: 'pem',
  }) as string;

describe('what a member may be given as', () => {
  test('behavior: an address, with its checksum or without one', () => {
    expect(signers(` ${address}\n`)).toEqual([lower(address)]);
    expect(signers(lower(address))).toEqual([lower(address)]);
    expect(signers(address.slice(2).toUpperCase())).toEqual([lower(address)]);
  });

  test('behavior: ERC-7913 bytes as they are', () => {
    const signer = p521Signer(seed66, addresses.p521Verifier).signer;
    expect(signers(signer)).toEqual([signer]);
    expect(memberKind(signer, addresses)).toEqual({ kind: 'p521' });
  });

  test('behavior: the id of a quorum is the quorum as a signer', () => {
    const id = `0x${'ab'.repeat(32)}` as const;
    const expected = lower(Quorum.signer(addresses.quorumRegistry, id));
    expect(signers(id)).toEqual([expected]);
    expect(memberKind(expected, addresses)).toEqual({ kind: 'quorum', quorum: id });
  });

  test('behavior: a P-256 key may be behind two verifiers, a P-521 key too', () => {
    const p256 = p256Signer(seed, addresses.p256Verifier);
    const found = read(PublicKeyPem.encode({ algorithm: 'P-256', publicKey: pointOf(p256.signer) }));
    expect(found).toEqual({
      candidates: [
        { signer: lower(p256.signer), behind: 'p256' },
        { signer: lower(`${addresses.webAuthnVerifier}${p256.signer.slice(42)}`), behind: 'webAuthn' },
      ],
    });
    const p521 = p521Signer(seed66, addresses.p521Verifier);
    expect(signers(toHex(pointOf(p521.signer)))).toEqual([
      lower(p521.signer),
      lower(`${addresses.p521Sha256Verifier}${p521.signer.slice(42)}`),
    ]);
  });

  test('behavior: RSA keys in PEM and JWK are the same signer', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const inPem = signers(publicKey.export({ type: 'spki', format: 'pem' }) as string);
    const inJwk = signers(JSON.stringify(publicKey.export({ format: 'jwk' })));
    expect(inPem).toEqual(inJwk);
    expect(memberKind((inPem as Hex[])[0] as Hex, addresses)).toEqual({ kind: 'rsa' });
  });

  test('behavior: a key that no chain verifies is one, and is known as such', () => {
    const [found] = signers(toPem('Ed25519', ed25519Signer(seed).signer)) as Hex[];
    expect(memberKind(found as Hex, addresses)).toEqual({ kind: 'offChain', algorithm: 'Ed25519' });
  });

  test('behavior: a key of secp256k1 is a wallet', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const [found] = signers(publicKey.export({ type: 'spki', format: 'pem' }) as string) as Hex[];
    expect(memberKind(found as Hex, addresses)).toEqual({ kind: 'wallet' });
    expect(secp256k1Signer(seed).signer).toHaveLength(found?.length ?? 0);
  });

  test('error: nothing is no member, and nothing wrong either', () => {
    expect([read(''), read(' \n ')]).toEqual([null, null]);
  });

  test('error: a typing error in an address', () => {
    expect(read(address.replace('C51812', 'c51812'))).toEqual({ problem: 'checksum' });
  });

  test('error: the zero address, and bytes that are too few', () => {
    expect(read(`0x${'00'.repeat(20)}`)).toEqual({ problem: 'damaged' });
    expect(read(`0x${'11'.repeat(19)}`)).toEqual({ problem: 'notASigner' });
    expect(read(`0x${'00'.repeat(40)}`)).toEqual({ problem: 'notASigner' });
  });

  test('error: private keys, in PEM and JWK, RSA too', () => {
    for (const [type, options] of [
      ['ec', { namedCurve: 'P-256' }],
      ['rsa', { modulusLength: 2_048 }],
    ] as const) {
      const { privateKey } = generateKeyPairSync(type as 'ec', options as { namedCurve: string });
      expect(read(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)).toEqual({ problem: 'private' });
      expect(read(JSON.stringify(privateKey.export({ format: 'jwk' })))).toEqual({ problem: 'private' });
    }
  });

  test('error: algorithms that nobody signs approvals with', () => {
    const { publicKey } = generateKeyPairSync('x25519');
    expect(read(publicKey.export({ type: 'spki', format: 'pem' }) as string)).toEqual({ problem: 'unsupported' });
    expect(read(pem('ec', { namedCurve: 'P-384' }))).toEqual({ problem: 'unsupported' });
    expect(read(pem('rsa', { modulusLength: 1_024 }))).toEqual({ problem: 'unsupported' });
  });

  test('error: a network without the verifier', () => {
    const { p256Verifier: _p, webAuthnVerifier: _w, rsaVerifier: _r, ...others } = addresses;
    expect(readMember(pem('ec', { namedCurve: 'P-256' }), others)).toEqual({ problem: 'noVerifier' });
    expect(readMember(pem('rsa', { modulusLength: 2_048 }), others)).toEqual({ problem: 'noVerifier' });
  });

  test('error: several keys at once', () => {
    const both = pem('ec', { namedCurve: 'P-256' }) + pem('ec', { namedCurve: 'P-521' });
    expect(read(both)).toEqual({ problem: 'several' });
  });

  test('error: a point that is not on its curve, words, markup, megabytes', () => {
    expect(read(`0x04${'11'.repeat(64)}`)).toHaveProperty('problem');
    for (const text of ['alice', '<img src=x>', '{"kty":"EC"}', '{', '-----BEGIN PUBLIC KEY-----', 'ab\u202ecd']) {
      expect(read(text)).toHaveProperty('problem');
    }
    expect(read('x'.repeat(2_000_000))).toHaveProperty('problem');
    expect(read('11'.repeat(1_000_000))).toHaveProperty('problem');
  });
});

function pointOf(signer: Hex): Uint8Array {
  return Uint8Array.from(Buffer.from(`04${signer.slice(42)}`, 'hex'));
}

function toPem(algorithm: 'Ed25519', signer: Hex): string {
  return PublicKeyPem.encode({ algorithm, publicKey: Uint8Array.from(Buffer.from(signer.slice(42), 'hex')) });
}

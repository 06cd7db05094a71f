/**
 * Writes test/vectors/envelope.json: HPKE and the envelope's layout by hand, from the specifications, on noble and node:crypto.
 * Nothing of the SDK is used, and all randomness is fixed.
 *
 * Run: `node scripts/vectors/envelope.ts`
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as Ed25519 from '@noble/curves/ed25519.js';
import type * as Nist from '@noble/curves/nist.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';

/** The curves of the SDK's own dependencies; another package's older version may lie nearer to this file. */
const { resolve } = createRequire(new URL('../../sdk/package.json', import.meta.url));
const { p256, p521 }: typeof Nist = await import(pathToFileURL(resolve('@noble/curves/nist.js')).href);
const { x25519 }: typeof Ed25519 = await import(pathToFileURL(resolve('@noble/curves/ed25519.js')).href);

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const sha3 = (...parts: readonly Uint8Array[]) => createHash('sha3-256').update(Buffer.concat(parts)).digest();
const text = (value: string) => Buffer.from(value, 'utf8');
const filled = (byte: number, size: number) => Buffer.alloc(size, byte);
const uint16 = (value: number) => Buffer.of(value >> 8, value & 255);
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** RFC 9180, section 4. */
function labeled(hash: 'sha256' | 'sha512', suite: Uint8Array) {
  const hmac = (key: Uint8Array, data: Uint8Array) => createHmac(hash, key).update(data).digest();
  return {
    extract: (salt: Uint8Array, label: string, ikm: Uint8Array) =>
      hmac(salt, Buffer.concat([text('HPKE-v1'), suite, text(label), ikm])),
    expand(prk: Uint8Array, label: string, info: Uint8Array, size: number) {
      const whole = Buffer.concat([uint16(size), text('HPKE-v1'), suite, text(label), info]);
      return hmac(prk, Buffer.concat([whole, Buffer.of(1)])).subarray(0, size);
    },
  };
}

interface Kem {
  readonly name: string;
  readonly id: number;
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  encapsulate(): { readonly enc: Uint8Array; readonly secret: Uint8Array };
}

function dhKem(name: 'X25519' | 'P-256' | 'P-521', id: number, size: number, hash: 'sha256' | 'sha512'): Kem {
  const curve = { X25519: null, 'P-256': p256, 'P-521': p521 }[name];
  const publicOf = (key: Uint8Array) => (curve === null ? x25519.getPublicKey(key) : curve.getPublicKey(key, false));
  const agree = (key: Uint8Array, peer: Uint8Array) =>
    curve === null ? x25519.getSharedSecret(key, peer) : curve.getSharedSecret(key, peer).slice(1);
  const scalar = (byte: number) => Buffer.concat([Buffer.alloc(size - 32), filled(byte, 32)]);
  const [privateKey, ephemeral] = [scalar(0x11), scalar(0x22)];
  const publicKey = publicOf(privateKey);
  const { extract, expand } = labeled(hash, Buffer.concat([text('KEM'), uint16(id)]));
  return {
    ...{ name, id, privateKey, publicKey },
    encapsulate() {
      const enc = publicOf(ephemeral);
      const prk = extract(Buffer.alloc(0), 'eae_prk', agree(ephemeral, publicKey));
      const secret = expand(prk, 'shared_secret', Buffer.concat([enc, publicKey]), hash === 'sha256' ? 32 : 64);
      return { enc, secret };
    },
  };
}

function mlKem(): Kem {
  const privateKey = Buffer.concat([filled(0x33, 32), filled(0x44, 32)]);
  const { publicKey } = ml_kem768.keygen(privateKey);
  return {
    ...{ name: 'ML-KEM-768', id: 0x0041, privateKey, publicKey },
    encapsulate() {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, filled(0x55, 32));
      return { enc: cipherText, secret: sharedSecret };
    },
  };
}

/** draft-ietf-hpke-pq: the seed is expanded with SHAKE256, the secrets are combined with SHA3-256. */
function hybrid(): Kem {
  const privateKey = filled(0x66, 32);
  const expanded = createHash('shake256', { outputLength: 96 }).update(privateKey).digest();
  const pq = ml_kem768.keygen(expanded.subarray(0, 64));
  const classical = x25519.getPublicKey(expanded.subarray(64));
  const ephemeral = filled(0x77, 32);
  return {
    ...{ name: 'MLKEM768-X25519', id: 0x647a, privateKey, publicKey: Buffer.concat([pq.publicKey, classical]) },
    encapsulate() {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(pq.publicKey, filled(0x88, 32));
      const share = x25519.getPublicKey(ephemeral);
      const agreed = x25519.getSharedSecret(ephemeral, classical);
      const secret = sha3(sharedSecret, agreed, share, classical, text('\\.//^\\'));
      return { enc: Buffer.concat([cipherText, share]), secret };
    },
  };
}

function aesGcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** RFC 9180, sections 5.1 and 6.1: base mode, HKDF-SHA256, AES-256-GCM. */
function hpkeSeal(kem: Kem, info: Uint8Array, plaintext: Uint8Array) {
  const { enc, secret: shared } = kem.encapsulate();
  const suite = Buffer.concat([text('HPKE'), uint16(kem.id), uint16(1), uint16(2)]);
  const { extract, expand } = labeled('sha256', suite);
  const none = Buffer.alloc(0);
  const context = Buffer.concat([Buffer.of(0), extract(none, 'psk_id_hash', none), extract(none, 'info_hash', info)]);
  const secret = extract(shared, 'secret', none);
  const [key, nonce] = [expand(secret, 'key', context, 32), expand(secret, 'base_nonce', context, 12)];
  return { enc, ciphertext: aesGcm(key, nonce, none, plaintext) };
}

const context = {
  chainId: 31337,
  announcements: hex(filled(0xa1, 20)),
  authority: hex(filled(0xa2, 32)),
  subject: hex(filled(0xa3, 32)),
  device: hex(filled(0xa4, 32)),
  epoch: 7,
  kind: 'sshUser',
};
const uint64 = (value: number) => Buffer.from(value.toString(16).padStart(16, '0'), 'hex');
const contextBytes = Buffer.concat([
  uint64(context.chainId),
  ...[context.announcements, context.authority, context.subject, context.device].map((value) =>
    Buffer.from(value.slice(2), 'hex'),
  ),
  uint64(context.epoch),
  Buffer.of(1),
]);
const info = Buffer.concat([text('gridseal/envelope/v1'), Buffer.of(0), contextBytes]);

const keyId = ({ id, publicKey }: Kem) =>
  sha256(text('gridseal/key/v1'), Buffer.of(0), uint16(id), publicKey).subarray(0, 8);

function pad(plaintext: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(plaintext.length);
  const size = Math.ceil((plaintext.length + 4) / 256) * 256;
  return Buffer.concat([length, plaintext, Buffer.alloc(size - plaintext.length - 4)]);
}

function seal(kems: readonly Kem[], padded: Uint8Array): Buffer {
  const contentKey = filled(0x99, 32);
  const stanzas = kems.map((kem) => {
    const { enc, ciphertext } = hpkeSeal(kem, info, contentKey);
    return Buffer.concat([uint16(kem.id), keyId(kem), uint16(enc.length), enc, ciphertext]);
  });
  const header = Buffer.concat([text('GSE1'), uint16(1), uint16(2), Buffer.of(kems.length), ...stanzas]);
  return Buffer.concat([header, aesGcm(contentKey, Buffer.alloc(12), sha256(header), padded)]);
}

const kems = [
  hybrid(),
  mlKem(),
  dhKem('X25519', 0x0020, 32, 'sha256'),
  dhKem('P-256', 0x0010, 32, 'sha256'),
  dhKem('P-521', 0x0012, 66, 'sha512'),
];
const describeKey = (kem: Kem) => ({
  algorithm: kem.name,
  privateKey: hex(kem.privateKey),
  publicKey: hex(kem.publicKey),
  keyId: hex(keyId(kem)),
});
const plaintext = text('what a device is to install');
const valid = [...kems.map((kem) => [kem]), kems].map((recipients) => {
  const envelope = seal(recipients, pad(plaintext));
  const keys = recipients.map(describeKey);
  return { keys, plaintext: hex(plaintext), envelope: hex(envelope), digest: hex(sha256(envelope)) };
});

const x = kems[2] as Kem;
const good = seal([x], pad(plaintext));
const changed = (at: number, bits: number) => good.map((byte, i) => (i === at ? byte ^ bits : byte));
const twice = Buffer.concat([good.subarray(0, 8), Buffer.of(2), good.subarray(9, 101), good.subarray(9)]);
const invalid = [
  { name: 'empty', envelope: Buffer.alloc(0), result: 'error' },
  { name: 'another magic', envelope: changed(3, 1), result: 'error' },
  { name: 'another KDF', envelope: changed(5, 2), result: 'error' },
  { name: 'another AEAD', envelope: changed(7, 1), result: 'error' },
  { name: 'no recipients', envelope: changed(8, 1), result: 'error' },
  { name: 'an unknown KEM: somebody else', envelope: changed(9, 0x40), result: 'null' },
  { name: 'another key id: somebody else', envelope: changed(11, 1), result: 'null' },
  { name: 'another length of enc', envelope: changed(20, 1), result: 'error' },
  { name: 'another enc', envelope: changed(21, 1), result: 'error' },
  { name: 'another sealed key', envelope: changed(60, 1), result: 'error' },
  { name: 'another payload', envelope: changed(101, 1), result: 'error' },
  { name: 'another tag', envelope: changed(good.length - 1, 1), result: 'error' },
  { name: 'one byte missing', envelope: good.subarray(0, -1), result: 'error' },
  { name: 'one byte added', envelope: Buffer.concat([good, Buffer.of(0)]), result: 'error' },
  { name: 'a key named twice', envelope: twice, result: 'error' },
  {
    name: 'padding that is not zero',
    envelope: seal([x], Buffer.concat([Buffer.alloc(255), Buffer.of(1)])),
    result: 'error',
  },
  { name: 'padding that is too long', envelope: seal([x], Buffer.alloc(512)), result: 'error' },
  { name: 'a length beyond the plaintext', envelope: seal([x], filled(1, 256)), result: 'error' },
  { name: 'no padded plaintext', envelope: seal([x], Buffer.alloc(0)), result: 'error' },
].map(({ envelope, ...rest }) => ({ ...rest, envelope: hex(envelope) }));

const vectors = { context, contextBytes: hex(contextBytes), valid, invalid: { key: describeKey(x), cases: invalid } };
writeFileSync(new URL('../../test/vectors/envelope.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);

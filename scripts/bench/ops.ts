import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { fromHex, type Hex } from '../../sdk/src/bytes/index.ts';
import {
  addressOf,
  Hpke,
  type KemKeyPair,
  keccak256Hex,
  p256Signer,
  secp256k1Signer,
  sha256Hex,
  verifySignature,
} from '../../sdk/src/crypto/index.ts';
import {
  type DeliveryContext,
  Envelope,
  Manifest,
  openDelivery,
  prepareDeliveries,
} from '../../sdk/src/envelope/index.ts';
import { compare, rate, ratio } from './compare.ts';
import type { Measurement } from './measurement.ts';

const PAYLOAD_SIZE = 4096;
const GOAL = 0.8;

const der = (prefix: string, key: Uint8Array) => Buffer.concat([Buffer.from(prefix, 'hex'), key]);
const loadPublic = (asymmetricKeyType: 'ml-kem-768' | 'x25519', key: Uint8Array) =>
  createPublicKey({ key: Buffer.from(key), format: 'raw-public', asymmetricKeyType });
const loadPrivate = (key: Buffer) => createPrivateKey({ key, format: 'der', type: 'pkcs8' });

/** The least that sealing to a raw public key takes: load, encapsulate, agree, combine, derive, encrypt key and payload. */
function rawSeal({ publicKey }: KemKeyPair, payload: Uint8Array): Buffer {
  const pq = loadPublic('ml-kem-768', publicKey.subarray(0, 1184));
  const peer = loadPublic('x25519', publicKey.subarray(1184));
  const { sharedKey, ciphertext } = encapsulate(pq);
  const ephemeral = generateKeyPairSync('x25519');
  const agreed = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: peer });
  const share = Buffer.from(ephemeral.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const recipient = publicKey.subarray(1184);
  const secret = hash('sha3-256', Buffer.concat([sharedKey, agreed, share, recipient]), 'buffer');
  const [key, nonce] = derive(secret);
  const contentKey = randomBytes(32);
  return Buffer.concat([
    ciphertext,
    share,
    encrypt(key, nonce, contentKey),
    encrypt(contentKey, Buffer.alloc(12), payload),
  ]);
}

/** HPKE derives its key and its nonce one by one (RFC 9180, section 5.1). */
function derive(secret: Buffer): [key: Buffer, nonce: Buffer] {
  const okm = (label: string, size: number) => Buffer.from(hkdfSync('sha256', secret, '', label, size));
  return [okm('key', 32), okm('base_nonce', 12)];
}

function encrypt(key: Buffer, nonce: Buffer, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
}

/** The least that opening takes, with the private key in seed form. */
function rawOpen(recipient: KeyObject, enc: Uint8Array, seed: Buffer, sealed: Buffer): Buffer {
  const expanded = randomBytes(32);
  const pq = loadPrivate(der('3054020100300b060960864801650304040204428040', seed));
  const own = loadPrivate(der('302e020100300506032b656e04220420', expanded));
  const shared = decapsulate(pq, enc.subarray(0, 1088));
  const agreed = diffieHellman({ privateKey: own, publicKey: recipient });
  const secret = hash('sha3-256', Buffer.concat([shared, agreed]), 'buffer');
  const [key, nonce] = derive(secret);
  createDecipheriv('aes-256-gcm', key, nonce).update(sealed.subarray(0, 32));
  return createDecipheriv('aes-256-gcm', key, nonce).update(sealed);
}

const context: DeliveryContext = {
  chainId: 31337,
  announcements: `0x${'a1'.repeat(20)}`,
  authority: `0x${'a2'.repeat(32)}`,
  subject: `0x${'a3'.repeat(32)}`,
  device: `0x${'a4'.repeat(32)}`,
  epoch: 7,
  kind: 'sshUser',
};

async function* measureEnvelopes(): AsyncGenerator<Measurement> {
  const pair = Hpke.generateKeyPair('MLKEM768-X25519');
  const payload = randomBytes(PAYLOAD_SIZE);
  const envelope = await Envelope.seal({ recipients: [pair], context, plaintext: payload });
  const [stanza] = Envelope.decodeHeader(envelope).stanzas;
  const enc = stanza?.enc ?? new Uint8Array(0);
  const peer = generateKeyPairSync('x25519').publicKey;
  const seed = randomBytes(64);
  const rates = await compare({
    seal: () => Envelope.seal({ recipients: [pair], context, plaintext: payload }),
    rawSeal: () => rawSeal(pair, payload),
    open: () => Envelope.open({ envelope, keys: [pair], context }),
    rawOpen: () => rawOpen(peer, enc, seed, payload),
  });
  yield rate('ops.seal', rates.seal);
  yield rate('ops.seal.raw', rates.rawSeal);
  yield ratio('ops.seal.ratio', rates.seal, rates.rawSeal, GOAL);
  yield rate('ops.open', rates.open);
  yield rate('ops.open.raw', rates.rawOpen);
  yield ratio('ops.open.ratio', rates.open, rates.rawOpen, null);
}

async function* measureSignatures(): AsyncGenerator<Measurement> {
  const privateKey = randomBytes(32);
  const verifier: Hex = `0x${'ab'.repeat(20)}`;
  const digest = sha256Hex(privateKey);
  const message = fromHex(digest);
  const signers = { secp256k1: secp256k1Signer(privateKey), p256: p256Signer(privateKey, verifier) };
  for (const [name, signer] of Object.entries(signers)) {
    const signature = await signer.sign(digest);
    const curve = name === 'p256' ? 'P-256' : 'secp256k1';
    const raw = generateKeyPairSync('ec', { namedCurve: curve });
    const rawSignature = sign('sha256', message, raw.privateKey);
    const rates = await compare({
      sign: () => signer.sign(digest),
      rawSign: () => sign('sha256', message, raw.privateKey),
      verify: () => verifySignature({ signer: signer.signer, digest, signature, verifiers: { p256: verifier } }),
      rawVerify: () => verify('sha256', message, raw.publicKey, rawSignature),
    });
    yield rate(`ops.sign.${name}`, rates.sign);
    yield rate(`ops.sign.${name}.raw`, rates.rawSign);
    yield ratio(`ops.sign.${name}.ratio`, rates.sign, rates.rawSign, null);
    yield rate(`ops.verify.${name}`, rates.verify);
    yield rate(`ops.verify.${name}.raw`, rates.rawVerify);
    yield ratio(`ops.verify.${name}.ratio`, rates.verify, rates.rawVerify, GOAL);
  }
}

/** A batch as an authority makes it: manifests for so many devices, one signature, one envelope each. */
async function* measureBatch(size: number): AsyncGenerator<Measurement> {
  const authority = secp256k1Signer(randomBytes(32));
  const content = randomBytes(1024);
  const pairs = Array.from({ length: 64 }, () => Hpke.generateKeyPair('MLKEM768-X25519'));
  const file = {
    path: 'key',
    mode: '0600',
    owner: null,
    group: null,
    size: content.length,
    digest: sha256Hex(content),
  };
  const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-12-31T00:00:00Z' };
  const id = keccak256Hex(fromHex(addressOf(authority.publicKey)));
  const drafts = Array.from({ length: size }, (_, i) => ({
    manifest: Manifest.from({
      ...{ ...context, authority: id, device: sha256Hex(Buffer.from(String(i))) },
      ...{ ...validity, files: [file], postInstall: [], revokes: [] },
    }),
    contents: [content],
    recipients: [pairs[i % pairs.length] as KemKeyPair],
  }));
  const start = performance.now();
  const batch = prepareDeliveries(authority.signer, drafts);
  const signature = await authority.sign(batch.digest);
  let bytes = 0;
  let last: { readonly envelope: Uint8Array; readonly digest: Hex; readonly device: Hex } | undefined;
  for await (const sealed of batch.seal(signature)) {
    bytes += sealed.envelope.length;
    last = sealed;
  }
  const seconds = (performance.now() - start) / 1000;
  yield { name: `ops.batch.${size}.seconds`, value: Math.round(100 * seconds) / 100, unit: 's', goal: null, ok: true };
  yield {
    name: `ops.batch.${size}.bytes`,
    value: Math.round(bytes / size),
    unit: 'bytes/device',
    goal: null,
    ok: true,
  };
  if (last === undefined) return;
  const { envelope, digest, device } = last;
  const { authority: _, ...purpose } = context;
  const time = Date.parse(validity.notBefore) / 1000;
  const expected = { ...purpose, device, authority: authority.signer, digest, time, highWaterEpoch: 0 };
  const verifyAuthority = async (signer: Hex, hashed: Hex, signed: Hex) =>
    verifySignature({ signer, digest: hashed, signature: signed }) === true;
  const { openDelivery: rateOfOpening } = await compare({
    openDelivery: () => openDelivery({ envelope, keys: pairs, expected, verifyAuthority }),
  });
  yield rate('ops.openDelivery', rateOfOpening);
}

/**
 * Cryptographic operations a second of one core's CPU time, beside what node:crypto alone could do in the same run.
 *
 * @example `for await (const { name, value, unit } of measure()) console.log(name, value, unit)`
 */
export async function* measure(): AsyncGenerator<Measurement> {
  yield* measureEnvelopes();
  yield* measureSignatures();
  yield* measureBatch(10_000);
}

if (import.meta.main) for await (const measurement of measure()) console.log(JSON.stringify(measurement));

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, toHex, utf8Decode, utf8Encode } from '../bytes/index.ts';
import {
  createHpke,
  type KemAlgorithm,
  type KemKeyPair,
  MerkleTree,
  secp256k1Signer,
  verifySignature,
} from '../crypto/index.ts';
import { provider as noble } from '../crypto/provider/noble.ts';
import { provider as node } from '../crypto/provider/node.ts';
import { BaseError } from '../errors/index.ts';
import { Enrolment } from '../identity/index.ts';
import { ClaimRecord } from './claimRecord.ts';
import { Delivery } from './delivery.ts';
import { prepareDeliveries } from './deliveryBatch.ts';
import { type DeliveryContext, encodeDeliveryContext } from './deliveryContext.ts';
import { Envelope } from './envelope.ts';
import { Manifest } from './manifest.ts';

interface KeyVector {
  readonly algorithm: KemAlgorithm;
  readonly privateKey: Hex;
  readonly publicKey: Hex;
  readonly keyId: Hex;
}

interface EnvelopeVectors {
  readonly context: DeliveryContext;
  readonly contextBytes: Hex;
  readonly valid: readonly { keys: readonly KeyVector[]; plaintext: Hex; envelope: Hex; digest: Hex }[];
  readonly invalid: { key: KeyVector; cases: readonly { name: string; envelope: Hex; result: 'null' | 'error' }[] };
}

interface ManifestVectors {
  readonly authority: { readonly privateKey: Hex; readonly signer: Hex; readonly id: Hex };
  readonly contents: readonly Hex[];
  readonly batches: readonly {
    readonly size: number;
    readonly root: Hex;
    readonly digest: Hex;
    readonly signature: Hex;
    readonly deliveries: readonly { manifest: string; manifestDigest: Hex; plaintext: string }[];
  }[];
  readonly enrolment: { readonly digest: Hex; readonly bytes: string };
  readonly claim: { readonly bytes: string; readonly record: Hex };
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/vectors/${name}`, import.meta.url), 'utf8'));
const envelopes: EnvelopeVectors = read('envelope.json');
const manifests: ManifestVectors = read('manifest.json');
const providers = [node, noble];

const pairOf = ({ algorithm, privateKey, publicKey }: KeyVector): KemKeyPair => ({
  algorithm,
  privateKey: fromHex(privateKey),
  publicKey: fromHex(publicKey),
});

describe('test/vectors/envelope.json', () => {
  const { context } = envelopes;

  test('vector: the context', () => {
    expect(toHex(encodeDeliveryContext(context))).toBe(envelopes.contextBytes);
  });

  test.each(providers)('vector: envelopes open by $name', async (provider) => {
    const hpke = createHpke(provider);
    for (const { keys, plaintext, envelope } of envelopes.valid) {
      for (const key of keys) {
        const pair = pairOf(key);
        expect(toHex(hpke.keyPairOf(key.algorithm, pair.privateKey).publicKey)).toBe(key.publicKey);
        expect(toHex(Envelope.keyId(key.algorithm, pair.publicKey))).toBe(key.keyId);
        const opened = await Envelope.open({ envelope: fromHex(envelope), keys: [pair], context, hpke });
        expect(toHex(opened as Uint8Array)).toBe(plaintext);
      }
    }
  });

  test.each(envelopes.invalid.cases)('vector: $name: $result', async ({ envelope, result }) => {
    const keys = [pairOf(envelopes.invalid.key)];
    const opening = Envelope.open({ envelope: fromHex(envelope), keys, context });
    if (result === 'null') expect(await opening).toBeNull();
    else await expect(opening).rejects.toThrow(BaseError);
  });
});

describe('test/vectors/manifest.json', () => {
  const { authority } = manifests;
  const signer = secp256k1Signer(fromHex(authority.privateKey));
  const contents = manifests.contents.map((content) => fromHex(content));

  test.each(manifests.batches)('vector: a batch of $size', async ({ root, digest, signature, deliveries, size }) => {
    const drafts = deliveries.map(({ manifest }) => ({
      manifest: Manifest.decode(utf8Encode(manifest)),
      contents,
      recipients: [],
    }));
    expect(prepareDeliveries(authority.signer, drafts).digest).toBe(digest);
    expect(await signer.sign(digest)).toBe(signature);
    expect(verifySignature({ signer: authority.signer, digest, signature })).toBe(true);
    const tree = MerkleTree.from(drafts.map(({ manifest }) => Manifest.encode(manifest)));
    expect(toHex(tree.root)).toBe(root);
    for (const [index, { plaintext, manifestDigest }] of deliveries.entries()) {
      const { manifest } = drafts[index] as (typeof drafts)[0];
      const delivery = { manifest, contents, proof: tree.proof(index), index, size, signature };
      expect(utf8Decode(Delivery.encode(delivery))).toBe(plaintext);
      expect(Delivery.decode(utf8Encode(plaintext))).toEqual(delivery);
      expect(ClaimRecord.digest(Manifest.encode(manifest))).toBe(manifestDigest);
    }
  });

  test('vector: an enrolment', () => {
    const enrolment = Enrolment.decode(utf8Encode(manifests.enrolment.bytes));
    expect(Enrolment.digest(enrolment)).toBe(manifests.enrolment.digest);
    expect(Enrolment.verify(enrolment)).toBe(true);
    expect(utf8Decode(Enrolment.encode(enrolment))).toBe(manifests.enrolment.bytes);
  });

  test('vector: a claim record', () => {
    const bytes = utf8Encode(manifests.claim.bytes);
    expect(ClaimRecord.encode(ClaimRecord.decode(bytes))).toEqual(bytes);
    expect(ClaimRecord.digest(bytes)).toBe(manifests.claim.record);
  });
});

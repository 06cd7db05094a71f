import { createHash } from 'node:crypto';
import { hashTypedData } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeCanonicalJson, fromHex, type Hex, toHex, utf8Decode, utf8Encode } from '../bytes/index.ts';
import { Hpke, keccak256Hex, type Signer, secp256k1Signer, sha256Hex, verifySignature } from '../crypto/index.ts';
import { BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { Delivery } from './delivery.ts';
import { type DeliveryDraft, prepareDeliveries, type SealedDelivery, sealDelivery } from './deliveryBatch.ts';
import { Envelope } from './envelope.ts';
import { Manifest } from './manifest.ts';
import { manifestsDigest } from './manifestsDigest.ts';
import { type DeliveryOpening, type ExpectedDelivery, openDelivery } from './openDelivery.ts';

const authority = secp256k1Signer(new Uint8Array(32).fill(1));
const stranger = secp256k1Signer(new Uint8Array(32).fill(2));
const contents = [utf8Encode('ssh-ed25519-cert-v01@openssh.com AAAA'), new Uint8Array(0)];
const idOf = (signer: Hex) => keccak256Hex(fromHex(signer));
const subject = `0x${'03'.repeat(32)}` as const;
const time = Date.parse('2026-11-21T00:00:00Z') / 1000;

const verifyAuthority: DeliveryOpening['verifyAuthority'] = async (signer, digest, signature) =>
  verifySignature({ signer, digest, signature }) === true;

function manifestFor(device: number, change: Partial<Manifest> = {}): Manifest {
  return Manifest.from({
    chainId: 31337,
    announcements: `0x${'0a'.repeat(20)}`,
    authority: idOf(authority.signer),
    subject,
    device: sha256Hex(Uint8Array.of(device)),
    epoch: 7,
    kind: 'sshUser',
    files: contents.map((content, i) => ({
      path: `keys/${i}`,
      mode: '0600',
      owner: null,
      group: null,
      size: content.length,
      digest: sha256Hex(content),
    })),
    postInstall: [],
    revokes: [],
    notBefore: '2026-11-20T00:00:00Z',
    notAfter: '2026-12-01T00:00:00Z',
    ...change,
  });
}

const keys = Array.from({ length: 5 }, () => Hpke.generateKeyPair('X25519'));
const draftFor = (device: number, change: Partial<Manifest> = {}): DeliveryDraft => ({
  manifest: manifestFor(device, change),
  contents,
  recipients: [keys[device] ?? Hpke.generateKeyPair('X25519')],
});

function expectationOf(sealed: SealedDelivery, device = 0): ExpectedDelivery {
  const { chainId, announcements, epoch, kind, device: id } = manifestFor(device);
  return {
    ...{ chainId, announcements, epoch, kind, subject, device: id },
    authority: authority.signer,
    digest: sealed.digest,
    time,
    highWaterEpoch: 6,
  };
}

const open = (sealed: SealedDelivery, change: Partial<ExpectedDelivery> = {}, device = 0) =>
  openDelivery({
    envelope: sealed.envelope,
    keys,
    expected: { ...expectationOf(sealed, device), ...change },
    verifyAuthority,
  });

/** What a malicious insider could seal: anything, under the right key and purpose. */
async function sealAnything(plaintext: Uint8Array): Promise<SealedDelivery> {
  const context = Manifest.contextOf(manifestFor(0));
  const envelope = await Envelope.seal({ recipients: [keys[0] as (typeof keys)[0]], context, plaintext });
  return { device: manifestFor(0).device, envelope, digest: sha256Hex(envelope), manifestDigest: '0x' };
}

async function goodDelivery(manifest = manifestFor(0), signer: Signer = authority): Promise<Delivery> {
  const { digest } = prepareDeliveries(authority.signer, [{ manifest, contents, recipients: [] }]);
  return { manifest, contents, proof: [], index: 0, size: 1, signature: await signer.sign(digest) };
}

describe('sealDelivery and openDelivery', () => {
  test('behavior: one device', async () => {
    const sealed = await sealDelivery(authority, draftFor(0));
    const opened = await open(sealed);
    expect(opened?.manifest).toEqual(manifestFor(0));
    expect(opened?.files.map(({ content }) => content)).toEqual(contents);
    expect(opened?.files[0]).toMatchObject({ path: 'keys/0', mode: '0600' });
    expect(opened?.manifestDigest).toBe(sha256Hex(Manifest.encode(manifestFor(0))));
    expect(opened?.manifestDigest).toBe(sealed.manifestDigest);
    expect(opened?.recipient.publicKey).toEqual(keys[0]?.publicKey);
    expect(sealed.device).toBe(manifestFor(0).device);
    expect(sealed.digest).toBe(`0x${createHash('sha256').update(sealed.envelope).digest('hex')}`);
  });

  test('behavior: a signature in upper case opens as well', async () => {
    const batch = prepareDeliveries(authority.signer, [draftFor(0)]);
    const signature = await authority.sign(batch.digest);
    for await (const sealed of batch.seal(`0x${signature.slice(2).toUpperCase()}`)) {
      expect((await open(sealed))?.manifest).toEqual(manifestFor(0));
    }
  });

  test.each(['', '0x', '0x1', '0xzz', '0x"'])(
    'error: nothing is sealed with %j as the signature',
    async (signature) => {
      const batch = prepareDeliveries(authority.signer, [draftFor(0)]);
      await expect(batch.seal(signature as Hex).next()).rejects.toMatchObject({ code: 'ARGUMENT', field: 'signature' });
    },
  );

  test.each([{ time: Number.NaN }, { highWaterEpoch: Number.NaN }])('error: %j refuses', async (change) => {
    const sealed = await sealDelivery(authority, draftFor(0));
    await expect(open(sealed, change)).rejects.toBeInstanceOf(VerificationError);
  });

  test('behavior: a batch has one signature, and each device opens its own', async () => {
    for (const size of [1, 2, 3, 5]) {
      const drafts = Array.from({ length: size }, (_, i) => draftFor(i));
      const batch = prepareDeliveries(authority.signer, drafts);
      let device = 0;
      for await (const sealed of batch.seal(await authority.sign(batch.digest))) {
        const opened = await open(sealed, {}, device);
        expect(opened?.manifest.device).toBe(drafts[device]?.manifest.device);
        device++;
      }
      expect(device).toBe(size);
    }
  });

  test('behavior: null for keys that it is not sealed to', async () => {
    const sealed = await sealDelivery(authority, draftFor(0));
    const expected = expectationOf(sealed);
    expect(
      await openDelivery({ envelope: sealed.envelope, keys: keys.slice(1), expected, verifyAuthority }),
    ).toBeNull();
    expect(await openDelivery({ envelope: sealed.envelope, keys: [], expected, verifyAuthority })).toBeNull();
  });

  test('behavior: a signer that signs typed data only is asked for that', async () => {
    const asked: unknown[] = [];
    const signer: Signer = {
      signer: authority.signer,
      algorithm: 'secp256k1',
      sign: () => Promise.reject(new Error('signs no digests')),
      signTypedData: async (typedData) => {
        asked.push(typedData.primaryType);
        return authority.sign(hashTypedData(typedData));
      },
    };
    expect(await open(await sealDelivery(signer, draftFor(0)))).not.toBeNull();
    expect(asked).toEqual(['Manifests']);
  });

  test('behavior: an expectation may spell its addresses with a checksum', async () => {
    const sealed = await sealDelivery(authority, draftFor(0));
    const announcements = `0x${'0A'.repeat(20)}` as const;
    expect(
      await open(sealed, {
        announcements,
        authority: authority.signer.replace(/[a-f]/g, (c) => c.toUpperCase()) as Hex,
      }),
    ).not.toBeNull();
  });

  test('behavior: valid from the first to the last second, and without a digest if the store has checked it', async () => {
    const sealed = await sealDelivery(authority, draftFor(0));
    for (const text of ['2026-11-20T00:00:00Z', '2026-12-01T00:00:00Z']) {
      expect(await open(sealed, { time: Date.parse(text) / 1000, digest: null })).not.toBeNull();
    }
  });
});

describe('openDelivery, attacks', () => {
  let sealed: SealedDelivery;
  beforeAll(async () => {
    sealed = await sealDelivery(authority, draftFor(0));
  });

  test('attack: arbitrary install: another digest', async () => {
    await expect(open(sealed, { digest: sha256Hex(Uint8Array.of(1)) })).rejects.toThrow('not what was announced');
    const changed = sealed.envelope.map((byte, i) => (i === 200 ? byte ^ 1 : byte));
    await expect(open({ ...sealed, envelope: changed })).rejects.toThrow('not what was announced');
    await expect(open({ ...sealed, envelope: changed }, { digest: null })).rejects.toThrow(VerificationError);
  });

  test('attack: arbitrary install: another authority, under the right seal', async () => {
    const forged = await sealAnything(Delivery.encode(await goodDelivery(manifestFor(0), stranger)));
    await expect(open(forged)).rejects.toThrow('delivery.signature: is not the authority');
  });

  test('attack: a verifier that cannot tell, or fails, accepts nothing', async () => {
    const expected = expectationOf(sealed);
    const opening = { envelope: sealed.envelope, keys, expected };
    await expect(openDelivery({ ...opening, verifyAuthority: async () => false })).rejects.toThrow(
      'delivery.signature',
    );
    const verifyAuthority = () => Promise.reject(new Error('no connection'));
    await expect(openDelivery({ ...opening, verifyAuthority })).rejects.toThrow('no connection');
  });

  test.each<Partial<ExpectedDelivery>>([
    { chainId: 1 },
    { announcements: `0x${'0b'.repeat(20)}` },
    { authority: stranger.signer },
    { subject: `0x${'04'.repeat(32)}` },
    { device: `0x${'04'.repeat(32)}` },
    { epoch: 8 },
    { kind: 'sshHost' },
  ])('attack: wrong software: %o', async (change) => {
    await expect(open(sealed, change)).rejects.toThrow('for this purpose');
  });

  test.each<Partial<Manifest>>([
    { chainId: 1 },
    { announcements: `0x${'0b'.repeat(20)}` },
    { authority: idOf(stranger.signer) },
    { subject: `0x${'04'.repeat(32)}` },
    { device: `0x${'04'.repeat(32)}` },
    { epoch: 8 },
    { kind: 'sshHost' },
  ])('attack: mix-and-match: a manifest for another purpose inside the right seal: %o', async (change) => {
    const delivery = { ...(await goodDelivery()), manifest: manifestFor(0, change) };
    const forged = await sealAnything(Delivery.encode(delivery));
    await expect(open(forged)).rejects.toThrow(`manifest.${Object.keys(change)[0]}: is not what was announced`);
  });

  test('attack: mix-and-match: one file exchanged, one manifest field changed after signing', async () => {
    const good = await goodDelivery();
    const swapped = await sealAnything(Delivery.encode({ ...good, contents: [new Uint8Array(37), new Uint8Array(0)] }));
    await expect(open(swapped)).rejects.toThrow('delivery.contents[0]: is not what the manifest says');
    const manifest = manifestFor(0, { postInstall: ['reload-sshd'] });
    const changed = await sealAnything(Delivery.encode({ ...good, manifest }));
    await expect(open(changed)).rejects.toThrow('delivery.signature');
  });

  test('attack: another device’s proof, place or size', async () => {
    const drafts = [draftFor(0), draftFor(1), draftFor(2)];
    const batch = prepareDeliveries(authority.signer, drafts);
    const signature = await authority.sign(batch.digest);
    const plaintexts: Delivery[] = [];
    for await (const one of batch.seal(signature)) {
      const index = plaintexts.length;
      const context = Manifest.contextOf((drafts[index] as DeliveryDraft).manifest);
      const plaintext = await Envelope.open({ envelope: one.envelope, keys, context });
      plaintexts.push(Delivery.decode(plaintext as Uint8Array));
    }
    const [first, second] = plaintexts as [Delivery, Delivery];
    expect(await open(await sealAnything(Delivery.encode(first)))).not.toBeNull();
    for (const wrong of [
      { ...first, proof: second.proof },
      { ...first, index: 1 },
      { ...first, size: 2 },
      { ...first, size: 100 },
      { ...first, proof: [] },
      { ...first, proof: first.proof.slice(1) },
      { ...first, signature: '0x00' as const },
    ]) {
      await expect(open(await sealAnything(Delivery.encode(wrong)))).rejects.toThrow(/^delivery\.(proof|signature)/);
    }
  });

  test('attack: rollback, and the same epoch again', async () => {
    for (const highWaterEpoch of [7, 8, Number.MAX_SAFE_INTEGER]) {
      await expect(open(sealed, { highWaterEpoch })).rejects.toThrow('manifest.epoch: is not above');
    }
  });

  test('attack: indefinite freeze: before and after its time, by block time', async () => {
    const at = (text: string) => open(sealed, { time: Date.parse(text) / 1000 });
    await expect(at('2026-11-19T23:59:59Z')).rejects.toThrow('manifest.notBefore: is not valid before');
    await expect(at('2026-12-01T00:00:01Z')).rejects.toThrow('manifest.notAfter: was valid until');
  });

  test('error: hostile plaintexts under a good seal', async () => {
    const good = JSON.parse(utf8Decode(Delivery.encode(await goodDelivery())));
    const hostile: readonly unknown[] = [
      null,
      [],
      { ...good, type: 'gridseal/delivery/v2' },
      { ...good, extra: 1 },
      { ...good, manifest: null },
      { ...good, manifest: { ...good.manifest, extra: 1 } },
      { ...good, contents: [good.contents[0]] },
      { ...good, contents: [...good.contents, ''] },
      { ...good, contents: [7, ''] },
      { ...good, contents: ['AA==', ''] },
      { ...good, contents: [`${good.contents[0]}AAAA`, ''] },
      { ...good, proof: 'x' },
      { ...good, proof: ['0x00'] },
      { ...good, proof: Array.from({ length: 33 }, () => `0x${'00'.repeat(32)}`), index: 0, size: 2 },
      { ...good, proof: [`0x${'00'.repeat(32)}`] },
      { ...good, proof: [`0x${'00'.repeat(32)}`], index: 2, size: 2 },
      { ...good, proof: [`0x${'00'.repeat(32)}`], index: -1, size: 2 },
      { ...good, index: 0, size: 1 },
      { ...good, signature: '0x' },
      { ...good, signature: `0x${'AB'.repeat(65)}` },
      { ...good, signature: 1 },
    ];
    for (const [i, value] of hostile.entries()) {
      const forged = await sealAnything(encodeCanonicalJson(value));
      await expect(open(forged), `case ${i}`).rejects.toThrow(DecodeError);
    }
    for (const text of ['', '{', '{"a":1,"a":1}', `${JSON.stringify(good)} `, '\ufeff{}']) {
      await expect(open(await sealAnything(utf8Encode(text)))).rejects.toThrow(DecodeError);
    }
    await expect(open(await sealAnything(Uint8Array.of(0xff)))).rejects.toThrow(DecodeError);
  });

  test('error: truncation of the plaintext at every byte', async () => {
    const bytes = Delivery.encode(await goodDelivery());
    for (let size = 0; size < bytes.length; size++) {
      expect(() => Delivery.decode(bytes.subarray(0, size))).toThrow(DecodeError);
    }
  });

  test('attack: secrets in errors: no message shows the contents', async () => {
    const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ';
    const good = JSON.parse(utf8Decode(Delivery.encode(await goodDelivery())));
    for (const value of [
      { ...good, contents: [secret, ''] },
      { ...good, contents: [`${secret}!`, ''] },
    ]) {
      const error = await open(await sealAnything(encodeCanonicalJson(value))).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(BaseError);
      expect(`${error}${(error as Error).cause ?? ''}`).not.toContain(secret);
    }
  });
});

describe('Delivery', () => {
  test('behavior: the bytes are canonical JSON', async () => {
    const delivery = await goodDelivery();
    for (const one of [delivery, { ...delivery, proof: [new Uint8Array(32)], index: 1, size: 2 }]) {
      const bytes = Delivery.encode(one);
      expect(encodeCanonicalJson(JSON.parse(utf8Decode(bytes)))).toEqual(bytes);
      expect(Delivery.decode(bytes)).toEqual(one);
    }
  });
});

describe('prepareDeliveries', () => {
  test('behavior: the digest is that of the typed data, over the tree of RFC 6962', () => {
    const batch = prepareDeliveries(authority.signer, [draftFor(0)]);
    const leaf = createHash('sha256')
      .update(Buffer.of(0))
      .update(Manifest.encode(manifestFor(0)))
      .digest();
    const { chainId, announcements, epoch } = manifestFor(0);
    const signed = { chainId, announcements, authority: authority.signer, subject, epoch, root: new Uint8Array(leaf) };
    expect(batch.digest).toBe(manifestsDigest(signed));
    expect(batch.digest).toBe(hashTypedData(batch.typedData));
    expect(batch.typedData.message.root).toBe(toHex(leaf));
  });

  test.each<[string, DeliveryDraft[], string]>([
    ['none', [], 'leaves: has no leaf'],
    ['another epoch', [draftFor(0), draftFor(1, { epoch: 8 })], 'drafts[1].manifest.epoch: is not that of the first'],
    ['another subject', [draftFor(0), draftFor(1, { subject: `0x${'05'.repeat(32)}` })], 'drafts[1].manifest.subject'],
    ['another chain', [draftFor(0), draftFor(1, { chainId: 5 })], 'drafts[1].manifest.chainId'],
    ['a device twice', [draftFor(0), draftFor(0)], 'drafts[1].manifest.device: stands twice'],
    ['a content missing', [{ ...draftFor(0), contents: [] }], 'drafts[0].contents: has not one content'],
    ['another content', [{ ...draftFor(0), contents: [...contents].reverse() }], 'drafts[0].contents[0]: is not what'],
    ['another authority', [draftFor(0, { authority: subject })], 'authority: is not the authority of the manifests'],
  ])('error: %s', (_, drafts, message) => {
    expect(() => prepareDeliveries(authority.signer, drafts)).toThrow(message);
  });
});

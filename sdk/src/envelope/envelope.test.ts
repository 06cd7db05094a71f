import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, type Hex, toHex, utf8Encode } from '../bytes/index.ts';
import {
  createHpke,
  Hpke,
  type KemAlgorithm,
  type KemKeyPair,
  kemAlgorithms,
  randomBytes,
  sha256,
} from '../crypto/index.ts';
import { provider as noble } from '../crypto/provider/noble.ts';
import { ArgumentError, BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { type DeliveryContext, type DeliveryKind, encodeDeliveryContext } from './deliveryContext.ts';
import { Envelope, MAX_ENVELOPE_SIZE } from './envelope.ts';

const algorithms = Object.keys(kemAlgorithms) as KemAlgorithm[];
const fast = Hpke.generateKeyPair('X25519');
const other = Hpke.generateKeyPair('X25519');
const hybrid = Hpke.generateKeyPair('MLKEM768-X25519');
const plaintext = utf8Encode('a secret');
const hex = (byte: string, size: number): Hex => `0x${byte.repeat(size)}`;

const context: DeliveryContext = {
  chainId: 31337,
  announcements: hex('a1', 20),
  authority: hex('a2', 32),
  subject: hex('a3', 32),
  device: hex('a4', 32),
  epoch: 7,
  kind: 'sshUser',
};

const seal = (recipients: readonly KemKeyPair[] = [fast], bytes = plaintext) =>
  Envelope.seal({ recipients, context, plaintext: bytes });
const open = (envelope: Uint8Array, keys: readonly KemKeyPair[] = [fast]) => Envelope.open({ envelope, keys, context });
const flip = (bytes: Uint8Array, at: number, bits = 1) => bytes.map((byte, i) => (i === at ? byte ^ bits : byte));

describe('Envelope', () => {
  test.each(algorithms)('behavior: round trip with %s, by node and by noble', async (algorithm) => {
    const pair = Hpke.generateKeyPair(algorithm);
    const hpke = createHpke(noble);
    const envelopes = [await seal([pair]), await Envelope.seal({ recipients: [pair], context, plaintext, hpke })];
    for (const envelope of envelopes) {
      expect(await open(envelope, [pair])).toEqual(plaintext);
      expect(await Envelope.open({ envelope, keys: [pair], context, hpke })).toEqual(plaintext);
      const { stanzas, size } = Envelope.decodeHeader(envelope);
      expect(stanzas).toHaveLength(1);
      expect(stanzas[0]).toMatchObject({ algorithm, kemId: kemAlgorithms[algorithm].id });
      expect(size).toBe(9 + 60 + kemAlgorithms[algorithm].encSize);
    }
  });

  test('behavior: round trip of any size, padded to 256', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), async (bytes) => {
        const envelope = await seal([fast], bytes);
        expect((envelope.length - 101 - 16) % 256).toBe(0);
        expect(await open(envelope)).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
    for (const size of [0, 251, 252, 253, 508]) {
      expect((await seal([fast], new Uint8Array(size))).length).toBe(117 + 256 * Math.ceil((size + 4) / 256));
    }
  });

  test('behavior: several recipients, each with its own key, in any order', async () => {
    const pairs = [...algorithms.map((algorithm) => Hpke.generateKeyPair(algorithm)), fast, other];
    const envelope = await seal(pairs);
    for (const pair of pairs) {
      expect(await open(envelope, [hybrid, pair])).toEqual(plaintext);
      expect(Envelope.recipientOf(envelope, [hybrid, pair])).toBe(pair);
    }
    expect(Envelope.recipientOf(envelope, [hybrid])).toBeNull();
  });

  test('behavior: 64 recipients', async () => {
    const pairs = Array.from({ length: 64 }, () => Hpke.generateKeyPair('X25519'));
    const envelope = await seal(pairs);
    expect(await open(envelope, pairs.slice(63))).toEqual(plaintext);
  });

  test('behavior: null for none of the keys', async () => {
    const envelope = await seal();
    expect(await open(envelope, [])).toBeNull();
    expect(await open(envelope, [other, hybrid])).toBeNull();
  });

  test('behavior: no two envelopes are alike, and each has a content key of its own', async () => {
    const [one, two] = [await seal(), await seal()];
    expect(toHex(one.subarray(-48))).not.toBe(toHex(two.subarray(-48)));
  });

  test('behavior: a KEM that is not known is somebody else, and its length is read from the field', async () => {
    const envelope = await seal();
    const unknown = concat(Uint8Array.of(0x7f, 0x01), new Uint8Array(8), Uint8Array.of(0, 5), new Uint8Array(5 + 48));
    const header = concat(envelope.subarray(0, 8), Uint8Array.of(2), unknown, envelope.subarray(9, 101));
    const { stanzas } = Envelope.decodeHeader(header);
    expect(stanzas.map(({ algorithm }) => algorithm)).toEqual([undefined, 'X25519']);
    expect(await open(concat(header, envelope.subarray(101)), [other])).toBeNull();
    await expect(open(concat(header, envelope.subarray(101)))).rejects.toThrow('envelope.payload: was changed');
  });
});

describe('Envelope, the purpose', () => {
  const changes: readonly Partial<DeliveryContext>[] = [
    { chainId: 1 },
    { announcements: hex('b1', 20) },
    { authority: hex('b1', 32) },
    { subject: hex('b1', 32) },
    { device: hex('b1', 32) },
    { epoch: 8 },
    ...(['sshHost', 'sshAuthority', 'tls', 'files', 'publicKeys'] as const).map((kind: DeliveryKind) => ({ kind })),
  ];

  test.each(changes)('attack: wrong software, replay for another purpose: %o', async (change) => {
    const envelope = await seal();
    const opening = Envelope.open({ envelope, keys: [fast], context: { ...context, ...change } });
    await expect(opening).rejects.toThrow(VerificationError);
    await expect(opening).rejects.toThrow('for this purpose');
  });

  test('behavior: the context is the bytes of the specification', () => {
    const bytes = encodeDeliveryContext(context);
    expect(toHex(bytes)).toBe(
      `0x0000000000007a69${'a1'.repeat(20)}${'a2'.repeat(32)}${'a3'.repeat(32)}${'a4'.repeat(32)}000000000000000701`,
    );
    expect(bytes).toHaveLength(133);
  });

  test.each([
    ['chainId', -1],
    ['chainId', 1.5],
    ['epoch', 2 ** 53],
    ['epoch', Number.NaN],
    ['announcements', '0x00'],
    ['device', 'x'],
    ['authority', hex('a2', 20)],
  ])('error: %s that does not fit: %s', (name, value) => {
    expect(() => encodeDeliveryContext({ ...context, [name]: value })).toThrow(`context.${name}`);
  });
});

describe('Envelope, attacks', () => {
  test('attack: truncation at every byte, and bytes added', async () => {
    const envelope = await seal();
    for (let size = 0; size < envelope.length; size++) {
      await expect(open(envelope.subarray(0, size)), `${size} bytes`).rejects.toThrow(BaseError);
    }
    for (const extra of [1, 256]) {
      await expect(open(concat(envelope, new Uint8Array(extra)))).rejects.toThrow(BaseError);
    }
  });

  test('attack: every byte flipped, in the header and in the payload', async () => {
    const envelope = await seal();
    for (let at = 0; at < envelope.length; at++) {
      const result = await open(flip(envelope, at, 1 << (at % 8))).catch((error: unknown) => error);
      const isForSomebodyElse = result === null && at >= 9 && at < 19;
      expect(result instanceof BaseError || isForSomebodyElse, `byte ${at}`).toBe(true);
    }
  });

  test('attack: every byte flipped, sampled, for the hybrid', async () => {
    const envelope = await seal([hybrid]);
    for (let at = 19; at < envelope.length; at += 13) {
      await expect(open(flip(envelope, at), [hybrid])).rejects.toThrow(BaseError);
    }
  });

  test('attack: recipient swap: a stanza of another envelope', async () => {
    const [one, two] = [await seal(), await seal()];
    await expect(open(concat(one.subarray(0, 101), two.subarray(101)))).rejects.toThrow(
      'envelope.payload: was changed',
    );
  });

  test('attack: recipient swap: stanzas reordered, removed, renamed', async () => {
    const envelope = await seal([fast, other]);
    const [start, first, second, payload] = [[0, 9], [9, 101], [101, 193], [193]].map(([from, to]) =>
      envelope.subarray(from, to),
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    await expect(open(concat(start, second, first, payload))).rejects.toThrow('was changed');
    const alone = concat(start.subarray(0, 8), Uint8Array.of(1), first, payload);
    await expect(open(alone)).rejects.toThrow('was changed');
    const renamed = concat(start, first.subarray(0, 2), second.subarray(2, 10), first.subarray(10), second, payload);
    await expect(open(renamed, [other])).rejects.toThrow('names a key twice');
    const swapped = concat(start, second.subarray(0, 10), first.subarray(10), second, payload);
    await expect(open(swapped, [other])).rejects.toThrow(BaseError);
  });

  test('attack: a key named twice, so that the second stanza would be a trap', async () => {
    const envelope = await seal();
    const stanza = envelope.subarray(9, 101);
    const twice = concat(envelope.subarray(0, 8), Uint8Array.of(2), stanza, stanza, envelope.subarray(101));
    await expect(open(twice)).rejects.toThrow('envelope.recipients[1]: names a key twice');
    await expect(seal([fast, other, fast])).rejects.toThrow('recipients: names a key twice');
  });

  test('attack: stripping the post-quantum half of a hybrid', async () => {
    const half: KemKeyPair = {
      algorithm: 'X25519',
      publicKey: hybrid.publicKey.slice(1184),
      privateKey: new Uint8Array(32),
    };
    const envelope = await seal([half]);
    expect(await open(envelope, [hybrid])).toBeNull();
    const { stanzas } = Envelope.decodeHeader(envelope);
    expect(toHex(Envelope.keyId('MLKEM768-X25519', hybrid.publicKey))).not.toBe(toHex(stanzas[0]?.keyId as Uint8Array));
    const pq = {
      algorithm: 'ML-KEM-768',
      publicKey: hybrid.publicKey.slice(0, 1184),
      privateKey: new Uint8Array(64),
    } as const;
    expect(await open(await seal([pq]), [hybrid])).toBeNull();
    const relabelled = concat(envelope.subarray(0, 9), Uint8Array.of(0x64, 0x7a), envelope.subarray(11));
    await expect(open(relabelled, [hybrid])).rejects.toThrow('MLKEM768-X25519 has 1120');
  });

  test('attack: the key id of a hybrid on a stanza of its X25519 half', async () => {
    const half = {
      algorithm: 'X25519',
      publicKey: hybrid.publicKey.slice(1184),
      privateKey: new Uint8Array(32),
    } as const;
    const envelope = await seal([half]);
    const id = Envelope.keyId('MLKEM768-X25519', hybrid.publicKey);
    expect(await open(concat(envelope.subarray(0, 11), id, envelope.subarray(19)), [hybrid])).toBeNull();
  });

  test('error: padding that is not zero, too long, or has a wrong length', async () => {
    const good = concat(Uint8Array.of(0, 0, 0, 1), new Uint8Array(252));
    const cases: readonly Uint8Array[] = [
      flip(good, 255),
      flip(good, 5),
      flip(good, 0, 0x80),
      concat(good, new Uint8Array(256)),
      concat(Uint8Array.of(0, 0, 1, 0), new Uint8Array(252)),
      new Uint8Array(0),
    ];
    for (const padded of cases) await expect(open(await sealPadded(padded))).rejects.toThrow('is not padded');
    expect(await open(await sealPadded(good))).toEqual(Uint8Array.of(0));
  });

  test('error: endless data', async () => {
    await expect(open(new Uint8Array(MAX_ENVELOPE_SIZE + 1))).rejects.toThrow('envelope: has 1048577 bytes');
    await expect(seal([fast], new Uint8Array(MAX_ENVELOPE_SIZE))).rejects.toThrow(ArgumentError);
    await expect(seal([fast], new Uint8Array(MAX_ENVELOPE_SIZE - 120))).rejects.toThrow('plaintext: makes an envelope');
    const largest = new Uint8Array(Math.floor((MAX_ENVELOPE_SIZE - 117) / 256) * 256 - 4);
    expect((await open(await seal([fast], largest)))?.length).toBe(largest.length);
  });

  test('error: no recipient, too many, one with a wrong key', async () => {
    await expect(seal([])).rejects.toThrow('recipients: has 0 items');
    const many = Array.from({ length: 65 }, () => Hpke.generateKeyPair('X25519'));
    await expect(seal(many)).rejects.toThrow('recipients: has 65 items');
    await expect(seal([{ ...fast, publicKey: new Uint8Array(31) }])).rejects.toThrow('publicKey: has 31 bytes');
  });

  test.each([
    ['no envelope', utf8Encode('hello, world')],
    ['another version', utf8Encode('GSE2\0\x01\0\x02\x01')],
    ['another KDF', utf8Encode('GSE1\0\x03\0\x02\x01')],
    ['another AEAD', utf8Encode('GSE1\0\x01\0\x03\x01')],
    ['no recipients', utf8Encode('GSE1\0\x01\0\x02\0')],
    ['65 recipients', concat(utf8Encode('GSE1\0\x01\0\x02A'), new Uint8Array(65 * 60))],
  ])('error: %s', (_, envelope) => {
    expect(() => Envelope.decodeHeader(envelope)).toThrow(DecodeError);
  });

  test('error: any bytes at all end in a typed error or null', async () => {
    const start = utf8Encode('GSE1\0\x01\0\x02');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, hasStart) => {
        const result = await open(hasStart ? concat(start, bytes) : bytes).catch((error: unknown) => error);
        expect(result === null || result instanceof BaseError).toBe(true);
      }),
    );
  });
});

/** An envelope whose padded plaintext is given, made by hand from the specification. */
async function sealPadded(padded: Uint8Array): Promise<Uint8Array> {
  const { createCipheriv } = await import('node:crypto');
  const contentKey = randomBytes(32);
  const info = concat(utf8Encode('gridseal/envelope/v1'), Uint8Array.of(0), encodeDeliveryContext(context));
  const { enc, ciphertext } = await Hpke.seal({ ...fast, info, plaintext: contentKey });
  const id = sha256(concat(utf8Encode('gridseal/key/v1'), Uint8Array.of(0, 0, 0x20), fast.publicKey)).subarray(0, 8);
  const stanza = concat(Uint8Array.of(0, 0x20), id, Uint8Array.of(0, 32), enc, ciphertext);
  const header = concat(utf8Encode('GSE1'), Uint8Array.of(0, 1, 0, 2, 1), stanza);
  const cipher = createCipheriv('aes-256-gcm', contentKey, new Uint8Array(12)).setAAD(sha256(header));
  return concat(header, cipher.update(padded), cipher.final(), cipher.getAuthTag());
}

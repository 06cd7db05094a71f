import { readFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, type Json, toBase64 } from '../../bytes/index.ts';
import { secp256k1Signer } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { brotli as platformBrotli } from './brotli/platformBrotli.ts';
import { SignatureV1 } from './index.ts';

interface Vector {
  readonly senderKey: Hex;
  readonly nodeKey: Hex;
  readonly request: { readonly headers: Record<string, string>; readonly body: Record<string, Json> };
  readonly rewrittenUrl: string;
  readonly header: string;
  readonly decoded: SignatureV1.SignatureV1;
}
const vector = JSON.parse(readFileSync('test/vectors/ocn-signature.json', 'utf8')) as Vector;
const sender = secp256k1Signer(fromHex(vector.senderKey));
const node = secp256k1Signer(fromHex(vector.nodeKey));
const { request } = vector;
const rewritten = { ...request, body: { ...request.body, response_url: vector.rewrittenUrl } };
const oldUrl = { "$['body']['response_url']": request.body.response_url as string };
const compressed = (value: unknown): string => toBase64(brotliCompressSync(JSON.stringify(value)));

describe('the published vector', () => {
  test('behavior: is read, and written again as the same text', async () => {
    const signature = await SignatureV1.deserialise(vector.header);
    expect(signature).toEqual(vector.decoded);
    expect(await SignatureV1.serialise(signature)).toBe(vector.header);
  });

  test('behavior: is made from its message and keys, to the byte', async () => {
    const signed = await SignatureV1.sign(request, sender);
    const again = await SignatureV1.rewrite(signed, rewritten, oldUrl, node);
    expect(again).toEqual(vector.decoded);
    expect(await SignatureV1.serialise(again)).toBe(vector.header);
  });

  test('behavior: verifies, with the message before the rewrite', () => {
    expect(SignatureV1.verify(vector.decoded, rewritten)).toEqual({
      valid: true,
      signatory: node.signer,
      before: [sender.signer],
      original: request,
      unsigned: [],
    });
    // Twice: nothing is turned around in place.
    expect(SignatureV1.assert(vector.decoded, rewritten).valid).toBe(true);
  });
});

describe('what is refused', () => {
  test.each([
    ['signature.hash', { hash: `0x${'00'.repeat(32)}` }],
    ['signature.rsv', { rsv: `0x${'00'.repeat(65)}` }],
    ['signature.signatory', { signatory: sender.signer }],
    ['signature.rewrites[0].hash', { rewrites: [{ ...vector.decoded.rewrites[0], hash: `0x${'00'.repeat(32)}` }] }],
    ['signature.rewrites[0].rsv', { rewrites: [{ ...vector.decoded.rewrites[0], rsv: `0x${'ff'.repeat(65)}` }] }],
    ['signature.rewrites[0].signatory', { rewrites: [{ ...vector.decoded.rewrites[0], signatory: node.signer }] }],
    ['signature.rewrites[0].hash', { rewrites: [{ ...vector.decoded.rewrites[0], rewrittenFields: {} }] }],
  ])('error: %s is wrong', (field, change) => {
    const signature = SignatureV1.from({ ...vector.decoded, ...change });
    expect(SignatureV1.verify(signature, rewritten)).toMatchObject({ valid: false, field });
    expect(() => SignatureV1.assert(signature, rewritten)).toThrow(expect.objectContaining({ field }));
  });

  test('error: a value of the message was changed, or is gone', () => {
    const changed = { ...rewritten, body: { ...rewritten.body, location_id: 'other' } };
    const { location_id: _, ...less } = rewritten.body as Record<string, Json>;
    for (const values of [changed, { ...rewritten, body: less }, { headers: {} }]) {
      expect(SignatureV1.verify(vector.decoded, values)).toMatchObject({ valid: false, field: 'signature.hash' });
    }
  });

  test.each([
    ['signature.fields', { fields: 'all' }],
    ['signature.fields[0]', { fields: ['$..*'] }],
    ['signature.fields[0]', { fields: ['$'] }],
    ['signature.fields[0]', { fields: ["$['a\\'b']"] }],
    ['signature.fields[0]', { fields: [`$${'[0]'.repeat(65)}`] }],
    ['signature.fields', { fields: ["$['a']", "$['A']"] }],
    ['signature.hash', { hash: '0x12' }],
    ['signature.rsv', { rsv: '0x' }],
    ['signature.signatory', { signatory: '' }],
    ['signature', { more: 1 }],
    ['signature.rewrites', { rewrites: Array.from({ length: 17 }, () => vector.decoded.rewrites[0]) }],
    [
      'signature.rewrites[0].rewrittenFields',
      { rewrites: [{ ...vector.decoded.rewrites[0], rewrittenFields: { a: 1 } }] },
    ],
    [
      'signature.rewrites[0].rewrittenFields',
      { rewrites: [{ ...vector.decoded.rewrites[0], rewrittenFields: { "$['a']": {} } }] },
    ],
  ])('error: the form of %s', async (field, change) => {
    const header = compressed({ ...vector.decoded, ...change });
    await expect(SignatureV1.deserialise(header)).rejects.toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test('error: truncated anywhere, or longer', async () => {
    const bytes = Buffer.from(vector.header, 'base64');
    for (let length = 0; length < bytes.length; length++) {
      await expect(SignatureV1.deserialise(toBase64(bytes.subarray(0, length)))).rejects.toThrow(DecodeError);
    }
    for (const text of [
      vector.header.slice(0, -1),
      toBase64(Buffer.concat([bytes, bytes])),
      ` ${vector.header}`,
      'EV2.abcd',
    ]) {
      await expect(SignatureV1.deserialise(text)).rejects.toThrow(DecodeError);
    }
  });

  test('error: any text, any JSON: a DecodeError and nothing else', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => toBase64(brotliCompressSync(text))),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        await expect(SignatureV1.deserialise(text)).rejects.toThrow(DecodeError);
      }),
      { numRuns: 200 },
    );
  });

  test('error: a compressed bomb, of which no more than the limit is unpacked', async () => {
    const bomb = toBase64(
      brotliCompressSync(Buffer.alloc(1 << 25), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    );
    expect(bomb.length).toBeLessThan(2048);
    await expect(SignatureV1.deserialise(bomb)).rejects.toThrow(/more than 4194304 bytes/);
    await expect(SignatureV1.deserialise('A'.repeat(SignatureV1.limits.text + 4))).rejects.toThrow(/characters/);
  });

  test('error: old values at places that cannot be: no prototype is touched, no list grows', () => {
    for (const path of ["$['__proto__']['polluted']", "$['body']['l'][999999999]", "$['body']['l']['length']"]) {
      const rewrites = [{ ...vector.decoded.rewrites[0], rewrittenFields: { [path]: 1 } }];
      const signature = SignatureV1.from({ ...vector.decoded, rewrites });
      expect(SignatureV1.verify(signature, { ...rewritten, body: { ...rewritten.body, l: [] } }).valid).toBe(false);
    }
    expect('polluted' in {}).toBe(false);
  });

  test('error: names that no path can carry, a signer that is no wallet, a rewrite that leads nowhere', async () => {
    await expect(SignatureV1.sign({ headers: {}, body: { "it's": 1 } }, sender)).rejects.toThrow(ArgumentError);
    let deep: Json = 1;
    for (let i = 0; i < 100; i++) deep = [deep];
    await expect(SignatureV1.sign({ headers: {}, body: deep }, sender)).rejects.toThrow(/deep/);
    const quorum = { ...sender, signer: `${sender.signer}00` as Hex };
    await expect(SignatureV1.sign(request, quorum)).rejects.toThrow(/no|not a wallet/);
    await expect(SignatureV1.sign(request, { ...sender, signer: node.signer })).rejects.toThrow(/another key/);
    const signed = await SignatureV1.sign(request, sender);
    await expect(SignatureV1.rewrite(signed, rewritten, {}, node)).rejects.toThrow(ArgumentError);
    expect(SignatureV1.verify(signed, { ...request, body: { ...request.body, "it's": deep } })).toMatchObject({
      valid: true,
      unsigned: [expect.stringContaining("it's")],
    });
  });
});

describe('Brotli in browsers', () => {
  test('behavior: writes what every decoder reads, and reads the vector', async () => {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
      const bytes = new Uint8Array(size).map((_, i) => (i * 31) % 251);
      const packed = await platformBrotli.compress(bytes);
      expect(Buffer.compare(brotliDecompressSync(packed), bytes)).toBe(0);
      expect(Buffer.compare(await platformBrotli.decompress(packed, size, 'x'), bytes)).toBe(0);
    }
    const json = await platformBrotli.decompress(Buffer.from(vector.header, 'base64'), 1 << 20, 'x');
    expect(JSON.parse(Buffer.from(json).toString())).toEqual(vector.decoded);
  });

  test('error: a bomb, truncated, longer, none', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(1 << 24));
    await expect(platformBrotli.decompress(bomb, 1 << 20, 'x')).rejects.toThrow(/more than 1048576 bytes/);
    const bytes = Buffer.from(vector.header, 'base64');
    for (const wrong of [bytes.subarray(0, -1), Uint8Array.of(), Buffer.from('EV2.abcd', 'base64')]) {
      await expect(platformBrotli.decompress(wrong, 1 << 20, 'x')).rejects.toThrow(DecodeError);
    }
  });
});

test('behavior: every signed message verifies after the header; any other text does not', async () => {
  const body = fc.dictionary(
    fc.stringMatching(/^[a-z_]{1,8}$/),
    fc.jsonValue({ maxDepth: 2 }).filter((v) => !/['\\]|[A-Z]/.test(JSON.stringify(v))),
  );
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      const values = { headers: request.headers, body: value as Json };
      const signature = await SignatureV1.deserialise(
        await SignatureV1.serialise(await SignatureV1.sign(values, sender)),
      );
      expect(SignatureV1.verify(signature, values)).toMatchObject({ valid: true, unsigned: [] });
      expect(
        SignatureV1.verify(signature, { ...values, headers: { ...request.headers, 'ocpi-to-party-id': 'YYY' } }).valid,
      ).toBe(false);
    }),
    { numRuns: 40 },
  );
});

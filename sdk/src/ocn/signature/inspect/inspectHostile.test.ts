import { brotliCompressSync, constants } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Json, toBase64, utf8Encode } from '../../../bytes/index.ts';
import { secp256k1Signer } from '../../../crypto/index.ts';
import { MessageInspector, SignatureV1, SignatureV2 } from '../index.ts';
import {
  by,
  changed as changedV2,
  header as headerV2,
  json,
  key,
  message as messageV2,
  now,
  party,
  rewritten as rewrittenV2,
} from '../v2.fixtures.ts';
import { asReceived, type Body, fieldsOf, received, request, vector, vectorBody } from './inspect.fixtures.ts';

const inspectVector = (body: Json, rules: MessageInspector.InspectRules = {}) =>
  MessageInspector.inspect(vector.header, asReceived(body), rules);

describe('hostile headers and messages', () => {
  test('attack: bombs, endless links, a million paths, deep bodies', async () => {
    const pack = (value: Uint8Array | string) =>
      toBase64(brotliCompressSync(value, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }));
    const links = SignatureV2.decode(headerV2);
    const rewrites = Array.from({ length: 17 }, () => vector.decoded.rewrites[0]);
    const paths = Array.from({ length: 50_000 }, (_, i) => `$['body']['a${i}']`);
    const many = pack(JSON.stringify({ ...vector.decoded, fields: paths }));
    for (const header of [
      pack(Buffer.alloc(1 << 25)),
      pack(JSON.stringify({ ...vector.decoded, rewrites })),
      `EV2.${Buffer.from(JSON.stringify(Array.from({ length: 9 }, () => links[0]))).toString('base64url')}`,
      'A'.repeat(2_000_000),
      `EV2.${'A'.repeat(70_000)}`,
      many,
    ]) {
      const found = await MessageInspector.inspect(header, asReceived(vectorBody));
      expect(found.outcome).toBe('broken');
      expect(found.problems.length).toBeGreaterThan(0);
    }
    const deep = utf8Encode(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect((await MessageInspector.inspect(vector.header, { ...asReceived({}), body: deep })).outcome).toBe('broken');
    expect((await MessageInspector.inspect(headerV2, { ...received(messageV2), body: deep }, { now })).outcome).toBe(
      'broken',
    );
    const proto = utf8Encode('{"__proto__":{"polluted":1},"a":1}');
    expect((await MessageInspector.inspect(headerV2, { ...received(messageV2), body: proto }, { now })).outcome).toBe(
      'broken',
    );
    expect('polluted' in {}).toBe(false);
  });

  test('error: any header, any message: data, and no exception', async () => {
    const header = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => toBase64(brotliCompressSync(text))),
      fc.json().map((text) => `EV2.${Buffer.from(text).toString('base64url')}`),
      fc.uint8Array({ minLength: 65, maxLength: 65 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
    );
    const message = fc.record(
      {
        method: fc.string(),
        path: fc.string(),
        headers: fc.dictionary(fc.string(), fc.string()),
        body: fc.uint8Array(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(header, message, async (text, value) => {
        expect((await MessageInspector.inspect(text, value)).outcome).not.toBe('verifies');
        for (const real of [vector.header, headerV2]) {
          expect((await MessageInspector.inspect(real, value, { effort: 10_000 })).outcome).not.toBe('verifies');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('error: truncated anywhere', async () => {
    for (const [header, message] of [
      [vector.header, asReceived(vectorBody)],
      [rewrittenV2, received(changedV2)],
    ] as const) {
      for (let length = 0; length < header.length; length += 7) {
        expect((await MessageInspector.inspect(header.slice(0, length), message)).outcome).toBe('broken');
      }
    }
  });
});

describe('properties', () => {
  const leaves = (value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] =>
    typeof value !== 'object' || value === null
      ? [path]
      : Object.keys(value).flatMap((name) => leaves((value as Body)[name] as Json, [...path, name]));
  const set = (value: Json, [step, ...rest]: readonly (string | number)[], leaf: Json): Json =>
    step === undefined ? leaf : { ...(value as Body), [step]: set((value as Body)[step] as Json, rest, leaf) };
  const at = (value: Json, path: readonly (string | number)[]): Json =>
    path.reduce<Json>((below, step) => (below as Body)[step] as Json, value);
  const flips = fc.tuple(fc.constantFrom(...leaves(vectorBody)), fc.nat(), fc.constantFrom(...'0aZ~'));
  const flipped = (value: Json, path: readonly (string | number)[], position: number, character: string): Json => {
    const text = String(at(value, path));
    const place = position % text.length;
    const other = text[place] === character ? 'Q' : character;
    return set(value, path, text.slice(0, place) + other + text.slice(place + 1));
  };

  test('behavior: any one character of a signed value of version 1 is found, with enough effort', async () => {
    await fc.assert(
      fc.asyncProperty(flips, async ([path, position, character]) => {
        const found = await inspectVector(flipped(vectorBody, path, position, character), { effort: 1 << 29 });
        expect([found.outcome, fieldsOf(found)]).toEqual(['broken', [`body.${path.join('.')}`]]);
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  test('behavior: without effort it says that it cannot say', async () => {
    await fc.assert(
      fc.asyncProperty(flips, async ([path, position, character]) => {
        const found = await inspectVector(flipped(vectorBody, path, position, character), { effort: 0 });
        expect(found.problems).toMatchObject([{ field: 'signature.hash', certain: false }]);
      }),
      { numRuns: 30 },
    );
  });

  test('behavior: any one byte of a message or header of version 2 is named', async () => {
    const small = { a: 'x', b: [1, true], c: { d: null } };
    const message = { ...messageV2, body: json(small) };
    const header = await SignatureV2.sign(message, by(party));
    await fc.assert(
      fc.asyncProperty(fc.nat(message.body.length - 1), fc.integer({ min: 33, max: 126 }), async (place, byte) => {
        const body = Uint8Array.from(message.body);
        fc.pre(body[place] !== byte);
        body[place] = byte;
        const found = await MessageInspector.inspect(header, received({ ...message, body }), { now });
        expect(found.outcome).toBe('broken');
        expect(found.problems.every(({ field, certain }) => certain && field.startsWith('body'))).toBe(true);
      }),
      { numRuns: 100 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(header.length - 5), fc.constantFrom(...'AbZ9_-'), async (place, character) => {
        const index = place + 4;
        fc.pre(header[index] !== character);
        const altered = header.slice(0, index) + character + header.slice(index + 1);
        const found = await MessageInspector.inspect(altered, received(message), { now });
        expect(found.outcome).toBe('broken');
        expect(found.problems[0]?.field).toMatch(/^(links|OCN-Signature)/);
      }),
      { numRuns: 100 },
    );
  });

  test('behavior: real messages of any content verify, and any value of them that is changed is noticed', async () => {
    const content = fc.dictionary(
      fc.stringMatching(/^[a-z_]{1,8}$/),
      fc.oneof(fc.stringMatching(/^[a-z0-9]{1,12}$/), fc.integer(), fc.boolean()),
      { minKeys: 1 },
    );
    await fc.assert(
      fc.asyncProperty(content, fc.nat(), async (value, pick) => {
        const body = value as Body;
        const v1 = await SignatureV1.serialise(
          await SignatureV1.sign({ headers: request.headers, body }, secp256k1Signer(key(9))),
        );
        expect((await MessageInspector.inspect(v1, asReceived(body))).outcome).toBe('verifies');
        const names = Object.keys(body);
        const name = names[pick % names.length] as string;
        const found = await MessageInspector.inspect(v1, asReceived({ ...body, [name]: `${body[name]}!` }), {
          effort: 1 << 22,
        });
        expect(found.outcome).toBe('broken');
        expect(found.fields.find(({ field }) => field === `body.${name}`)?.state).not.toBe('same');
      }),
      { numRuns: 25 },
    );
  });
});

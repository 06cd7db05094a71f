import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, type Json, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { NodeMessage, SignatureV1, SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';

// The signature library of the Open Charging Network itself, on ethers 4 and jsonpath: none of our code.

interface Notary {
  readonly fields: string[];
  sign(values: unknown, privateKey: string): Promise<void>;
  verify(values: unknown): { readonly isValid: boolean; readonly error?: string };
  stash(values: Readonly<Record<string, unknown>>): void;
  serialize(): Promise<string>;
}
const { default: Notary } = createRequire(import.meta.url)('@shareandcharge/ocn-notary') as {
  readonly default: { new (): Notary; deserialize(header: string): Promise<Notary> };
};

interface Vector {
  readonly senderKey: Hex;
  readonly nodeKey: Hex;
  readonly request: { readonly headers: Record<string, string>; readonly body: Record<string, Json> };
  readonly rewrittenUrl: string;
  readonly header: string;
}
const vector = JSON.parse(readFileSync('test/vectors/ocn-signature.json', 'utf8')) as Vector;
const { request, senderKey, nodeKey } = vector;
const [sender, node] = [secp256k1Signer(fromHex(senderKey)), secp256k1Signer(fromHex(nodeKey))];
const forwarded = { ...request, body: { ...request.body, response_url: vector.rewrittenUrl } };
const oldUrl = { "$['body']['response_url']": request.body.response_url as string };
const { headers } = request;

const messages: readonly (readonly [string, SignatureV1.ValuesV1])[] = [
  ['a command', request],
  ['no body', { headers, params: { limit: 10, offset: 0, date_from: '2026-01-01T00:00:00Z' } }],
  [
    'numbers, truth values, null, empty text',
    { headers, body: { a: 1.5, b: -0.25, c: 1e21, d: 0, e: true, f: false, g: null, h: '' } },
  ],
  ['lists in lists', { headers, body: [{ evses: [{ uid: 'ä €', connectors: [{ id: '1' }, []] }] }, ['x', ['y']]] }],
  [
    'a response',
    {
      headers: { 'x-limit': '50', 'x-total-count': '2', link: '<https://a/b>; rel="next"' },
      body: { status_code: 1000 },
    },
  ],
  ['text alone', { headers, body: 'text' }],
];

describe('with the library of the Open Charging Network', () => {
  test.each(messages)('behavior: %s: both write the same header, and read the other’s', async (_, values) => {
    const theirs = new Notary();
    await theirs.sign(values, senderKey);
    const ours = await SignatureV1.sign(values, sender);
    const header = await SignatureV1.serialise(ours);
    expect(await theirs.serialize()).toBe(header);
    expect((await Notary.deserialize(header)).verify(values)).toEqual({ isValid: true });
    expect(SignatureV1.verify(await SignatureV1.deserialise(await theirs.serialize()), values).valid).toBe(true);
  });

  test('behavior: a rewritten message, in both directions, and on top of each other', async () => {
    const theirs = new Notary();
    await theirs.sign(request, senderKey);
    theirs.stash(oldUrl);
    await theirs.sign(forwarded, nodeKey);
    const ours = await SignatureV1.rewrite(await SignatureV1.sign(request, sender), forwarded, oldUrl, node);
    expect(await SignatureV1.serialise(ours)).toBe(await theirs.serialize());
    const received = await SignatureV1.deserialise(await theirs.serialize());
    expect(SignatureV1.verify(received, forwarded)).toMatchObject({ valid: true, original: request });
    const again = { ...forwarded, body: { ...forwarded.body, response_url: 'https://third.example/' } };
    const old = { "$['body']['response_url']": vector.rewrittenUrl };
    const twice = await SignatureV1.serialise(await SignatureV1.rewrite(received, again, old, sender));
    expect((await Notary.deserialize(twice)).verify(again)).toEqual({ isValid: true });
    expect((await Notary.deserialize(twice)).verify(forwarded).isValid).toBe(false);
  });

  test('error: both refuse what was changed', async () => {
    const changed = { ...forwarded, body: { ...forwarded.body, location_id: 'x' } };
    expect((await Notary.deserialize(vector.header)).verify(changed).isValid).toBe(false);
    expect(SignatureV1.verify(await SignatureV1.deserialise(vector.header), changed).valid).toBe(false);
    expect((await Notary.deserialize(vector.header)).verify(forwarded).isValid).toBe(true);
  });

  const body = { uid: '12', name: '3', valid: true, power: 1.5 };
  test.each([
    ['a field is added to the body', { ...body, free: true }],
    ['bytes move between neighbouring fields', { ...body, uid: '1', name: '23' }],
    ['true becomes "true"', { ...body, valid: 'true' }],
    ['1.5 becomes "1.5"', { ...body, power: '1.5' }],
  ])('attack: version 1 verifies it in both libraries: %s', async (_, forged) => {
    const signature = await SignatureV1.sign({ headers, body }, sender);
    const theirs = await Notary.deserialize(await SignatureV1.serialise(signature));
    expect(theirs.verify({ headers, body: forged }).isValid).toBe(true);
    expect(SignatureV1.verify(signature, { headers, body: forged }).valid).toBe(true);
  });

  test('error: it refuses a header of version 2', async () => {
    const message = {
      ...{ network: `eip155:1:0x${'ab'.repeat(20)}`, method: 'GET', path: '/', requestId: 'r', correlationId: 'c' },
      ...{
        from: { countryCode: 'DE', partyId: 'ABC' },
        to: { countryCode: 'DE', partyId: 'XYZ' },
        body: Uint8Array.of(),
      },
    };
    const header = await SignatureV2.sign(message, { signer: sender, issued: 0, expires: 60 });
    await expect(Notary.deserialize(header)).rejects.toBeDefined();
  });

  test('behavior: between nodes, ethers signs the same bytes the same', async () => {
    const raw = '{"module":"tokens", "interface_role":"RECEIVER"}';
    expect(await NodeMessage.sign(utf8Encode(raw), node)).toBe(await new Wallet(nodeKey).signMessage(raw));
  });
});

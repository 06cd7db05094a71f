import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hashTypedData } from 'viem';
import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, toBase64url, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { ed25519Signer, secp256k1Signer } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { SignatureV1, SignatureV2 } from './index.ts';
import {
  by,
  changed,
  command,
  header,
  json,
  key,
  message,
  node,
  now,
  party,
  refusal,
  rewritten,
  rules,
  stranger,
} from './v2.fixtures.ts';

describe('a message', () => {
  test('behavior: verifies, and says what has to be remembered', async () => {
    const verdict = await SignatureV2.assert(header, message, rules);
    expect(verdict).toMatchObject({ rewrites: [], originalBody: message.body, expires: now + 90 });
    expect(verdict.replayKey).toBe(`${message.network} ${party.signer} request request-1`);
  });

  test('behavior: the digest is that of its EIP-712 typed data, which wallets show', () => {
    const { statement } = SignatureV2.decode(header)[0] as SignatureV2.Link;
    expect(hashTypedData(SignatureV2.typedData(statement))).toBe(SignatureV2.digestOf(statement));
  });

  test('behavior: a response binds its status and what pages depend on; other headers are free', async () => {
    const response = {
      ...message,
      status: 200,
      headers: { 'X-Limit': '10', Link: '<https://a/2>; rel="next"', Date: 'x' },
    };
    const signed = await SignatureV2.sign(response, by(party));
    expect(await refusal(signed, { ...response, headers: { ...response.headers, Date: 'y' } })).toBeNull();
    expect(await refusal(signed, { ...response, status: 201 })).toBe('status');
    expect(await refusal(signed, { ...response, status: undefined })).toBe('status');
    expect(await refusal(signed, { ...response, headers: { ...response.headers, 'x-limit': '10' } })).toBe(
      'message.headers.x-limit',
    );
    expect(await refusal(signed, { ...response, headers: { 'X-Limit': '10' } })).toBe('headers.link');
    expect(await refusal(signed, { ...response, headers: { ...response.headers, Location: 'z' } })).toBe(
      'headers.location',
    );
  });

  test('behavior: of any signer; one that only a chain can check is refused, or asked about', async () => {
    const device = ed25519Signer(key(7));
    const signed = await SignatureV2.sign(message, { ...by(party), signer: device });
    expect(await refusal(signed, message, { origins: [device.signer] })).toBeNull();
    const wallet = { signer: stranger.signer, algorithm: undefined, sign: party.sign };
    const contract = await SignatureV2.sign(message, { ...by(party), signer: wallet });
    const origins = [stranger.signer];
    expect(await refusal(contract, message, { origins })).toBe('links[0].signature');
    expect(await refusal(contract, message, { origins, ask: async () => false })).toBe('links[0].signature');
    expect(await refusal(contract, message, { origins, ask: async () => true })).toBeNull();
  });

  test.each<[string, Partial<SignatureV2.MessageV2>]>([
    ['network', { network: `eip155:1:0x${'ab'.repeat(20)}` }],
    ['method', { method: 'PUT' }],
    ['path', { path: '/ocpi/receiver/2.2/commands/STOP_SESSION' }],
    ['requestId', { requestId: 'request-9' }],
    ['correlationId', { correlationId: 'other' }],
    ['from.countryCode', { from: { countryCode: 'FR', partyId: 'ABC' } }],
    ['from.partyId', { from: { countryCode: 'DE', partyId: 'ABD' } }],
    ['to.partyId', { to: { countryCode: 'CH', partyId: 'XYA' } }],
    ['body', { body: json({ ...command, evse_uid: 'E2' }) }],
    ['body', { body: Uint8Array.of() }],
  ])('error: another %s', async (field, change) => {
    expect(await refusal(header, { ...message, ...change })).toBe(field);
    await expect(SignatureV2.assert(header, { ...message, ...change }, rules)).rejects.toThrow(
      expect.objectContaining({ field }),
    );
  });

  test('error: too early, too late, for too long, by a stranger', async () => {
    expect(await refusal(header, message, { now: now - 31 })).toBe('links[0].statement.issued');
    expect(await refusal(header, message, { now: now + 90 })).toBe('links[0].statement.expires');
    expect(await refusal(header, message, { now: now + 89 })).toBeNull();
    expect(await refusal(header, message, { lifetime: 59 })).toBe('links[0].statement.expires');
    expect(await refusal(header, message, { origins: [node.signer] })).toBe('links[0].statement.signer');
    const posing = { ...stranger, signer: party.signer };
    expect(await refusal(await SignatureV2.sign(message, by(posing)), message)).toBe('links[0].signature');
  });

  test.each<[string, Partial<SignatureV2.MessageV2>]>([
    ['message.path', { path: 'https://x/' }],
    ['message.path', { path: '/a b' }],
    ['message.requestId', { requestId: '' }],
    ['message.network', { network: 'mainnet' }],
    ['message.method', { method: 'get' }],
    ['message.to.partyId', { to: { countryCode: 'CH', partyId: 'XYZA' } }],
    ['message.headers.link', { headers: { link: 'a\nb' } }],
    ['message.status', { status: 99 }],
  ])('error: %s cannot be signed', async (field, change) => {
    await expect(SignatureV2.sign({ ...message, ...change }, by(party))).rejects.toThrow(
      expect.objectContaining({ code: 'ARGUMENT', field }),
    );
  });
});

describe('an answer that is given again', () => {
  const answer = { ...message, status: 200, headers: {} };
  const day = 86_400;

  test('behavior: is as good as when it was issued, if that was after its request was made', async () => {
    const text = await SignatureV2.sign(answer, by(party));
    expect(await refusal(text, answer, { now: now + day })).toBe('links[0].statement.expires');
    expect(await refusal(text, answer, { now: now + day, since: now })).toBeNull();
    expect(await refusal(text, answer, { now: now + day, since: now - day })).toBeNull();
  });

  test('error: from before its request, from the future, for too long', async () => {
    const text = await SignatureV2.sign(answer, by(party));
    expect(await refusal(text, answer, { now: now + day, since: now + 90 })).toBe('links[0].statement.expires');
    expect(await refusal(text, answer, { now: now - 31, since: now - day })).toBe('links[0].statement.issued');
    const long = await SignatureV2.sign(answer, by(party, now + 3_601));
    expect(await refusal(long, answer, { now: now + day, since: now })).toBe('links[0].statement.expires');
  });
});

describe('a rewrite', () => {
  test('behavior: what the party signed stays provable', async () => {
    const verdict = await SignatureV2.assert(rewritten, changed, rules);
    expect(verdict.rewrites).toEqual([{ signer: node.signer, changed: ['path', 'requestId', 'responseUrl'] }]);
    expect(utf8Decode(verdict.originalBody)).toBe(utf8Decode(message.body));
    expect(verdict.origin).toMatchObject({ path: message.path, signer: party.signer });
    expect(verdict.replayKey).toBe((await SignatureV2.assert(header, message, rules)).replayKey);
  });

  test('behavior: twice, by two nodes; the receiver only if that is allowed', async () => {
    const to = { countryCode: 'CH', partyId: 'NEW' };
    const last = { ...changed, to, requestId: 'request-3' };
    const twice = await SignatureV2.rewrite(rewritten, changed.body, last, by(stranger));
    const rewriters = [node.signer, stranger.signer];
    expect(await refusal(twice, last, { rewriters })).toBe('to.partyId');
    const changes = ['path', 'requestId', 'responseUrl', 'to'] as const;
    expect(await refusal(twice, last, { rewriters, changes })).toBeNull();
    expect(await refusal(twice, last, { changes })).toBe('links[2].statement.signer');
  });

  test.each<[string, Partial<SignatureV2.MessageV2>]>([
    ['body', { body: json({ ...command, evse_uid: 'E2' }) }],
    ['body', { body: utf8Encode(`{"evse_uid":"E2",${JSON.stringify(command).slice(1)}`) }],
    ['body', { body: Uint8Array.of() }],
    ['method', { method: 'PUT' }],
    ['status', { status: 200 }],
    ['correlationId', { correlationId: 'other' }],
    ['from.partyId', { from: { countryCode: 'DE', partyId: 'EVE' } }],
    ['to.partyId', { to: { countryCode: 'CH', partyId: 'EVE' } }],
    ['network', { network: `eip155:1:0x${'ab'.repeat(20)}` }],
    ['headers.x-limit', { headers: { 'x-limit': '1' } }],
  ])('error: a node may not change the %s', async (field, change) => {
    const received = { ...message, ...change };
    expect(await refusal(await SignatureV2.rewrite(header, message.body, received, by(node)), received)).toBe(field);
  });

  test('error: by whoever may not, for longer than it was valid, of another body, of links that do not belong together', async () => {
    expect(await refusal(rewritten, changed, { rewriters: [] })).toBe('links[1].statement.signer');
    const longer = await SignatureV2.rewrite(header, message.body, changed, by(node, now + 61));
    expect(await refusal(longer, changed)).toBe('links[1].statement.expires');
    await expect(SignatureV2.rewrite(header, changed.body, changed, by(node))).rejects.toThrow(ArgumentError);
    const other = await SignatureV2.sign({ ...message, requestId: 'request-8' }, by(party));
    const [[first], [, second]] = [SignatureV2.decode(other), SignatureV2.decode(rewritten)];
    const mixed = SignatureV2.encode([first as SignatureV2.Link, second as SignatureV2.Link]);
    expect(await refusal(mixed, changed)).toBe('links[1].statement.replaces');
    expect(await refusal(SignatureV2.encode([second as SignatureV2.Link]), changed)).toBe(
      'links[0].statement.replaces',
    );
    let long = header;
    for (let i = 1; i < SignatureV2.limits.links; i++)
      long = await SignatureV2.rewrite(long, message.body, message, by(node));
    expect(await refusal(long, message)).toBeNull();
    await expect(SignatureV2.rewrite(long, message.body, message, by(node))).rejects.toThrow(/too many/);
  });

  test('behavior: any two bodies: the old one comes back from the new one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), async (before, after) => {
        const first = await SignatureV2.sign({ ...message, body: before }, by(party));
        const text = await SignatureV2.rewrite(first, before, { ...message, body: after }, by(node));
        const field = await refusal(text, { ...message, body: after });
        expect(field).toBe(Buffer.compare(before, after) === 0 ? null : 'body');
      }),
      { numRuns: 40 },
    );
  });
});

describe('the header', () => {
  test('error: truncated at every byte', () => {
    for (let length = 0; length < rewritten.length; length++) {
      expect(() => SignatureV2.decode(rewritten.slice(0, length))).toThrow(DecodeError);
    }
  });

  test('error: one bit changed anywhere', async () => {
    const bytes = Buffer.from(rewritten.slice(4), 'base64url');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        expect(await refusal(SignatureV2.prefix + toBase64url(flipped), changed)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('error: any text, any JSON: a refusal, never an exception', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json().map((text) => SignatureV2.prefix + toBase64url(utf8Encode(text))),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        expect(await refusal(text, message)).not.toBeNull();
      }),
    );
    expect(await refusal('EV2.'.padEnd(70_000, 'A'), message)).toBe('OCN-Signature');
    expect(await refusal(rewritten, { ...changed, path: '\u{1f50c}' })).toBe('path');
  });

  test('error: readers of version 1 refuse it', async () => {
    await expect(SignatureV1.deserialise(rewritten)).rejects.toThrow(DecodeError);
    expect((Buffer.from(rewritten, 'base64')[0] as number) & 0x7f).toBe(0x11);
  });
});

describe('the vector of the specification', () => {
  const vector = JSON.parse(readFileSync('test/vectors/ocn-signature-v2.json', 'utf8')) as {
    readonly key: Hex;
    readonly nodeKey: Hex;
    readonly issued: number;
    readonly expires: number;
    readonly message: SignatureV2.MessageV2;
    readonly body: string;
    readonly digest: Hex;
    readonly header: string;
    readonly rewrite: { readonly message: SignatureV2.MessageV2; readonly body: string; readonly header: string };
  };
  const { issued, expires } = vector;
  const body = utf8Encode(vector.body);

  test('behavior: is made from its message and keys, to the byte', async () => {
    const signer = secp256k1Signer(fromHex(vector.key));
    const first = await SignatureV2.sign({ ...vector.message, body }, { signer, issued, expires });
    expect(first).toBe(vector.header);
    expect(SignatureV2.digestOf((SignatureV2.decode(first)[0] as SignatureV2.Link).statement)).toBe(vector.digest);
    const rewriter = { signer: secp256k1Signer(fromHex(vector.nodeKey)), issued, expires };
    const next = { ...vector.rewrite.message, body: utf8Encode(vector.rewrite.body) };
    expect(await SignatureV2.rewrite(first, body, next, rewriter)).toBe(vector.rewrite.header);
  });

  test('behavior: its statement is the example of the specification', () => {
    const { statement } = SignatureV2.decode(vector.header)[0] as SignatureV2.Link;
    const [, example = ''] =
      /^```json\n([\s\S]*?)^```$/m.exec(readFileSync('docs/spec/ocn-signature.md', 'utf8')) ?? [];
    expect(JSON.parse(example)).toEqual(statement);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { secp256k1Signer } from '../../../crypto/index.ts';
import type { Location } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { SignatureV2 } from '../../signature/index.ts';
import { idOf } from '../signing/message.ts';
import { signersFrom } from '../signing/signers.ts';
import { hubbed, them, us } from '../testing/hubbed.ts';
import { keys, network } from '../testing/pair.ts';

const [theirNode, otherNode] = [11, 12].map((byte) => secp256k1Signer(new Uint8Array(32).fill(byte))) as [
  typeof keys.cpo,
  typeof keys.cpo,
];
const body = JSON.stringify({ data: null, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });

describe('a node that gives an answer again, as nodes do for a day', () => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  let [clock, operator] = [Date.now(), theirNode.signer as Hex];
  /** Answers by request id, as they were given first; and whether the first is lost on its way back. */
  let [given, isLost] = [new Map<string, { readonly signature: string }>(), true];

  beforeEach(async () => {
    [clock, operator, given, isLost] = [Date.now(), theirNode.signer, new Map(), true];
    const directory = {
      party: () => ({ address: keys.emsp.signer, operator }),
      node: (key: Hex) => ({ key }),
    };
    both = await hubbed({
      node: { versionsUrl: 'http://localhost/versions', network },
      signer: keys.cpo,
      verify: { incoming: 'required', signersOf: signersFrom(directory, us) },
      now: () => clock,
    });
    both.hub.handler = async (request) => {
      const id = request.headers.get('x-request-id') ?? '';
      if (!given.has(id)) given.set(id, { signature: await answerTo(request) });
      if (isLost) return new Response(null, { status: 502 });
      return new Response(body, { headers: { 'OCN-Signature': (given.get(id) as { signature: string }).signature } });
    };
  });
  afterEach(() => both.close());

  /** What the party has signed, and its node passed on. */
  async function answerTo(request: Request, rewriter = theirNode, at = clock): Promise<string> {
    const issued = Math.floor(at / 1000);
    const { pathname } = new URL(request.url);
    const [requestId, correlationId] = ['x-request-id', 'x-correlation-id'].map(
      (name) => request.headers.get(name) ?? '',
    ) as [string, string];
    const parties = { from: idOf(them), to: idOf(us) };
    const seen = {
      ...{ network, method: request.method, path: '/their/path', status: 200, headers: {}, ...parties },
      ...{ requestId: 'hop', correlationId, body: utf8Encode(body) },
    };
    const signed = await SignatureV2.sign(seen, { signer: keys.emsp, issued, expires: issued + 300 });
    const passed = { ...seen, requestId, path: pathname };
    return SignatureV2.rewrite(signed, seen.body, passed, { signer: rewriter, issued, expires: issued + 200 });
  }

  const push = async () => {
    await both.bridge.locations.put(them, { ...fixtures.location() } as Location);
    await both.bridge.outbox.flush();
  };
  const outcome = async (after: number) => {
    [clock, isLost] = [clock + after, false];
    await both.bridge.outbox.flush();
    const { sent, waiting, lastError } = await both.bridge.outbox.status();
    return { sent, waiting, lastError };
  };
  const arrived = { sent: 1, waiting: 0 };

  test('behavior: counts hours later, when its signatures are over', async () => {
    await push();
    expect(await outcome(6 * 3_600_000)).toMatchObject(arrived);
  });

  test('behavior: counts though the party has moved to another node since', async () => {
    await push();
    operator = otherNode.signer;
    expect(await outcome(10_000)).toMatchObject(arrived);
  });

  test('behavior: counts though the party moves while it is on its way, for who has never sent to it', async () => {
    isLost = false;
    const { handler } = both.hub;
    both.hub.handler = async (request) => {
      const answer = await handler(request);
      operator = otherNode.signer;
      return answer;
    };
    await push();
    expect(await both.bridge.outbox.status()).toMatchObject(arrived);
  });

  test('error: what the former node has passed on counts no more a day later', async () => {
    await push();
    operator = otherNode.signer;
    expect(await outcome(10_000)).toMatchObject(arrived);
    isLost = true;
    await push();
    const handler = both.hub.handler;
    both.hub.handler = async (request) => {
      given.set(request.headers.get('x-request-id') ?? '', { signature: await answerTo(request) });
      return handler(request);
    };
    expect(await outcome(86_400_000)).toMatchObject({ sent: 1, lastError: 'VERIFICATION: may not rewrite' });
  });

  test.each([
    ['of a node that has never served the party', otherNode, 0, 'VERIFICATION: may not rewrite'],
    ['from before the message was made', theirNode, -400_000, 'VERIFICATION: is over'],
    ['from the future', theirNode, 400_000, 'VERIFICATION: is in the future'],
  ])('error: an answer %s', async (_, rewriter, ago, lastError) => {
    isLost = false;
    both.hub.handler = async (request) =>
      new Response(body, { headers: { 'OCN-Signature': await answerTo(request, rewriter, clock + ago) } });
    await push();
    expect(await both.bridge.outbox.status()).toMatchObject({ sent: 0, waiting: 1, lastError });
  });
});

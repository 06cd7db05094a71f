import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import type { Location } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { SignatureV2 } from '../../signature/index.ts';
import { idOf } from '../signing/message.ts';
import { hubbed, them, us } from '../testing/hubbed.ts';
import { keys, network } from '../testing/pair.ts';
import { serve } from '../testing/serve.ts';

const envelope = (data: unknown) => ({ data, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });
const page = (ids: readonly string[], headers: Record<string, string> = {}) =>
  Response.json(envelope(ids.map((id) => ({ ...fixtures.location(), ...them, id }))), { headers });

describe('a hostile node', () => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  beforeEach(async () => {
    both = await hubbed({ limits: { maxBodyBytes: 100_000, timeoutMs: 500, leaseMs: 1000, maxPages: 5 } });
  });
  afterEach(() => both.close());

  const collect = async () => {
    const found: string[] = [];
    for await (const one of both.bridge.locations.list(them)) found.push(one.id);
    return found;
  };

  test('error: a next link of another origin gets no token', async () => {
    const thief = await serve();
    const stolen: (string | null)[] = [];
    thief.handler = async (request) => {
      stolen.push(request.headers.get('authorization'));
      return page([]);
    };
    for (const target of [
      `${thief.origin}/ocpi/2`,
      `//${new URL(thief.origin).host}/2`,
      `http://x@${new URL(both.hub.origin).host}/2`,
    ]) {
      both.hub.handler = async () => page(['A'], { Link: `<${target}>; rel="next"` });
      await expect(collect()).rejects.toMatchObject({ field: 'Link' });
    }
    expect(stolen).toEqual([]);
    await thief.close();
  });

  test('error: endless pages, and a link in a circle', async () => {
    let count = 0;
    both.hub.handler = async () => page(['A'], { Link: `<${both.hub.origin}/page/${count++}>; rel="next"` });
    await expect(collect()).rejects.toMatchObject({ code: 'TRANSPORT', field: 'Link' });
    expect(count).toBe(5);
    both.hub.handler = async () => page(['A'], { Link: `<${both.hub.origin}/page/1>; rel="next"` });
    await expect(collect()).rejects.toMatchObject({ shortMessage: 'leads back to a page that was there' });
  });

  test('error: endless data, an answer that never ends, one that never comes', async () => {
    both.hub.handler = async () => page(Array.from({ length: 200 }, (_, i) => `L${i}`));
    await expect(collect()).rejects.toMatchObject({ code: 'TRANSPORT' });
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
    both.hub.handler = async () => new Response(endless);
    await expect(collect()).rejects.toMatchObject({ code: 'TRANSPORT' });
    both.hub.handler = () => new Promise(() => undefined);
    await expect(collect()).rejects.toMatchObject({
      code: 'TRANSPORT',
      shortMessage: 'was not answered within 500 ms',
    });
  });

  test('error: a redirect is not followed', async () => {
    both.hub.handler = async () =>
      new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/latest' } });
    await expect(collect()).rejects.toMatchObject({
      shortMessage: 'was answered with a redirect, which is not followed',
    });
  });

  test('behavior: a broken object is told, and the others are given', async () => {
    const problems: number[] = [];
    both.hub.handler = async () =>
      Response.json(
        envelope([{ ...fixtures.location(), id: 'A' }, { id: 'broken' }, { ...fixtures.location(), id: 'B' }]),
      );
    const found: string[] = [];
    for await (const one of both.bridge.locations.list(them, { onProblem: ({ index }) => problems.push(index) }))
      found.push(one.id);
    expect([found, problems]).toEqual([['A', 'B'], [1]]);
  });

  test.each([
    ['no list', () => Response.json(envelope({}))],
    ['no OCPI', () => new Response('<html>')],
    ['a failure without words', () => new Response('', { status: 502 })],
    ['a failure of OCPI', () => Response.json({ status_code: 2001, timestamp: '2026-11-20T10:00:00Z' })],
    ['JSON that is too deep', () => new Response(`${'['.repeat(500)}${']'.repeat(500)}`)],
  ])('error: %s', async (_name, answer) => {
    both.hub.handler = async () => answer();
    await expect(collect()).rejects.toHaveProperty('code');
  });

  test('behavior: waiting can be ended', async () => {
    both.hub.handler = () => new Promise(() => undefined);
    const controller = new AbortController();
    const waiting = both.bridge.tokens.authorize(them, 'T1', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('a node that answers in the name of others', () => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  beforeEach(async () => {
    both = await hubbed({
      node: { versionsUrl: 'http://localhost/versions', network },
      verify: { incoming: 'required', signersOf: () => ({ origins: [keys.emsp.signer], rewriters: [] }) },
    });
  });
  afterEach(() => both.close());

  /** Answers with a signature over what `change` makes of the message. */
  const answering = (signer = keys.emsp, change: Partial<SignatureV2.MessageV2> = {}) => {
    both.hub.handler = async (request) => {
      const url = new URL(request.url);
      const body = JSON.stringify(envelope({ ...fixtures.location(), ...them, id: 'LOC1' } as unknown as Location));
      const issued = Math.floor(Date.now() / 1000);
      const message = {
        ...{
          network,
          method: request.method,
          path: `${url.pathname}${url.search}`,
          status: 200,
          body: utf8Encode(body),
          headers: {},
        },
        ...{
          requestId: request.headers.get('x-request-id') ?? '',
          correlationId: request.headers.get('x-correlation-id') ?? '',
        },
        ...{ from: idOf(them), to: idOf(us) },
        ...change,
      };
      const signature = await SignatureV2.sign(message, { signer, issued, expires: issued + 60 });
      return new Response(body, { headers: { 'OCN-Signature': signature } });
    };
  };
  const get = () => both.bridge.locations.get(them, 'LOC1');

  test('behavior: what the party has signed is taken', async () => {
    answering();
    expect((await get()).id).toBe('LOC1');
  });

  test.each([
    ['of a stranger', keys.stranger, {}],
    ['of another request (a replay)', keys.emsp, { requestId: 'another' }],
    ['of another question', keys.emsp, { path: '/ocpi/sender/2.2.1/locations/LOC2' }],
    ['of another body', keys.emsp, { body: utf8Encode('{}') }],
    ['of another status', keys.emsp, { status: 404 }],
    ['for another', keys.emsp, { to: idOf(them) }],
    ['with another link', keys.emsp, { headers: { link: '<http://a.example>; rel="next"' } }],
  ] as const)('error: a signature %s', async (_name, signer, change) => {
    answering(signer, change);
    await expect(get()).rejects.toMatchObject({ code: 'VERIFICATION' });
  });

  test('error: none', async () => {
    both.hub.handler = async () => Response.json(envelope(fixtures.location()));
    await expect(get()).rejects.toMatchObject({ code: 'VERIFICATION', field: 'OCN-Signature' });
  });

  test('error: a success that is not signed does not end what is sent', async () => {
    both.hub.handler = async () => Response.json(envelope(null));
    await both.bridge.locations.put(them, { ...fixtures.location() } as Location);
    await both.bridge.outbox.flush();
    expect(await both.bridge.outbox.status()).toMatchObject({
      waiting: 1,
      sent: 0,
      lastError: 'VERIFICATION: is missing',
    });
  });
});

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import {
  closeSharedStore,
  messageHeaders,
  startTestServer,
  type TestPlatform,
  type TestServer,
} from './server.fixtures.ts';

let server: TestServer;
afterEach(() => server[Symbol.asyncDispose]());
afterAll(closeSharedStore);

const post = (from: TestPlatform, id: string, body = '{"a":1}', what = 'x', init: RequestInit = {}) =>
  server.get(`/ocpi/receiver/2.2.1/cdrs/${what}`, { method: 'POST', body, headers: messageHeaders(from, id), ...init });
const read = async (response: Response | Promise<Response>) =>
  (await (await response).json()) as { status_code: number; data?: { count: number; body: string } };

describe('requests that are made again', () => {
  test('behavior: the same request is carried out once, and answered alike', async () => {
    server = await startTestServer();
    const one = await server.platform();
    const first = await post(one, 'r1');
    const again = await post(one, 'r1');
    expect(server.counts.get('r1')).toBe(1);
    expect(await read(again)).toEqual(await read(first));
    for (const name of ['location', 'ocn-signature', 'content-type', 'x-request-id']) {
      expect(again.headers.get(name)?.split(';')[0]).toBe(first.headers.get(name)?.split(';')[0]);
    }
    expect(again.headers.get('x-correlation-id')).toBe('correlation-r1');
  });

  test('behavior: the same request at the same time is carried out once', async () => {
    server = await startTestServer();
    const one = await server.platform();
    const goOn = server.hold();
    const both = [post(one, 'r1'), post(one, 'r1'), post(one, 'r1')];
    await expect.poll(() => server.counts.get('r1')).toBe(1);
    setTimeout(goOn, 100);
    const answers = await Promise.all(both.map(read));
    expect(answers.map(({ data }) => data?.count)).toEqual([1, 1, 1]);
    expect(server.counts.get('r1')).toBe(1);
  });

  test.each([
    ['body', (from: TestPlatform) => post(from, 'r1', '{"a":2}')],
    ['path', (from: TestPlatform) => post(from, 'r1', undefined, 'y')],
    ['method', (from: TestPlatform) => post(from, 'r1', undefined, 'x', { method: 'PUT' })],
    [
      'receiver',
      (from: TestPlatform) =>
        post(from, 'r1', undefined, 'x', { headers: { ...messageHeaders(from, 'r1'), 'OCPI-to-party-id': 'ZZZ' } }),
    ],
  ])('error: the same id with another %s is refused', async (_, change) => {
    server = await startTestServer();
    const one = await server.platform();
    await post(one, 'r1');
    expect((await read(change(one))).status_code).toBe(2001);
    expect(server.counts.get('r1')).toBe(1);
  });

  test('behavior: another signature of the same request is the same request', async () => {
    server = await startTestServer();
    const one = await server.platform();
    for (const signature of ['EV2.a', 'EV2.b']) {
      await post(one, 'r1', undefined, 'x', { headers: { ...messageHeaders(one, 'r1'), 'OCN-Signature': signature } });
    }
    expect(server.counts.get('r1')).toBe(1);
  });

  test('attack: ids of one platform say nothing of those of another', async () => {
    server = await startTestServer();
    const [one, two] = [await server.platform(), await server.platform()];
    await post(one, 'r1', '{"secret":1}');
    expect((await read(post(two, 'r1', '{"other":1}'))).data?.body).toBe('{"other":1}');
  });

  test('behavior: what came to nothing can be made again', async () => {
    server = await startTestServer();
    const one = await server.platform();
    for (const what of ['unreachable', 'fails']) {
      await post(one, what, undefined, what);
      await post(one, what, undefined, what);
      expect(server.counts.get(what)).toBe(2);
    }
  });

  test('behavior: a refusal is the last word', async () => {
    server = await startTestServer();
    const one = await server.platform();
    await post(one, 'r1', undefined, 'refuses');
    expect((await read(post(one, 'r1', undefined, 'refuses'))).status_code).toBe(2001);
    expect(server.counts.get('r1')).toBe(1);
  });

  test('behavior: reading is done each time', async () => {
    server = await startTestServer();
    const one = await server.platform();
    for (let i = 0; i < 2; i++) await server.get('/ocpi/receiver/2.2.1/cdrs/x', { headers: messageHeaders(one, 'r1') });
    expect(server.counts.get('r1')).toBe(2);
  });

  test('behavior: a client that hangs up and asks again gets the answer of the first time', async () => {
    server = await startTestServer();
    const one = await server.platform();
    const goOn = server.hold();
    const controller = new AbortController();
    const lost = post(one, 'r1', undefined, 'x', { signal: controller.signal }).catch(() => null);
    await expect.poll(() => server.counts.get('r1')).toBe(1);
    controller.abort();
    await lost;
    goOn();
    expect((await read(post(one, 'r1'))).data?.count).toBe(1);
    expect(server.counts.get('r1')).toBe(1);
  });

  test('error: one that takes too long is told so, and not carried out again; one whose process died is', async () => {
    server = await startTestServer();
    const one = await server.platform();
    const { context } = server;
    const goOn = server.hold();
    const first = post(one, 'r1');
    await expect.poll(() => server.counts.get('r1')).toBe(1);
    expect((await read(post(one, 'r1'))).status_code).toBe(4002);
    expect(server.counts.get('r1')).toBe(1);
    // As long after as only the request of a process that has died can be under way.
    context.clock.at = Date.now() + context.policy.timeoutMs * 2 + 6_000;
    const second = post(one, 'r1');
    await expect.poll(() => server.counts.get('r1')).toBe(2);
    goOn();
    await Promise.all([first, second]);
  });
});

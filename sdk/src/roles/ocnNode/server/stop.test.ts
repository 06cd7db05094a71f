import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerJson, envelope } from '../testing/ocpiPlatform.ts';
import {
  headersOf,
  join,
  type Member,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
  startNetwork,
} from './nodeProcess.fixtures.ts';

let network: Network;
let files: NodeFiles;
let run: NodeProcess;
let [cpo, emsp]: Member[] = [];

beforeAll(async () => {
  network = await startNetwork();
  files = await makeNode(network, 1, { management: { port: 0 }, drainSeconds: 1 });
  run = await runNode(files);
  expect(run.stderr()).toBe('');
  cpo = await join(network, files, 3, { country_code: 'DE', party_id: 'CPO' }, 'CPO');
  emsp = await join(network, files, 4, { country_code: 'CH', party_id: 'MSP' }, 'EMSP');
});
afterEach(() => run[Symbol.asyncDispose]());
afterAll(async () => {
  for (const member of [cpo, emsp]) await member?.platform[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});
const members = () => [cpo, emsp] as [Member, Member];
const management = () => String(run.lines.find(({ message }) => message === 'the node serves')?.management);
const path = '/ocpi/receiver/2.2.1/tokens/CH/MSP/T1';

/** A patch of a token, from the provider to the operator of charge points. */
const send = (id: string, signal?: AbortSignal) => {
  const [to, from] = members();
  const body = '{"valid":true,"last_updated":"2026-11-20T12:00:00Z"}';
  return fetch(`${files.url}${path}`, {
    method: 'PATCH',
    headers: headersOf(from, to, id),
    body,
    ...(signal ? { signal } : {}),
  });
};

/** Whatever the operator of charge points gets is answered after this long. */
function answerAfter(milliseconds: number) {
  const [to] = members();
  const got: string[] = [];
  to.platform.handlers.set('/ocpi/2.2.1/tokens/CH/MSP/T1', (request, response) => {
    got.push(String(request.headers['x-correlation-id']));
    setTimeout(() => answerJson(response, 200, envelope(undefined)), milliseconds);
  });
  return got;
}

describe('a node that is told to stop', () => {
  test('behavior: under load nothing is lost: what was taken is delivered once, and answered', async () => {
    const got = answerAfter(300);
    const answered: string[] = [];
    const refused: string[] = [];
    let number = 0;
    const client = async () => {
      for (;;) {
        number += 1;
        const id = `load-${number}`;
        try {
          const json = (await (await send(id)).json()) as { status_code: number };
          expect(json.status_code).toBe(1000);
          answered.push(`of-${id}`);
        } catch (error) {
          // Nobody listens any more, or the system had a connection that the node never took: see below that nothing of it was sent on.
          expect((error as { cause?: { code?: string } }).cause?.code).toMatch(
            /^(ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$/,
          );
          refused.push(`of-${id}`);
          return;
        }
      }
    };
    const clients = Array.from({ length: 16 }, client);
    await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(20);
    expect((await fetch(`${management()}/readyz`)).status).toBe(200);
    run.child.kill('SIGTERM');
    await expect
      .poll(async () => (await fetch(`${management()}/readyz`).catch(() => null))?.status, { timeout: 5_000 })
      .toBe(503);
    await Promise.all(clients);
    expect(await run.ended).toBe(0);
    expect([...got].sort()).toEqual([...answered].sort());
    expect(refused).toHaveLength(16);
    expect(run.lines.at(-1)).toMatchObject({ message: 'the node has ended' });
    expect(run.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('behavior: Ctrl-C is 130; a second signal ends it at once', async () => {
    run = await runNode(files);
    answerAfter(4_000);
    const [to] = members();
    to.platform.seen.length = 0;
    const lost = send('slow').catch(() => 'lost');
    await expect.poll(() => to.platform.seen.length, { timeout: 10_000 }).toBe(1);
    run.child.kill('SIGINT');
    await expect.poll(() => run.lines.some(({ message }) => message === 'the node is not ready any more')).toBe(true);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(130);
    expect(await lost).toBe('lost');
  });

  test('behavior: after kill -9 it starts again, and a request that was under way is carried out when it is made again', async () => {
    run = await runNode(files);
    expect(run.stderr()).toBe('');
    const got = answerAfter(60_000);
    const lost = send('killed').catch(() => 'lost');
    await expect.poll(() => got.length, { timeout: 10_000 }).toBe(1);
    run.child.kill('SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    expect(await lost).toBe('lost');
    run = await runNode(files);
    expect(run.stderr()).toBe('');
    const again = answerAfter(0);
    await expect
      .poll(async () => ((await (await send('killed')).json()) as { status_code: number }).status_code, {
        timeout: 60_000,
        interval: 200,
      })
      .toBe(1000);
    expect(again).toEqual(['of-killed']);
  });

  test('behavior: a platform that hangs up and asks again gets the answer; the receiver got the message once', async () => {
    run = await runNode(files);
    const got = answerAfter(1_000);
    const controller = new AbortController();
    const lost = send('hung-up', controller.signal).catch(() => 'lost');
    await expect.poll(() => got.length, { timeout: 10_000 }).toBe(1);
    controller.abort();
    expect(await lost).toBe('lost');
    expect(await (await send('hung-up')).json()).toMatchObject({ status_code: 1000 });
    expect(got).toEqual(['of-hung-up']);
  });

  test('behavior: no log has a token, a body, or a URL of somebody else', async () => {
    run = await runNode(files);
    answerAfter(0);
    expect(await (await send('logged')).json()).toMatchObject({ status_code: 1000 });
    await expect.poll(() => run.lines.some(({ requestId }) => requestId === 'logged')).toBe(true);
    const text = JSON.stringify(run.lines);
    const [to, from] = members();
    for (const secret of [
      to.token,
      from.token,
      'token-of-',
      to.platform.url,
      from.platform.url,
      '"valid"',
      'last_updated',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(run.lines.find(({ requestId, route }) => requestId === 'logged' && route)).toMatchObject({
      method: 'PATCH',
      status: 200,
      correlationId: 'of-logged',
      platform: expect.any(String),
    });
  });
});

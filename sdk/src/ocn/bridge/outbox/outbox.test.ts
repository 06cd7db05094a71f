import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError, TransportError, VerificationError } from '../../../errors/index.ts';
import { type Location, OcpiError } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import {
  AnswerError,
  type FailedMessage,
  NoSuchModuleError,
  NotRegisteredError,
  OutboxFullError,
} from '../../index.ts';
import { hubbed, them, us } from '../testing/hubbed.ts';
import { backoff } from './backoff.ts';
import { isFinal } from './outcome.ts';

const location = (more: object = {}) => ({ ...fixtures.location(), ...more }) as Location;
const ok = () => Response.json({ status_code: 1000, timestamp: '2026-11-20T10:00:00Z' });
const ocpi = (status_code: number, status = 200) =>
  Response.json({ status_code, timestamp: '2026-11-20T10:00:00Z' }, { status });

describe('an outbox', () => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  let clock: number;
  let asked: {
    readonly id: string | null;
    readonly path: string;
    readonly correlation: string | null;
    readonly name: string;
  }[];
  let failed: FailedMessage[];
  let answers: (() => Response | Promise<Response>)[];
  beforeEach(async () => {
    [clock, asked, failed, answers] = [0, [], [], []];
    both = await hubbed({
      now: () => Date.now() + clock,
      onFailed: (one) => void failed.push(one),
      limits: { outboxSize: 20, giveUpMs: 60_000 },
    });
    both.hub.handler = async (request) => {
      const { name = '' } = (await request.json().catch(() => ({}))) as { name?: string };
      const { headers } = request;
      asked.push({
        id: headers.get('x-request-id'),
        correlation: headers.get('x-correlation-id'),
        path: new URL(request.url).pathname,
        name,
      });
      return answers.shift()?.() ?? ok();
    };
  });
  afterEach(() => both.close());

  test.each([
    ['no response of OCPI', () => new Response('<html>', { status: 200 })],
    ['HTTP 500', () => new Response('', { status: 500 })],
    ['HTTP 503 and 2000', () => ocpi(2000, 503)],
    ['HTTP 401', () => ocpi(2000, 401)],
    ['HTTP 429', () => new Response('', { status: 429 })],
    ['3000', () => ocpi(3000)],
    ['4001, as while the receiver moves', () => ocpi(4001)],
    ['4002', () => ocpi(4002)],
    ['4003', () => ocpi(4003)],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: 'http://127.0.0.1:1/' } })],
    ['a connection that breaks', () => Promise.reject(new Error('broken'))],
  ])('behavior: after %s it is sent again, with the same ids', async (_name, answer) => {
    answers = [answer, answer];
    const queued = await both.bridge.locations.put(them, location());
    both.bridge.start();
    await queued.arrived();
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ id }) => id))).toEqual(new Set([queued.id]));
    expect(new Set(asked.map(({ correlation }) => correlation)).size).toBe(1);
    expect(await both.bridge.outbox.status()).toMatchObject({ waiting: 0, dead: 0, sent: 1, retried: 2 });
  });

  test.each([
    ['2001', () => ocpi(2001), 'OCPI'],
    ['404 of an object', () => ocpi(2003, 404), 'OCPI'],
    ['400', () => new Response('', { status: 400 }), 'ANSWER'],
    ['405', () => ocpi(2000, 405), 'OCPI'],
  ])('error: %s is final: it is told, kept, and does not hold up what comes after it', async (_name, answer, code) => {
    answers = [answer];
    const first = await both.bridge.locations.put(them, location({ name: 'first' }));
    const second = await both.bridge.locations.put(them, location({ name: 'second' }));
    both.bridge.start();
    await second.arrived();
    await expect(first.arrived()).rejects.toMatchObject({ code: 'UNDELIVERABLE' });
    expect(failed).toMatchObject([{ attempts: 1, message: { id: first.id, to: them }, error: { code } }]);
    expect(await both.bridge.outbox.deadLetters()).toMatchObject([{ id: first.id, attempts: 1 }]);
    expect(await both.bridge.outbox.revive(first.id)).toBe(true);
    await first.arrived();
    expect(asked.map(({ name }) => name)).toEqual(['first', 'second', 'first']);
  });

  test('behavior: one lane keeps its order whatever fails, and does not hold up others', async () => {
    answers = [() => ocpi(3000), () => ocpi(4003)];
    for (const name of ['1', '2', '3']) await both.bridge.locations.put(them, location({ id: 'A', name }));
    await both.bridge.locations.put(them, location({ id: 'B', name: 'b' }));
    both.bridge.start();
    await expect.poll(async () => (await both.bridge.outbox.status()).waiting).toBe(0);
    const ofA = asked.filter(({ path }) => path.endsWith('/A')).map(({ name }) => name);
    expect([...new Set(ofA)]).toEqual(['1', '2', '3']);
    expect(ofA).toEqual([...ofA].sort());
  });

  test('error: what nobody takes for too long is given up', async () => {
    const queued = await both.bridge.locations.put(them, location());
    both.hub.handler = async () => ocpi(4003);
    expect(await both.bridge.outbox.flush()).toBe(1);
    expect(failed).toEqual([]);
    clock = 70_000;
    await both.bridge.outbox.flush();
    expect(failed).toMatchObject([{ attempts: 2, error: { code: 'OCPI', statusCode: 4003 } }]);
    await both.bridge.outbox.discard(queued.id);
    expect(await both.bridge.outbox.deadLetters()).toEqual([]);
  });

  test('error: a full outbox says so, and has written nothing', async () => {
    for (let i = 0; i < 20; i++) await both.bridge.locations.put(them, location());
    await expect(both.bridge.locations.put(them, location())).rejects.toBeInstanceOf(OutboxFullError);
    expect((await both.bridge.outbox.status()).waiting).toBe(20);
  });

  test('behavior: without a registration it waits', async () => {
    const connection = await both.store.connection.load();
    await both.store.connection.clear();
    const queued = await both.bridge.locations.put(them, location());
    await both.bridge.outbox.flush();
    expect((await both.bridge.outbox.status()).lastError).toMatch(/^NOT_REGISTERED/);
    await both.store.connection.save({ ...(connection as NonNullable<typeof connection>), revision: 0 });
    both.bridge.start();
    await queued.arrived();
    expect(asked).toHaveLength(1);
  });

  test('behavior: stop waits for what is under way, and leaves the rest to the next start', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answers = [() => held.then(ok)];
    await both.bridge.locations.put(them, location({ name: '1' }));
    const second = await both.bridge.locations.put(them, location({ name: '2' }));
    both.bridge.start();
    await expect.poll(() => asked.length).toBe(1);
    const stopped = both.bridge.stop();
    release();
    await stopped;
    expect(await both.bridge.outbox.status()).toMatchObject({ running: false, waiting: 1, sent: 1 });
    both.bridge.start();
    await second.arrived();
    expect(asked.map(({ name }) => name)).toEqual(['1', '2']);
  });

  test('behavior: a receiver that is slow holds up nothing but its own messages', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answers = [() => held.then(ok)];
    const slow = await both.bridge.locations.put(them, location({ id: 'slow' }));
    both.bridge.start();
    await expect.poll(() => asked.length).toBe(1);
    const others = [];
    for (let i = 0; i < 12; i++) others.push(await both.bridge.locations.put(them, location({ id: `L${i}` })));
    await Promise.all(others.map((one) => one.arrived()));
    expect(await both.bridge.outbox.status()).toMatchObject({ waiting: 1, sent: 12 });
    release();
    await slow.arrived();
  });

  test('behavior: results and modules of our own go the same way', async () => {
    const pending = {
      id: 'm1',
      direction: 'send',
      module: 'commands',
      own: us,
      other: them,
      result: null,
      expires: Date.now() + 60_000,
    } as const;
    await both.store.results.expect({ ...pending, url: `${both.hub.origin}/answers/7` });
    await both.bridge.sendResult('m1', { result: 'ACCEPTED' });
    const alarm = { method: 'POST', role: 'RECEIVER', path: '/7', body: { name: 'fire' } } as const;
    const queued = await both.bridge.custom('alarms').push(them, alarm);
    both.bridge.start();
    await queued.arrived();
    await expect
      .poll(() => asked.map(({ path }) => path).sort())
      .toEqual(['/answers/7', '/ocpi/custom/receiver/alarms/7']);
    await expect(both.bridge.sendResult('nobody', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }, 10_000);

  test('error: a result for a node that was left: it goes nowhere, and no token with it', async () => {
    const next = await hubbed();
    const calls: string[] = [];
    next.hub.handler = async (request) => {
      calls.push(request.url);
      return ok();
    };
    const pending = { id: 'm1', direction: 'send', module: 'commands', own: us, other: them, result: null } as const;
    await both.store.results.expect({
      ...pending,
      expires: Date.now() + 60_000,
      url: `${next.hub.origin}/answers/7`,
    });
    await both.bridge.sendResult('m1', { result: 'ACCEPTED' });
    both.bridge.start();
    await expect.poll(() => failed.map(({ error }) => error.field)).toEqual(['response_url']);
    expect([...calls, ...asked]).toEqual([]);
    await next.close();
  });

  test('property: exactly one effect, and each lane in its order, whatever answers get lost', async () => {
    const plan = fc.array(
      fc.record({ lane: fc.constantFrom('A', 'B', 'C'), losses: fc.nat(2), before: fc.boolean() }),
      { minLength: 1, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(plan, async (drafts) => {
        const sender = await hubbed({ limits: { backoffMs: 1, maxBackoffMs: 2, pollMs: 2 } });
        const receiver = await hubbed();
        const left = new Map(drafts.map(({ losses }, i) => [String(i), losses]));
        // A hub that loses requests or answers, and gives each attempt a request id of its own.
        sender.hub.handler = async (request) => {
          const text = await request.text();
          const { name } = JSON.parse(text) as { name: string };
          const isLost = (left.get(name) ?? 0) > 0;
          left.set(name, (left.get(name) ?? 0) - 1);
          if (isLost && drafts[Number(name)]?.before) return ocpi(4002);
          const headers = {
            'x-correlation-id': request.headers.get('x-correlation-id') ?? '',
            'ocpi-from-country-code': 'DE',
            'ocpi-from-party-id': 'GSL',
          };
          const told = await receiver.ask({
            method: 'PUT',
            path: new URL(request.url).pathname.replace('/ocpi/receiver', '/receiver'),
            text,
            headers,
          });
          return isLost ? ocpi(4002) : Response.json(told.body);
        };
        const effects: string[] = [];
        const put = receiver.store.requests.finish.bind(receiver.store.requests);
        receiver.store.requests.finish = async (id, answer) => {
          effects.push(answer.body);
          return put(id, answer);
        };
        const at = (i: number) => `2026-11-20T10:00:${String(i).padStart(2, '0')}Z`;
        for (const [i, { lane }] of drafts.entries())
          await sender.bridge.locations.put(them, location({ id: lane, name: String(i), last_updated: at(i) }));
        sender.bridge.start();
        await expect
          .poll(async () => (await sender.bridge.outbox.status()).waiting, { timeout: 5000, interval: 5 })
          .toBe(0);
        expect(effects).toHaveLength(drafts.length);
        for (const lane of ['A', 'B', 'C']) {
          const last = drafts
            .map(({ lane: one }, i) => [one, i] as const)
            .filter(([one]) => one === lane)
            .at(-1)?.[1];
          const got = await receiver.office.received.locations.get(us, lane);
          expect(got?.name).toBe(last === undefined ? undefined : String(last));
        }
        await Promise.all([sender.close(), receiver.close()]);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('which errors are final', () => {
  test.each([
    [new OcpiError(2001, 'x'), true],
    [new OcpiError(2003, 'x', { httpStatus: 404 }), true],
    [new OcpiError(2999, 'x'), true],
    [new OcpiError(2000, 'x', { httpStatus: 401 }), false],
    [new OcpiError(2000, 'x', { httpStatus: 503 }), false],
    [new OcpiError(3000, 'x'), false],
    [new OcpiError(4001, 'x'), false],
    [new AnswerError(404), true],
    [new AnswerError(502), false],
    [new AnswerError(429), false],
    [new TransportError('x'), false],
    [new VerificationError('x'), false],
    [new DecodeError('x'), false],
    [new NotRegisteredError(), false],
    [new NoSuchModuleError('cdrs', 'RECEIVER'), true],
    [new ArgumentError('x'), true],
    [new Error('a bug of ours'), false],
  ])('%s: %s', (error, final) => {
    expect(isFinal(error)).toBe(final);
  });
});

describe('backoff', () => {
  const limits = { backoffMs: 1000, maxBackoffMs: 60_000 };

  test('property: in the upper half of what doubles up to a maximum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.string(), (attempts, chance) => {
        const full = Math.min(1000 * 2 ** Math.min(attempts - 1, 30), 60_000);
        const ms = backoff(attempts, chance, limits);
        expect(ms).toBeGreaterThanOrEqual(full / 2);
        expect(ms).toBeLessThanOrEqual(full);
      }),
    );
  });

  test('behavior: those that failed together do not come back together', () => {
    expect(new Set(Array.from({ length: 50 }, (_, i) => backoff(5, `id-${i}`, limits))).size).toBeGreaterThan(25);
  });
});

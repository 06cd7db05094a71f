import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { NodeMessageBody } from '../../../ocn/message/index.ts';
import {
  adminKeyOfTests,
  closeSharedStore,
  messageHeaders,
  onSocket,
  startTestServer,
  type TestServer,
} from './server.fixtures.ts';

let server: TestServer;
const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  server = await startTestServer(options);
  return server;
};
afterEach(() => server[Symbol.asyncDispose]());
afterAll(closeSharedStore);
const statusOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { status_code: number }).status_code,
];
const path = '/ocpi/receiver/2.2.1/locations/x';
const digestOf = (token: string) => sha256Hex(utf8Encode(token));

describe('tokens', () => {
  test('behavior: a credentials token is taken raw and as base64', async () => {
    const { platform, get } = await start();
    const { token, authorization } = await platform();
    for (const header of [authorization, `Token ${token}`, `token ${token}`]) {
      expect(await statusOf(await get('/ocpi/2.2.1/credentials', { headers: { Authorization: header } }))).toEqual([
        200, 1000,
      ]);
    }
  });

  const wrong = [
    undefined,
    '',
    'Token',
    'Token ',
    'Token unknown',
    'Bearer credentials-ABC',
    'credentials-ABC',
    'Token a b',
  ];
  test.each([...wrong, `Token ${'a'.repeat(500)}`, 'Token credentials-0000'])(
    'error: %o is no token',
    async (header) => {
      const { platform, get } = await start();
      await platform();
      const response = await get(path, header === undefined ? {} : { headers: { Authorization: header } });
      expect(response.headers.get('www-authenticate')).toBe('Token');
      expect(await statusOf(response)).toEqual([401, 2000]);
    },
  );

  test('error: the answer to a wrong token quotes nothing of it', async () => {
    const { get } = await start();
    const response = await get(path, { headers: { Authorization: 'Token verysecretverysecret' } });
    expect(await response.text()).not.toContain('verysecret');
  });

  test('attack: a registration token leads to versions and credentials, and nowhere else', async () => {
    const { context, get } = await start();
    const now = context.now();
    const tokenDigest = digestOf('registration');
    await context.store.platforms.plan({
      parties: [{ country_code: 'DE', party_id: 'NEW' }],
      tokenDigest,
      expires: now + 60_000,
      now,
    });
    const headers = { Authorization: 'Token registration' };
    expect(((await (await get('/ocpi/2.2.1/credentials', { headers })).json()) as { data: string }).data).toBe(
      'registration',
    );
    for (const other of [
      path,
      '/ocpi/custom/sender/x',
      '/ocpi/sender/2.2.1/credentials',
      '/ocpi/2.2.1/credentials/x',
    ]) {
      expect((await get(other, { headers })).status).toBe(401);
    }
  });

  test('attack: a token that was replaced is good for credentials until the new one is used, then for nothing', async () => {
    const { context, platform, get } = await start();
    const one = await platform();
    const as = (token: string) => ({ headers: { Authorization: `Token ${token}` } });
    expect((await get('/ocpi/versions', as(one.token))).status).not.toBe(401);
    const tokens = { tokenDigest: digestOf('its-next-token'), former: { digest: digestOf(one.token), until: 1e15 } };
    await context.store.platforms.save(one.platform, tokens);
    for (const other of [path, '/ocpi/versions', '/ocpi/2.2.1', '/ocpi/2.2.1/credentials/x']) {
      expect([other, (await get(other, as(one.token))).status]).toEqual([other, 401]);
    }
    expect((await get('/ocpi/2.2.1/credentials', { method: 'DELETE', ...as(one.token) })).status).toBe(401);
    expect((await get('/ocpi/2.2.1/credentials', as(one.token))).status).toBe(200);
    expect((await get(path, as('its-next-token'))).status).toBe(200);
    expect((await get('/ocpi/2.2.1/credentials', as(one.token))).status).toBe(401);
  });

  test('error: a platform that is suspended sends nothing', async () => {
    const { context, platform, get } = await start();
    const one = await platform();
    await context.store.platforms.save({ ...one.platform, state: 'suspended', suspendedBy: 'operator' });
    expect(await statusOf(await get(path, { headers: { Authorization: one.authorization } }))).toEqual([403, 2000]);
  });

  test('behavior: the admin key is taken raw and as base64; nothing else is', async () => {
    const { get } = await start();
    const base64 = Buffer.from(adminKeyOfTests).toString('base64');
    for (const key of [adminKeyOfTests, base64]) {
      expect((await get('/admin/echo', { headers: { Authorization: `Token ${key}` } })).status).toBe(200);
    }
    for (const key of [`${adminKeyOfTests}x`, adminKeyOfTests.slice(1), '', 'credentials-ABC']) {
      expect((await get('/admin/echo', { headers: { Authorization: `Token ${key}` } })).status).toBe(401);
    }
    expect((await get('/admin/echo')).status).toBe(401);
  });

  test('error: without a key there is no admin API', async () => {
    const { get } = await start({ adminKey: null });
    expect((await get('/admin/echo', { headers: { Authorization: 'Token null' } })).status).toBe(404);
  });
});

describe('rates', () => {
  const rates = (name: string) => ({ config: { rates: { [name]: { perSecond: 0.5, burst: 3 } } } });

  test('attack: guessing tokens: an address that has tried too many is not looked up any more', async () => {
    const { get, platform } = await start(rates('address'));
    const good = await platform();
    for (let i = 0; i < 3; i++)
      expect((await get(path, { headers: { Authorization: `Token ${i}` } })).status).toBe(401);
    const refused = await get(path, { headers: { Authorization: 'Token 4' } });
    expect([refused.status, Number(refused.headers.get('retry-after')) >= 1]).toEqual([429, true]);
    expect((await get('/admin/echo', { headers: { Authorization: 'Token 5' } })).status).toBe(429);
    expect((await get(path, { headers: { Authorization: good.authorization } })).status).toBe(429);
  });

  test('attack: lock-out: a platform that was heard before is heard though its address is full of guesses', async () => {
    const { get, platform } = await start(rates('address'));
    const good = await platform();
    const headers = { Authorization: good.authorization };
    expect((await get(path, { headers })).status).toBe(200);
    for (let i = 0; i < 5; i++) await get(path, { headers: { Authorization: `Token ${i}` } });
    expect((await get(path, { headers })).status).toBe(200);
  });

  test('error: each platform has its own rate', async () => {
    const { get, platform } = await start(rates('platform'));
    const [a, b] = [await platform(), await platform()];
    const ask = async (one: typeof a) => (await get(path, { headers: { Authorization: one.authorization } })).status;
    expect([await ask(a), await ask(a), await ask(a), await ask(a), await ask(b)]).toEqual([200, 200, 200, 429, 200]);
  });

  test('error: nodes and public documents have rates by address', async () => {
    const { get } = await start({
      config: { rates: { address: { perSecond: 0.1, burst: 1 }, peerAddress: { perSecond: 0.1, burst: 1 } } },
    });
    const message = () => get('/ocn/message', { method: 'POST', body: '{}' });
    expect([(await message()).status, (await message()).status]).toEqual([200, 429]);
    expect([(await get('/openapi.json')).status, (await get('/openapi.json')).status]).toEqual([200, 429]);
  });

  test('behavior: a proxy that is trusted says whose address it is, others do not', async () => {
    const address = { perSecond: 0.1, burst: 1 };
    const { get } = await start({ config: { rates: { address }, listen: { port: 0, trustedProxies: ['127.0.0.1'] } } });
    const from = async (forwarded: string) =>
      (await get('/openapi.json', { headers: { 'X-Forwarded-For': forwarded } })).status;
    expect([await from('203.0.113.1'), await from('203.0.113.2'), await from('evil, 203.0.113.1')]).toEqual([
      200, 200, 429,
    ]);
    await server[Symbol.asyncDispose]();
    const plain = await start({ config: { rates: { address } } });
    const spoof = async (forwarded: string) =>
      (await plain.get('/openapi.json', { headers: { 'X-Forwarded-For': forwarded } })).status;
    expect([await spoof('203.0.113.1'), await spoof('203.0.113.2')]).toEqual([200, 429]);
  });
});

describe('bodies and connections', () => {
  const small = { config: { policy: { maxBodyBytes: 1_024 } } };

  test('behavior: a body of exactly the limit is taken; one byte more is not', async () => {
    const { get, platform } = await start(small);
    const headers = { Authorization: (await platform()).authorization };
    const post = (length: number) => get(path, { method: 'POST', body: 'a'.repeat(length), headers });
    expect((await post(1_024)).status).toBe(200);
    expect(await statusOf(await post(1_025))).toEqual([413, 2001]);
  });

  test('error: a message of a node may be as long as one with such a body can be, and no longer', async () => {
    const { get } = await start(small);
    const post = (length: number) => get('/ocn/message', { method: 'POST', body: 'a'.repeat(length) });
    expect((await post(NodeMessageBody.longest(1_024))).status).toBe(200);
    expect(await statusOf(await post(NodeMessageBody.longest(1_024) + 1))).toEqual([413, 2001]);
  });

  test('attack: endless body: reading stops at the limit, though no length was said', async () => {
    const { listening, platform } = await start(small);
    const { authorization } = await platform();
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = await onSocket(listening, (send) => {
      send(head);
      const timer = setInterval(() => send(`400\r\n${'a'.repeat(0x400)}\r\n`), 5);
      setTimeout(() => clearInterval(timer), 5_000).unref();
      timer.unref();
    });
    expect(answer).toContain(' 413 ');
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('attack: decompression bomb: packed bodies are not taken', async () => {
    const { get, platform } = await start();
    const headers = { Authorization: (await platform()).authorization, 'Content-Encoding': 'gzip' };
    expect(await statusOf(await get(path, { method: 'POST', body: 'x', headers }))).toEqual([415, 2001]);
  });

  test('behavior: a signature of 64 KiB fits into the headers; what is beyond does not', async () => {
    const { get, platform } = await start();
    const headers = { Authorization: (await platform()).authorization };
    expect((await get(path, { headers: { ...headers, 'OCN-Signature': 'a'.repeat(65_536) } })).status).toBe(200);
    expect((await get(path, { headers: { ...headers, 'OCN-Signature': 'a'.repeat(100_000) } })).status).toBe(431);
  });

  test('attack: slow loris: headers or a body that come drop by drop end the connection', async () => {
    const listen = { port: 0, headersSeconds: 0.3, requestSeconds: 0.6 };
    const { listening, platform } = await start({ config: { listen } });
    const { authorization } = await platform();
    const drops = (head: string, drop: string) =>
      onSocket(listening, (send) => {
        send(head);
        setInterval(() => send(drop), 50).unref();
      });
    const slow = await drops('GET /health HTTP/1.1\r\nHost: x\r\n', 'X-A: b\r\n');
    expect(slow).toContain('408');
    const body = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Length: 1000\r\n\r\n`;
    const slowBody = await drops(body, 'a');
    expect(slowBody).not.toContain(' 200 ');
  });

  test('error: more connections than there may be are refused', async () => {
    const { listening } = await start({ config: { listen: { port: 0, maxConnections: 2 } } });
    const open = [1, 2].map(() => onSocket(listening, (send) => send('GET /health HTTP/1.1\r\n')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const third = await onSocket(listening, (send) => send('GET /health HTTP/1.1\r\nHost: x\r\n\r\n'));
    expect(third).toBe('');
    void open;
  });

  test.each([
    'GARBAGE\r\n\r\n',
    'GET /health HTTP/1.1\r\n\r\n',
    'GET /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\nContent-Length: 3\r\n\r\nabc',
  ])('error: %j is no request', async (bytes) => {
    const { listening } = await start();
    expect(await onSocket(listening, (send) => send(bytes))).toContain(' 400 ');
  });
});

describe('answers to what fails', () => {
  test('error: unknown paths, and methods that a path does not have', async () => {
    const { get, platform } = await start();
    const headers = { Authorization: (await platform()).authorization };
    expect((await get('/nowhere')).status).toBe(404);
    expect((await get('/ocpi/9.9', { headers })).status).toBe(404);
    const wrong = await get('/health', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
  });

  test('error: our own faults say nothing of themselves, and are in the log', async () => {
    const { get, platform, context } = await start();
    const headers = { Authorization: (await platform()).authorization };
    const response = await get('/ocpi/receiver/2.2.1/locations/fails', { headers });
    const text = await response.text();
    expect([response.status, JSON.parse(text).status_code]).toEqual([500, 3000]);
    expect(text).not.toContain('secret');
    const line = context.lines.find(({ level }) => level === 'error');
    expect(line?.fields.error).toMatchObject({ message: 'secret of ours' });
  });

  test('error: what OCPI refuses has HTTP 200 and the name of the field', async () => {
    const { get, platform } = await start();
    const one = await platform();
    const response = await get('/ocpi/receiver/2.2.1/locations/refuses', { headers: messageHeaders(one, 'r1') });
    expect(await response.json()).toMatchObject({ status_code: 2001, status_message: 'x: is wrong' });
    expect(response.headers.get('x-request-id')).toBe('r1');
  });

  test('behavior: public documents may be read by every page, and nothing else', async () => {
    const { get, platform } = await start();
    for (const open of ['/.well-known/ocn-node.json', '/openapi.json', '/health']) {
      expect(
        (await get(open, { headers: { Origin: 'https://dapp.example' } })).headers.get('access-control-allow-origin'),
      ).toBe('*');
    }
    const headers = { Authorization: (await platform()).authorization, Origin: 'https://dapp.example' };
    for (const closed of [path, '/admin/echo', '/metrics', '/readyz']) {
      expect((await get(closed, { headers })).headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

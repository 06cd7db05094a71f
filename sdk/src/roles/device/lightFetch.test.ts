import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { lightFetch } from './lightFetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text;
}

const echo: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    response.setHeader('x-token', request.headers['x-token'] ?? '');
    response.end(`${request.method} ${request.headers['content-length'] ?? 0} ${body}`);
  });
};

describe('requests', () => {
  test('behavior: sends method, headers and body, gives status, headers and body', async () => {
    const { url } = await serve(echo);
    const answer = await lightFetch(url, { method: 'POST', headers: { 'X-Token': 'one' }, body: '{"a":"é"}' });
    expect([answer.ok, answer.status, answer.headers.get('X-Token')]).toEqual([true, 200, 'one']);
    expect(await textOf(answer.body)).toBe('POST 10 {"a":"é"}');
    expect(await textOf((await lightFetch(url, { method: 'POST', body: Uint8Array.of(104, 105) })).body)).toBe(
      'POST 2 hi',
    );
    expect(await textOf((await lightFetch(url)).body)).toBe('GET 0 ');
  });

  test('behavior: an error status is an answer', async () => {
    const { url } = await serve((_, response) => response.writeHead(503).end('busy'));
    const answer = await lightFetch(url);
    expect([answer.ok, answer.status, answer.headers.get('none')]).toEqual([false, 503, null]);
    expect(await textOf(answer.body)).toBe('busy');
  });

  test('behavior: a kept connection that the server has closed is replaced', async () => {
    const sockets = new Set<Socket>();
    const { server, url } = await serve(echo);
    server.on('connection', (socket) => sockets.add(socket));
    await textOf((await lightFetch(url)).body);
    // Reset without a word, at the next request: what a server does whose patience has just ended.
    const [kept] = [...sockets] as [Socket];
    kept.removeAllListeners('data');
    kept.once('data', () => kept.resetAndDestroy());
    server.removeListener('request', echo);
    server.on('request', (request, response) =>
      request.socket === kept ? kept.resetAndDestroy() : echo(request, response),
    );
    expect(await textOf((await lightFetch(url, { method: 'POST', body: 'again' })).body)).toBe('POST 5 again');
    expect(sockets.size).toBe(2);
  });

  test('error: a redirect is not followed', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(lightFetch(url, { redirect: 'error' })).rejects.toThrow(TypeError);
    expect((await lightFetch(url, { redirect: 'manual' })).status).toBe(307);
    expect(requests).toBe(2);
  });

  test('error: nobody listens', async () => {
    const { server, url } = await serve(echo);
    await new Promise((resolve) => server.close(resolve));
    await expect(lightFetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('error: a connection that is cut before the answer', async () => {
    const { url } = await serve((request) => request.socket.destroy());
    await expect(lightFetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test('error: a connection that is cut within the answer', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    await expect(textOf((await lightFetch(url)).body)).rejects.toThrow();
  });

  test('error: the signal ends it before it begins, while it waits, and within the answer', async () => {
    const { url } = await serve((request, response) => {
      if (request.method === 'POST') response.write('begin');
    });
    await expect(lightFetch(url, { signal: AbortSignal.abort(new Error('not now')) })).rejects.toThrow('not now');
    await expect(lightFetch(url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'TimeoutError' });
    const abort = new AbortController();
    const { body } = await lightFetch(url, { method: 'POST', signal: abort.signal });
    const reading = textOf(body);
    abort.abort();
    await expect(reading).rejects.toThrow();
  });

  test('error: another protocol, or no URL', async () => {
    await expect(lightFetch('file:///etc/passwd')).rejects.toThrow('neither http nor https');
    await expect(lightFetch('nowhere')).rejects.toThrow(TypeError);
  });
});

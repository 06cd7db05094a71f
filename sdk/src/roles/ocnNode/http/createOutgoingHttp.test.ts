import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import { createOutgoingHttp, type OutgoingHttpOptions } from './createOutgoingHttp.ts';
import { request, serveHttp, serveHttps, serveRaw } from './outgoing.fixtures.ts';
import type { OutgoingHttp } from './outgoing.ts';

const opened: OutgoingHttp[] = [];
const open = (options: OutgoingHttpOptions = {}) => {
  const http = createOutgoingHttp({ allowHttp: true, allowPrivateNetworks: true, ...options });
  opened.push(http);
  return http;
};
afterEach(async () => {
  for (const http of opened.splice(0)) await http.close();
});
const at = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`;
const code = (name: string) => expect.objectContaining({ code: name });

describe('requests to others', () => {
  test('behavior: carries method, path, query, headers and bytes, and gives back status, headers and bytes', async () => {
    await using server = await serveHttp(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      outgoing.writeHead(201, { 'X-Seen': `${incoming.method} ${incoming.url} ${incoming.headers['x-given']}` });
      outgoing.end(Buffer.concat(chunks));
    });
    const body = utf8Encode('{"a": 1.50}');
    const answer = await open().send(
      request(at(server.port, '/a%20b/?c=d&c=e'), { method: 'POST', headers: { 'X-Given': 'yes' }, body }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers['x-seen']).toBe('POST /a%20b/?c=d&c=e yes');
    expect(new Uint8Array(answer.body)).toEqual(body);
  });

  test('behavior: keeps connections, and no more than it may', async () => {
    await using server = await serveHttp((_, outgoing) => setTimeout(() => outgoing.end('x'), 5));
    const http = open({ connectionsPerOrigin: 3 });
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 20 }, () => http.send(request(at(server.port)))));
    }
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  test('behavior: unpacks gzip, deflate and Brotli', async () => {
    const packed = { gzip: gzipSync('text'), deflate: deflateSync('text'), br: brotliCompressSync('text') };
    await using server = await serveHttp((incoming, outgoing) => {
      const name = incoming.url?.slice(1) as keyof typeof packed;
      outgoing.writeHead(200, { 'content-encoding': name }).end(packed[name]);
    });
    for (const name of Object.keys(packed)) {
      const { body } = await open().send(request(at(server.port, `/${name}`)));
      expect(Buffer.from(body).toString()).toBe('text');
    }
  });

  test('behavior: an https host proves itself by its certificate, whatever address its name has', async () => {
    const { server, certificate } = await serveHttps('node.example', (_, outgoing) => outgoing.end('secure'));
    await using _ = server;
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const http = open({ allowHttp: false, resolve, authorities: [certificate] });
    const answer = await http.send(request(`https://node.example:${server.port}/`));
    expect(Buffer.from(answer.body).toString()).toBe('secure');
    const strange = http.send(request(`https://other.example:${server.port}/`));
    await expect(strange).rejects.toEqual(code('UNREACHABLE_HOST'));
    const untrusting = open({ allowHttp: false, resolve });
    await expect(untrusting.send(request(`https://node.example:${server.port}/`))).rejects.toEqual(
      code('UNREACHABLE_HOST'),
    );
  });
});

describe('where requests go', () => {
  const urls = [
    ...['http://127.0.0.1/', 'http://localhost/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/'],
    ...['http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://0/', 'http://10.0.0.1/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://[64:ff9b::a9fe:a9fe]/', 'http://[fd00:ec2::254]/'],
  ];
  test.each(urls)('attack: SSRF: %s is not requested', async (url) => {
    const http = open({ allowPrivateNetworks: false });
    await expect(http.send(request(url))).rejects.toEqual(code('FORBIDDEN_URL'));
    await expect(http.check(url, { kind: 'configured' })).rejects.toEqual(code('FORBIDDEN_URL'));
  });

  const noUrls = [
    ...['', '/', 'node.example', 'ftp://1.1.1.1/', 'file:///etc/passwd', 'http://', 'http://a b/', 'http://1.1.1.1\t/'],
    ...['http://1.1.1.1\\@x/', 'http://user@1.1.1.1/', 'http://user:pass@1.1.1.1/', 'http://@1.1.1.1/'],
    ...[
      'http://1.1.1.1/#fragment',
      'http://1.1.1.1:99999/',
      `http://1.1.1.1/${'a'.repeat(5_000)}`,
      'http://1.1.1.1/\r\nx: y',
    ],
  ];
  test.each(noUrls)('error: %o is nothing to request', async (url) => {
    await expect(open().send(request(url))).rejects.toEqual(code('FORBIDDEN_URL'));
  });

  test('error: http is refused unless it is allowed', async () => {
    const http = open({ allowHttp: false });
    await expect(http.send(request('http://1.1.1.1/'))).rejects.toEqual(code('FORBIDDEN_URL'));
  });

  test('attack: token theft: a platform names the URL of another host or port', async () => {
    await using server = await serveHttp((_, outgoing) => outgoing.end('mine'));
    const http = open();
    const reach = { kind: 'platform', origin: at(server.port, '/ocpi/versions') } as const;
    expect((await http.send(request(at(server.port, '/x'), { reach }))).status).toBe(200);
    for (const other of [
      `http://localhost:${server.port}/`,
      at(server.port + 1),
      `https://127.0.0.1:${server.port}/`,
    ]) {
      await expect(http.send(request(other, { reach }))).rejects.toEqual(code('FORBIDDEN_URL'));
    }
  });

  test('attack: SSRF: a name that leads into a private network, alone or beside a public address', async () => {
    await using server = await serveHttp((_, outgoing) => outgoing.end('secret'));
    for (const addresses of [['127.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::ffff:127.0.0.1']]) {
      const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const http = open({ allowPrivateNetworks: false, resolve });
      await expect(http.send(request(`http://a.example:${server.port}/`))).rejects.toEqual(code('FORBIDDEN_URL'));
      await expect(http.check('http://a.example/', { kind: 'configured' })).rejects.toEqual(code('FORBIDDEN_URL'));
    }
    expect(server.connections()).toBe(0);
  });

  test('attack: DNS rebinding: what is connected to is what was checked', async () => {
    await using server = await serveHttp((_, outgoing) => outgoing.end('secret'));
    let asked = 0;
    // The first look-up, for the check, is answered with a public address; every later one with the private one.
    const resolve = async () => [{ address: asked++ === 0 ? '1.1.1.1' : '127.0.0.1', family: 4 }];
    const http = open({ allowPrivateNetworks: false, resolve });
    await http.check(`http://rebind.example:${server.port}/`, { kind: 'configured' });
    const sent = http.send(request(`http://rebind.example:${server.port}/`));
    await expect(sent).rejects.toEqual(code('FORBIDDEN_URL'));
    expect([asked, server.connections()]).toEqual([2, 0]);
  });

  test('behavior: a name is looked up once for each connection, and what is kept open is used again', async () => {
    await using server = await serveHttp((_, outgoing) => outgoing.end('x'));
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const http = open({ resolve, connectionsPerOrigin: 2 });
    for (let i = 0; i < 9; i++) await http.send(request(`http://once.example:${server.port}/`));
    expect(asked).toBe(server.connections());
    expect(asked).toBeLessThanOrEqual(2);
  });

  test('error: a name that nobody knows', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND secret.internal'));
    const failed = open({ resolve }).send(request('http://nobody.example/'));
    await expect(failed).rejects.toEqual(code('UNREACHABLE_HOST'));
    await expect(failed).rejects.not.toThrow(/secret|nobody/);
    await expect(open({ resolve: async () => [] }).send(request('http://nobody.example/'))).rejects.toEqual(
      code('UNREACHABLE_HOST'),
    );
  });

  test('attack: SSRF: a redirect into a private network is an answer, and nothing is requested', async () => {
    await using secret = await serveHttp((_, outgoing) => outgoing.end('secret'));
    await using server = await serveHttp((_, outgoing) => outgoing.writeHead(302, { location: at(secret.port) }).end());
    const answer = await open().send(request(at(server.port)));
    expect([answer.status, answer.headers.location, secret.connections()]).toEqual([302, at(secret.port), 0]);
  });
});

describe('what comes back', () => {
  test('attack: endless data: a body is read to the limit and no further', async () => {
    let written = 0;
    await using server = await serveHttp((_, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write(Buffer.alloc(16_384))) written += 16_384;
      };
      outgoing.on('drain', more);
      more();
    });
    await expect(open().send(request(at(server.port)))).rejects.toEqual(code('TOO_LARGE'));
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['deflate', deflateSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
  ])('attack: decompression bomb: %s is unpacked to the limit and no further', async (name, bomb) => {
    expect(bomb.length).toBeLessThan(65_536);
    await using server = await serveHttp((_, outgoing) =>
      outgoing.writeHead(200, { 'content-encoding': name }).end(bomb),
    );
    await expect(open().send(request(at(server.port)))).rejects.toEqual(code('TOO_LARGE'));
  });

  test('behavior: a body of exactly the limit is taken, packed or not; one byte more is not', async () => {
    await using server = await serveHttp((incoming, outgoing) => {
      const [, length, packed] = incoming.url?.split('/') ?? [];
      const body = Buffer.alloc(Number(length));
      if (packed) outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
      else outgoing.end(body);
    });
    for (const suffix of ['', '/gzip']) {
      expect((await open().send(request(at(server.port, `/65536${suffix}`)))).body.length).toBe(65_536);
      await expect(open().send(request(at(server.port, `/65537${suffix}`)))).rejects.toEqual(code('TOO_LARGE'));
    }
  });

  test.each([['gzip, gzip'], ['zstd'], ['constructor'], ['gzip']])(
    'error: encoding %s of what is not',
    async (name) => {
      await using server = await serveHttp((_, outgoing) =>
        outgoing.writeHead(200, { 'content-encoding': name }).end('text'),
      );
      await expect(open().send(request(at(server.port)))).rejects.toEqual(code('UNREACHABLE_HOST'));
    },
  );

  test('error: a packed body that ends early', async () => {
    const packed = gzipSync('text that is long enough to be cut');
    await using server = await serveHttp((_, outgoing) =>
      outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - 9)),
    );
    await expect(open().send(request(at(server.port)))).rejects.toEqual(code('UNREACHABLE_HOST'));
  });

  test('attack: endless headers: reading stops at the limit', async () => {
    await using server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(`X-More: ${'a'.repeat(4_096)}\r\n`));
      };
      socket.on('drain', more);
      more();
    });
    await expect(open().send(request(at(server.port)))).rejects.toEqual(code('TOO_LARGE'));
  });

  test('attack: slow body: one deadline for everything', async () => {
    await using server = await serveHttp((_, outgoing) => {
      const timer = setInterval(() => outgoing.write('.'), 20);
      outgoing.on('close', () => clearInterval(timer));
    });
    await expect(open().send(request(at(server.port), { timeoutMs: 200 }))).rejects.toEqual(code('TIMEOUT'));
  });

  test.each([
    ['headers', (socket: import('node:net').Socket) => void setInterval(() => socket.write('H'), 20).unref()],
    ['nothing', () => undefined],
  ])('attack: slow server: it sends %s for ever', async (_, behave) => {
    await using server = await serveRaw(behave);
    await expect(open().send(request(at(server.port), { timeoutMs: 200 }))).rejects.toEqual(
      expect.objectContaining({ code: expect.stringMatching(/^(TIMEOUT|UNREACHABLE_HOST)$/) }),
    );
  });

  test('error: a host that hangs up, or does not speak HTTP, or does not listen', async () => {
    await using hangsUp = await serveRaw((socket) => void socket.on('data', () => socket.destroy()));
    await using speaks = await serveRaw((socket) => void socket.on('data', () => socket.end('SSH-2.0-x\r\n')));
    const ports = [hangsUp.port, speaks.port, 1];
    for (const port of ports) {
      const failed = open().send(request(at(port, '/path-with-secret')));
      await expect(failed).rejects.toEqual(code('UNREACHABLE_HOST'));
      await expect(failed).rejects.not.toThrow(/secret|127\.0\.0\.1|ECONN/);
    }
  });

  test('error: a caller that gives up is heard at once, before and during a request', async () => {
    await using server = await serveHttp(() => undefined);
    const controller = new AbortController();
    const sent = open().send(request(at(server.port)), controller.signal);
    while (server.connections() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
    await expect(open().send(request(at(server.port)), controller.signal)).rejects.toThrow('enough');
  });

  test('attack: a slow host cannot collect requests without end', async () => {
    let answer = () => {};
    const wait = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await using server = await serveHttp((_, outgoing) => void wait.then(() => outgoing.end('x')));
    const http = open({ connectionsPerOrigin: 1, requestsPerOrigin: 3 });
    const sent = [1, 2, 3].map(() => http.send(request(at(server.port))));
    await expect(http.send(request(at(server.port)))).rejects.toEqual(code('UNREACHABLE_HOST'));
    answer();
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await http.send(request(at(server.port)))).status).toBe(200);
  });

  test('behavior: closing ends what is under way', async () => {
    await using server = await serveHttp(() => undefined);
    const http = open();
    const failed = expect(http.send(request(at(server.port)))).rejects.toEqual(code('UNREACHABLE_HOST'));
    while (server.connections() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await http.close();
    await failed;
  });
});

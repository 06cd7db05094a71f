import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporaryDirectory.fixtures.ts';
import { type IpfsNode, startIpfsNode } from './index.ts';

const missing = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const allowedOrigin = 'http://localhost:5173';

let node: IpfsNode;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const limits = { maxBodyBytes: 300_000, requestTimeoutMs: 5_000 };
  node = await startIpfsNode({ directory: directory.path, allowedOrigins: [allowedOrigin], ...limits });
});
afterAll(async () => {
  // Whatever was sent, the node still works.
  expect((await post('id')).status).toBe(200);
  await node.stop();
  await directory.remove();
});

const post = (command: string, init: RequestInit = {}) =>
  fetch(`${node.rpc}/api/v0/${command}`, { method: 'POST', ...init });

function form(...files: [name: string, content: Uint8Array<ArrayBuffer> | string][]): FormData {
  const body = new FormData();
  for (const [name, content] of files) body.append('file', new Blob([content]), name);
  return body;
}

async function refusal(response: Response | Promise<Response>): Promise<string> {
  const { status, headers, body } = await response;
  expect(headers.get('content-type')).toBe('application/json');
  const error = (await new Response(body).json()) as { Message: string };
  expect(error).toEqual({ Message: expect.any(String), Code: 0, Type: 'error' });
  return `${status} ${error.Message}`;
}

describe('the RPC', () => {
  test('error: every method but POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']) {
      const response = await fetch(`${node.rpc}/api/v0/id`, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
  });

  test('error: unknown commands and paths', async () => {
    for (const path of ['nothing', 'constructor', '__proto__', 'block', 'block/get/', '../id', '%2e%2e/id', 'id%00']) {
      expect((await post(path)).status, path).toBe(404);
    }
    for (const path of ['/', '/api', '/ipfs/x', '//api/v0/id']) {
      expect([400, 404]).toContain((await fetch(node.rpc + path, { method: 'POST' })).status);
    }
  });

  test.each(['cat', 'block/get', 'block/stat', 'pin/add', 'pin/rm', 'swarm/connect'])(
    'error: %s without arg',
    async (name) => {
      expect(await refusal(post(name))).toBe('400 argument "arg" is required');
      expect(await refusal(post(`${name}?arg=`))).toBe('400 argument "arg" is required');
    },
  );

  test('error: CIDs that are none, or not of the kind that is kept', async () => {
    const sha512 =
      'bafkrgqbqt3gerhas23vuzrapkdeqf4vu2dwxp3srdj6hvg6nhsug2tgyn6mj3u23yx7utftq3i2ckw2fwdh5qmhid5qf3t35yvkc5e5ottlw6';
    for (const arg of ['x', '/ipfs/', 'Qm', `${missing}x`, '🔑', sha512, 'bafkqaaa', 'x'.repeat(10_000)]) {
      for (const command of ['block/get', 'cat', 'pin/add', 'pin/rm']) {
        expect((await post(`${command}?arg=${encodeURIComponent(arg)}`)).status, arg).toBe(400);
      }
    }
  });

  test('error: arguments that are none', async () => {
    for (const query of [
      'offset=-1',
      'offset=x',
      'length=1.5',
      'length=99999999999999999999',
      'timeout=fast',
      'timeout=-1s',
    ]) {
      expect(await refusal(post(`cat?arg=${missing}&${query}`)), query).toMatch(/^400 argument "/);
    }
    expect(await refusal(post('pin/ls?type=some'))).toMatch('400');
    expect(await refusal(post('block/put?mhtype=md5', { body: form(['a', 'x']) }))).toMatch('400');
    expect(await refusal(post('block/put?format=git-raw', { body: form(['a', 'x']) }))).toMatch('400');
    expect(await refusal(post('add?chunker=rabin', { body: form(['a', 'x']) }))).toMatch('400');
    expect(await refusal(post('swarm/connect?arg=somewhere'))).toBe('400 this is not a multiaddress');
  });

  test('error: content that is not here ends when the client said', async () => {
    expect(await refusal(post(`block/get?arg=${missing}&timeout=100ms`))).toMatch(/^500 block .* was not found/);
    expect(await refusal(post(`cat?arg=${missing}/a&timeout=100ms`))).toMatch(/^404/);
    expect(await refusal(post(`pin/add?arg=${missing}&timeout=100ms`))).toMatch(/^500/);
    expect(await refusal(post(`pin/rm?arg=${missing}`))).toBe('500 not pinned or pinned indirectly');
    expect(await refusal(post(`pin/ls?arg=${missing}`))).toBe(`500 path '${missing}' is not pinned`);
  });

  test('error: attack: path traversal in the names of added files', async () => {
    for (const name of [
      '../x',
      '%2e%2e%2fx',
      '/etc/passwd',
      '%2Fetc',
      'a/../../b',
      'a%5C..',
      'a//b',
      'a%00',
      '%ff',
      '.',
      '..',
    ]) {
      expect(await refusal(post('add', { body: form([name, 'x']) })), name).toMatch('400 the name of a file');
    }
  });

  test('error: attack: oversized bodies', async () => {
    const large = new Uint8Array(310_000);
    for (const command of ['add', 'block/put', 'dag/import']) {
      expect(await refusal(post(command, { body: form(['a', large]) })), command).toMatch(/^413|^400 the archive/);
    }
    const many = form(...Array.from({ length: 5000 }, (_, i): [string, string] => [`f${i}`, 'x']));
    expect(await refusal(post('add', { body: many }))).toMatch(/^413/);
  });

  test('error: bodies that are not multipart, or not whole', async () => {
    const type = 'multipart/form-data; boundary=b';
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxyz\r\n--b--\r\n';
    for (const command of ['add', 'block/put', 'dag/import']) {
      expect((await post(command)).status).toBe(400);
      expect((await post(command, { body: '{}' })).status).toBe(400);
      expect((await post(command, { body: 'x', headers: { 'content-type': 'multipart/form-data' } })).status).toBe(400);
      for (let length = 0; length < part.length - 8; length += 5) {
        const response = await post(command, { body: part.slice(0, length), headers: { 'content-type': type } });
        expect(response.status, `${command} ${length}`).toBe(400);
      }
    }
  });

  test('error: archives that are cut, empty, or hold what is not theirs', async () => {
    const { buildDirectory } = await import('../client/buildDag.ts');
    const { encodeCar } = await import('../client/encodeCar.ts');
    const car = Buffer.concat(await encodeCar(await buildDirectory([{ name: 'a', content: new Uint8Array(90) }])));
    for (let length = 0; length < car.length; length += 7) {
      const response = post('dag/import', { body: form(['a', new Uint8Array(car.subarray(0, length))]) });
      // A cut between two blocks leaves a whole archive, without all of the blocks.
      const answer = await (await response).text();
      expect(answer, `${length}`).toMatch(/archive is refused|"PinErrorMsg":"[^"]/);
    }
    const poisoned = new Uint8Array(car);
    poisoned[poisoned.length - 100] = (poisoned[poisoned.length - 100] ?? 0) ^ 1;
    expect(await refusal(post('dag/import?timeout=100ms', { body: form(['a', poisoned]) }))).toMatch(
      /^400 the archive is refused/,
    );
    const huge = new Uint8Array([...car.subarray(0, 59), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]);
    expect(await refusal(post('dag/import', { body: form(['a', huge]) }))).toMatch(/^400/);
  }, 30_000);

  test('error: attack: a bad block in an archive that comes slowly does not end the process', async () => {
    const { buildDirectory } = await import('../client/buildDag.ts');
    const { encodeCar } = await import('../client/encodeCar.ts');
    const files = ['a', 'b'].map((name) => ({ name, content: new TextEncoder().encode(name.repeat(90)) }));
    const car = Buffer.concat(await encodeCar(await buildDirectory(files)));
    car[car.indexOf('aaa')] = 0;
    const parts = [
      Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'),
      car.subarray(0, -20),
      car.subarray(-20),
      Buffer.from('\r\n--b--\r\n'),
    ];
    const body = new ReadableStream({
      async pull(controller) {
        const part = parts.shift();
        if (part === undefined) return controller.close();
        controller.enqueue(part);
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const init = { body, headers, duplex: 'half' } as RequestInit;
    expect(await refusal(post('dag/import', init))).toMatch(/^400 the archive is refused/);
  });

  test('error: a block that is not what its codec says is not pinned', async () => {
    expect(await refusal(post('block/put?cid-codec=dag-pb&pin=true', { body: form(['a', 'no dag-pb']) }))).toMatch(
      /^500 block bafy\w+: is not dag-pb$/,
    );
    expect((await post('repo/gc')).status).toBe(200);
  });

  test('error: a block of more than a mebibyte, or more than one block', async () => {
    expect(await refusal(post('block/put', { body: form(['a', 'x'], ['b', 'y']) }))).toMatch('more than one part');
  });
});

describe('who may ask', () => {
  test('error: attack: a page in a browser, of any origin but the allowed ones', async () => {
    for (const url of [`${node.rpc}/api/v0/id`, `${node.gateway}/ipfs/${missing}`]) {
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${allowedOrigin}.evil.example`]) {
        const { status, headers } = await raw(url, { origin });
        expect([status, headers['access-control-allow-origin']], origin).toEqual([403, undefined]);
      }
      for (const site of ['cross-site', 'same-site']) {
        expect((await raw(url, { 'sec-fetch-site': site })).status).toBe(403);
      }
    }
  });

  test('behavior: an allowed origin gets the headers that let it read the answer', async () => {
    const preflight = await raw(`${node.rpc}/api/v0/id`, { origin: allowedOrigin }, 'OPTIONS');
    expect(preflight.status).toBe(204);
    const { status, headers } = await raw(`${node.rpc}/api/v0/id`, { origin: allowedOrigin });
    expect([status, headers['access-control-allow-origin'], headers.vary]).toEqual([200, allowedOrigin, 'Origin']);
  });

  test('error: attack: DNS rebinding', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1:5001']) {
      expect((await raw(`${node.rpc}/api/v0/id`, { host })).status, host).toBe(403);
    }
    for (const host of ['localhost:1', 'LOCALHOST', '127.0.0.1', '[::1]:5001']) {
      expect((await raw(`${node.rpc}/api/v0/id`, { host })).status, host).toBe(200);
    }
  });
});

describe('the gateway', () => {
  test('behavior: serves files, parts of directories, and blocks; nothing of it runs', async () => {
    const html = '<script>alert(1)</script>';
    const lines = (
      await (await post('add?cid-version=1&wrap-with-directory=true', { body: form(['a b.html', html]) })).text()
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { Name: string; Hash: string });
    const root = lines.at(-1)?.Hash;
    const page = await fetch(`${node.gateway}/ipfs/${root}/a%20b.html`);
    expect(await page.text()).toBe(html);
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const listing = (await (await fetch(`${node.gateway}/ipfs/${root}`)).json()) as { Entries: { Name: string }[] };
    expect(listing.Entries.map(({ Name }) => Name)).toEqual(['a b.html']);
    const block = await fetch(`${node.gateway}/ipfs/${root}?format=raw`);
    expect(block.headers.get('content-type')).toBe('application/vnd.ipld.raw');
    const head = await fetch(`${node.gateway}/ipfs/${root}/a%20b.html`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(html.length),
      '',
    ]);
    expect((await fetch(`${node.gateway}/ipfs/${root}/nothing`)).status).toBe(404);
    expect((await fetch(`${node.gateway}/ipfs/${root}/a%20b.html/more`)).status).toBe(404);
  });

  test('error: other methods, paths, formats and traversal', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await fetch(`${node.gateway}/ipfs/${missing}`, { method })).status).toBe(405);
    }
    expect((await fetch(`${node.gateway}/`)).status).toBe(404);
    expect((await fetch(`${node.gateway}/api/v0/id`)).status).toBe(404);
    for (const path of [
      'x',
      '',
      `${missing}/%2e%2e%2fa`,
      `${missing}/a%2fb`,
      `${missing}/a%00`,
      `${missing}/%ff`,
      `${missing}//a`,
    ]) {
      expect((await fetch(`${node.gateway}/ipfs/${path}`)).status, path).toBe(400);
    }
    expect((await fetch(`${node.gateway}/ipfs/${missing}?format=car`)).status).toBe(400);
  });

  test('error: request lines and headers that are not HTTP', async () => {
    for (const text of [
      'GET\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '\0\0\0\0\r\n\r\n',
    ]) {
      expect(await speak(node.gateway, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
  });
});

/** Without the rules that `fetch` has about headers. */
function raw(url: string, headers: Record<string, string>, method = url.includes('/api/') ? 'POST' : 'GET') {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
    });
    sent.on('error', reject).end();
  });
}

function speak(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      socket.end();
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer));
  });
}

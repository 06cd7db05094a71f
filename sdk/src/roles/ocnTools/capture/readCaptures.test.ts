import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { BaseError, DecodeError } from '../../../errors/index.ts';
import { readCaptures } from './readCaptures.ts';

const read = (text: string) => readCaptures(utf8Encode(text), 'file');
const bodyOf = (body: Uint8Array | undefined) => (body === undefined ? undefined : utf8Decode(body));
const only = (text: string) => {
  const [first, ...rest] = read(text);
  expect(rest).toEqual([]);
  if (!first) throw new Error('nothing was read');
  return { ...first.message, body: bodyOf(first.message.body), time: first.time, signature: first.signature };
};

describe('HTTP as text', () => {
  test('behavior: a request, with either kind of line breaks, its body byte for byte', () => {
    for (const eol of ['\r\n', '\n']) {
      const text = ['POST /ocpi/x?a=1 HTTP/1.1', 'Host: a', 'OCN-Signature: GxkF=', '', '{"a": 1.0}'].join(eol);
      expect(only(text)).toMatchObject({
        method: 'POST',
        path: '/ocpi/x?a=1',
        status: undefined,
        headers: { Host: 'a', 'OCN-Signature': 'GxkF=' },
        body: '{"a": 1.0}',
      });
    }
  });

  test('behavior: what an editor adds goes, what is chunked is put together, a whole URL is cut', () => {
    expect(only('GET http://h.example:1/p?q HTTP/1.1\nContent-Length: 2\n\n{}\n').body).toBe('{}');
    expect(only('GET http://h.example:1/p?q HTTP/1.1\n\n').path).toBe('/p?q');
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(only(`${chunked}3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n`).body).toBe('abcde');
    expect(only(`${chunked}{"status_code":1000}`).body).toBe('{"status_code":1000}');
    expect(only(`${chunked}ff\r\nabc`).body).toBe('ff\r\nabc');
  });

  test('behavior: interim responses are passed over, a header that is there twice is one with both', () => {
    const text =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/2 201 \r\nlink: a\r\nLink: b\r\ndate: Fri, 20 Nov 2026 12:00:00 GMT\r\n\r\n{}';
    expect(only(text)).toMatchObject({ status: 201, headers: { link: 'a, b' }, body: '{}', time: 1_795_176_000 });
  });

  test('behavior: what curl -i shows', async () => {
    const server = createServer((_, response) => {
      response.setHeader('OCN-Signature', 'EV2.W10');
      response.end('{"status_code":1000}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const { stdout } = await promisify(execFile)('curl', ['-sS', '-i', url]);
      expect(only(stdout)).toMatchObject({
        status: 200,
        headers: { 'OCN-Signature': 'EV2.W10' },
        body: '{"status_code":1000}',
      });
    } finally {
      server.close();
    }
  });

  test('error: lines that are no headers', () => {
    for (const line of [
      'no colon',
      ': empty',
      'a b: c',
      'ä: b',
      ...Array.from({ length: 1 }, () => Array.from({ length: 300 }, (_, i) => `a${i}: b`).join('\n')),
    ]) {
      expect(() => read(`GET / HTTP/1.1\n${line}\n\n`)).toThrow(DecodeError);
    }
    expect(only('GET / HTTP/1.1\n__proto__: x\n\n').headers).not.toHaveProperty('x');
  });
});

describe('JSON and HAR', () => {
  test('behavior: a message, a list, a request with its response', () => {
    expect(only('{"method":"PUT","url":"https://n.example/ocpi/x?y=1","headers":{},"body":{"a":1}}')).toMatchObject({
      path: '/ocpi/x?y=1',
      body: '{"a":1}',
    });
    expect(only('{"body":"{ }"}').body).toBe('{ }');
    expect(only('{"body":null}').body).toBe('');
    expect(only('{"path":"/x"}').body).toBeUndefined();
    const pair = read('{"signature":"S","request":{"method":"GET","path":"/p"},"response":{"status":200,"body":{}}}');
    expect(pair.map(({ message: { method, path, status }, signature }) => [method, path, status, signature])).toEqual([
      ['GET', '/p', undefined, 'S'],
      ['GET', '/p', 200, null],
    ]);
    expect(read('[{"path":"/a"},{"path":"/b"}]')).toHaveLength(2);
  });

  test('behavior: an archive of a browser, with bodies as text and as base64', () => {
    const header = { name: 'OCN-Signature', value: 'S' };
    const request = {
      method: 'POST',
      url: 'https://n.example/ocpi/a',
      headers: [header, { name: ':authority', value: 'n' }],
      postData: { text: '{}' },
    };
    const content = { text: 'e30=', encoding: 'base64' };
    const entry = {
      startedDateTime: '2026-11-20T12:00:00.000Z',
      request,
      response: { status: 200, headers: [], content },
    };
    const found = read(
      JSON.stringify({ log: { entries: [entry, { request, response: { status: 0, headers: [] } }] } }),
    );
    expect(found.map(({ message, time }) => [message.status, bodyOf(message.body), time])).toEqual([
      [undefined, '{}', 1_795_176_000],
      [200, '{}', 1_795_176_000],
      [undefined, '{}', null],
    ]);
    expect(found[0]?.message.headers).toEqual({ 'ocn-signature': 'S' });
  });

  test.each([
    ['', 'file'],
    ['hello there', 'file'],
    ['{', 'file'],
    ['[1]', 'file[0]'],
    ['{"status":99}', 'file.status'],
    ['{"headers":{"a":1}}', 'file.headers.a'],
    ['{"request":{"method":1}}', 'file.request.method'],
    ['{"log":{"entries":[{"request":{}}]}}', 'file.log.entries[0].request.method'],
    [
      '{"log":{"entries":[{"request":{"method":"GET","url":"/","headers":[]},"response":{"status":200,"headers":[],"content":{"text":"!","encoding":"base64"}}}]}}',
      'file.log.entries[0].response.content.text',
    ],
  ])('error: %s', (text, field) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test('error: any bytes: messages, or a typed error', () => {
    const start = fc.constantFrom('', 'GET / HTTP/1.1\n', 'HTTP/1.1 200\n', '{"request":', '{"log":{"entries":[', '[');
    fc.assert(
      fc.property(start, fc.oneof(fc.string(), fc.json()), (begin, rest) => {
        try {
          for (const { label } of read(begin + rest)) expect(typeof label).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(BaseError);
        }
      }),
    );
  });
});

test('behavior: a signature alone, with or without its name', () => {
  expect(only('GxkF=\n').signature).toBe('GxkF=');
  expect(only('OCN-Signature: EV2.W10\n').signature).toBe('EV2.W10');
});

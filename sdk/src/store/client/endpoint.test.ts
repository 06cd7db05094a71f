import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/index.ts';
import { parseEndpoint } from './endpoint.ts';

describe('parseEndpoint', () => {
  test('behavior: takes an RPC or a gateway, with or without its usual path', () => {
    for (const rpc of ['http://127.0.0.1:5001', 'http://127.0.0.1:5001/', 'http://127.0.0.1:5001/api/v0']) {
      expect(parseEndpoint({ rpc }, 0)).toMatchObject({ kind: 'rpc', url: 'http://127.0.0.1:5001' });
    }
    expect(parseEndpoint({ gateway: 'https://a.example/base/ipfs/' }, 0).url).toBe('https://a.example/base');
  });

  test('behavior: makes credentials in a URL a Basic header (RFC 7617)', () => {
    const endpoint = parseEndpoint({ rpc: 'https://Aladdin:open%20sesame@h.example' }, 0);
    expect(endpoint.headers).toEqual({ authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' });
    expect(endpoint.url).toBe('https://h.example');
  });

  test('behavior: a header of its own wins over credentials in the URL', () => {
    const options = { rpc: 'https://u:p@h.example', headers: { Authorization: 'Bearer t' } };
    expect(parseEndpoint(options, 0).headers).toEqual({ authorization: 'Bearer t' });
  });

  test('behavior: its name has no credentials, path or query', () => {
    expect(parseEndpoint({ rpc: 'https://u:hunter2@h.example/project-token' }, 0).name).toBe('rpc https://h.example');
  });

  test('error: refuses what is no http URL, without repeating it', () => {
    for (const rpc of [
      '',
      'u:hunter2@host',
      'ftp://u:hunter2@h',
      'javascript:hunter2',
      'http://u:hunter2@',
      '//hunter2',
    ]) {
      const error = thrown(() => parseEndpoint({ rpc }, 2));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toMatch(/^endpoints\[2\]\.rpc: /);
      expect(`${error.stack} ${String(error.cause)}`).not.toContain('hunter2');
    }
  });

  test('error: refuses none and both of rpc and gateway, queries, and impossible headers', () => {
    expect(() => parseEndpoint({}, 0)).toThrow('either rpc or gateway');
    expect(() => parseEndpoint({ rpc: 'http://a', gateway: 'http://b' }, 0)).toThrow('either rpc or gateway');
    expect(() => parseEndpoint({ rpc: 'http://a/?key=1' }, 0)).toThrow('query');
    expect(() => parseEndpoint({ rpc: 'http://a', headers: { 'x-a': 'b\r\nx-c: d' } }, 0)).toThrow('headers');
    expect(() => parseEndpoint({ rpc: 'http://a%ff:b@h' }, 0)).toThrow('percent escape');
  });
});

function thrown(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

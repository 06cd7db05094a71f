import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../errors/index.ts';
import { basicAuthorization } from './basicAuthorization.ts';

describe('basicAuthorization', () => {
  test('vector: RFC 7617, section 2', () => {
    const url = new URL('https://Aladdin:open%20sesame@example.org');
    expect(basicAuthorization(url, 'url')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  });

  test('vector: RFC 7617, section 2.1: a pound sign in UTF-8', () => {
    expect(basicAuthorization(new URL('https://test:123%C2%A3@example.org'), 'url')).toBe('Basic dGVzdDoxMjPCow==');
  });

  test('error: a broken percent escape, and nothing of it is quoted', () => {
    const broken = () => basicAuthorization({ username: 'me', password: 's3cret%E0%A4%A' }, 'rpcUrls[0]');
    expect(broken).toThrow(ConfigurationError);
    expect(broken).toThrow(/^rpcUrls\[0\]: (?!.*s3cret)/);
  });
});

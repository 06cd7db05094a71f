import { afterAll, describe, expect, test } from 'vitest';
import { decodeOcnNodeConfig } from './config.ts';
import { adminKeyOfTests, closeSharedStore, goodConfig, startTestServer } from './server.fixtures.ts';

afterAll(closeSharedStore);

const page = 'https://pages.example';
const ask = (method: string) => ({
  Origin: page,
  'Access-Control-Request-Method': method,
  'Access-Control-Request-Headers': 'authorization',
});

describe('pages that ask the admin API', () => {
  test('behavior: those of named origins read what the key opens, also that it is wrong', async () => {
    await using server = await startTestServer({ config: { adminOrigins: [page] } });
    const preflight = await server.get('/admin/echo', { method: 'OPTIONS', headers: ask('GET') });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(page);
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toBe('authorization');
    for (const key of [adminKeyOfTests, 'wrong']) {
      const answer = await server.get('/admin/echo', { headers: { Origin: page, Authorization: `Token ${key}` } });
      expect(answer.status).toBe(key === 'wrong' ? 401 : 200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(page);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('error: other pages do not, pages change nothing, and by default there is no page that reads', async () => {
    await using server = await startTestServer({ config: { adminOrigins: [page] } });
    const other = { Origin: 'https://pages.example.evil', Authorization: `Token ${adminKeyOfTests}` };
    expect((await server.get('/admin/echo', { headers: other })).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await server.get('/admin/echo', { method: 'OPTIONS', headers: ask('POST') });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');
    await using closed = await startTestServer();
    const silent = await closed.get('/admin/echo', { method: 'OPTIONS', headers: ask('GET') });
    expect(silent.headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each(['*', 'null', 'https://pages.example/', 'https://pages.example/x', 'javascript:alert(1)', 'pages.example'])(
    'error: %s is no origin',
    (origin) => expect(() => decodeOcnNodeConfig({ ...goodConfig, adminOrigins: [origin] })).toThrow('adminOrigins'),
  );
});

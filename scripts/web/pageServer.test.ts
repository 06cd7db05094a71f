import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageServer, startPageServer, startPageServerNear } from './pageServer.ts';

const policy = "default-src 'self'";
let server: PageServer;
let folder = '';

beforeAll(async () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'page-'));
  folder = path.join(parent, 'dist');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(parent, 'secret.txt'), 'secret');
  symlinkSync(path.join(parent, 'secret.txt'), path.join(folder, 'link.txt'));
  writeFileSync(
    path.join(folder, 'index.html'),
    `<meta http-equiv="Content-Security-Policy" content="${policy}" /><title>Page</title>`,
  );
  writeFileSync(path.join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(path.join(folder, '.sources.sha256'), 'hidden');
  server = await startPageServer({ folder, port: 0 });
});
afterAll(() => server.stop());

/** A request whose path is sent as it is, without what fetch would tidy up. */
function raw(target: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path: target, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('startPageServer', () => {
  test('behavior: the page, under its own policy', async () => {
    const response = await fetch(server.url);
    expect(await response.text()).toContain('<title>Page</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(`${policy}; frame-ancestors 'none'`);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('behavior: files whose name has their hash are kept for ever', async () => {
    const response = await fetch(`${server.url}/assets/app-1a2b.js`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test('behavior: config.json is what it was told last', async () => {
    expect((await fetch(`${server.url}/config.json`)).status).toBe(404);
    server.configure({ networks: [1] });
    server.configure({ networks: [2] });
    expect(await (await fetch(`${server.url}/config.json`)).json()).toEqual({ networks: [2] });
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '/link.txt',
    '/.sources.sha256',
    '/assets',
    '/nothing.js',
    '//index.html',
    'http://elsewhere.example/index.html',
    '/%',
    '/index.html%00',
  ])('error: %s is not there', async (target) => {
    const { status, body } = await raw(target);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('error: nothing answers to %s', async (method) => {
    expect((await raw('/index.html', method)).status).toBe(404);
  });

  test('error: a taken port is said, or another one taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startPageServer({ folder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await using other = await startPageServerNear({ folder, port });
    expect(other.url).not.toBe(server.url);
    expect((await fetch(other.url)).status).toBe(200);
  });

  test('error: where there is no page, nothing is allowed', async () => {
    await using empty = await startPageServer({ folder: path.join(folder, 'none'), port: 0 });
    const response = await fetch(empty.url);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

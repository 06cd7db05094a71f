import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createRawServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OutgoingRequest } from './outgoing.ts';

interface Listening {
  readonly port: number;
  /** Connections that were ever made. */
  readonly connections: () => number;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Listenable {
  listen(port: number, host: string, then: () => void): unknown;
  address(): AddressInfo | string | null;
  on(event: 'connection', listener: (socket: Socket) => void): unknown;
  close(then: () => void): unknown;
}

async function listening(server: Listenable): Promise<Listening> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

export const serveHttp = (listener: RequestListener): Promise<Listening> => listening(createServer(listener));

/** A server that says whatever it wants, HTTP or not. */
export const serveRaw = (onSocket: (socket: Socket) => void): Promise<Listening> =>
  listening(createRawServer(onSocket));

/** A server with a certificate of its own for `name`, and that certificate. */
export async function serveHttps(name: string, listener: RequestListener) {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...about, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pems = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return { certificate: pems.cert, server: await listening(createSecureServer(pems, listener)) };
}

export const request = (url: string, change: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'GET',
  url,
  headers: {},
  body: null,
  timeoutMs: 20_000,
  maxBytes: 65_536,
  reach: { kind: 'configured' },
  ...change,
});

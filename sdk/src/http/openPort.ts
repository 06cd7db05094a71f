import type { AddressInfo, ListenOptions, Server } from 'node:net';

/** Where a server listens. */
export interface OpenPort {
  /** `http://127.0.0.1:8080`, `http://[::1]:8080` */
  readonly origin: string;
  readonly port: number;
}

/**
 * Lets a server listen.
 *
 * @param at Port 0: any that is free.
 * @throws {NodeJS.ErrnoException} if the port cannot be had: its code tells why.
 * @example `const { origin } = await openPort(createServer(answer), { host: '127.0.0.1', port: 0 })`
 */
export async function openPort(server: Server, at: Pick<ListenOptions, 'host' | 'port'>): Promise<OpenPort> {
  await new Promise<void>((resolve, reject) => {
    // Also later: a connection that cannot be taken, as when files run out, is no reason to end the process.
    server.on('error', reject);
    server.listen(at, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return { origin: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`, port };
}

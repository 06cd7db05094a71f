import { createServer } from 'node:net';

/**
 * `wanted` if nobody listens there on loopback, else 0, which lets the system choose.
 *
 * @example `await freePort(8545) // 8545, or 0 while another chain runs`
 */
export async function freePort(wanted: number): Promise<number> {
  if (wanted === 0) return 0;
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(0));
    server.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(wanted)));
  });
}

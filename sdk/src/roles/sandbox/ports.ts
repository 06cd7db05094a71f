import { createServer } from 'node:net';
import { SandboxError } from './childProgram.ts';

/** `wanted` if nobody listens there on loopback, else 0, which lets the system choose. */
async function freePort(wanted: number): Promise<number> {
  if (wanted === 0) return 0;
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(0));
    server.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(wanted)));
  });
}

/**
 * Starts a program on the wanted ports, with 0 (the system chooses) in place of those that are taken. One that somebody else takes
 * in the moment between looking and starting is seen as taken at the second attempt.
 *
 * @example `await onFreePorts([8545], ([port]) => startAnvilNode({ port, chainId: 31337 }))`
 */
export async function onFreePorts<const Wanted extends readonly number[], Result>(
  wanted: Wanted,
  start: (ports: { readonly [index in keyof Wanted]: number }) => Promise<Result>,
): Promise<Result> {
  const look = async () => (await Promise.all(wanted.map(freePort))) as { readonly [index in keyof Wanted]: number };
  const ports = await look();
  try {
    return await start(ports);
  } catch (error) {
    const now = await look();
    const lost = now.some((port, i) => port !== ports[i]);
    if (!(error instanceof SandboxError) || !lost) throw error;
    return start(now);
  }
}

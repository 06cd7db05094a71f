import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that a test can cut. */
export interface Line extends AsyncDisposable {
  /** The server's address by way of this line. */
  readonly url: string;
  /** Ends what is under way; from now on nobody is connected. `silent`: connections open, and no byte ever comes. */
  cut(how?: 'refused' | 'silent'): void;
  /** As if nothing had happened. */
  mend(): void;
  stop(): Promise<void>;
}

/**
 * A line to the server at `url`, on a port of its own. It carries bytes, and so changes no header.
 *
 * @example
 * ```ts
 * await using line = await startLine('http://127.0.0.1:8545');
 * line.cut();
 * ```
 */
export async function startLine(url: string): Promise<Line> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'up' | 'refused' | 'silent' = 'up';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((socket) => {
    keep(socket);
    if (state === 'refused') return void socket.destroy();
    if (state === 'silent') return;
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    far.once('close', () => socket.destroy());
    socket.once('close', () => far.destroy());
    socket.pipe(far).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      drop();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (how = 'refused') => {
      state = how;
      drop();
    },
    mend: () => {
      state = 'up';
      drop();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

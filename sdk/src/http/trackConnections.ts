import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server. */
export interface Connections {
  /** Ends those with no answer under way, also with half a request or none yet, now; the others after their answers. */
  endIdle(): void;
}

/**
 * Follows which connections of a server have answers under way. (What Node itself calls idle has had a request before: a connection
 * that was opened and not used yet would hold up `server.close` until it times out.)
 *
 * @param server Before it listens.
 * @example
 * ```ts
 * const connections = trackConnections(server);
 * server.close(done);
 * connections.endIdle();
 * ```
 */
export function trackConnections(server: Server): Connections {
  const open = new Map<Socket, number>();
  let closing = false;
  server.on('connection', (socket) => {
    open.set(socket, 0);
    socket.once('close', () => open.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    open.set(socket, (open.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (open.get(socket) ?? 1) - 1;
      if (!open.has(socket)) return;
      open.set(socket, left);
      if (closing && left === 0) socket.end();
    });
  });
  return {
    endIdle() {
      closing = true;
      for (const [socket, answers] of open) if (answers === 0) socket.destroy();
    },
  };
}

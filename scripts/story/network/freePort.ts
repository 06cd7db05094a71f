import { type AddressInfo, createServer } from 'node:net';

function listen(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

/** The wanted port if nobody listens there on loopback, else one that is free: the registry has to know it before the node starts. */
export const freePort = (wanted: number): Promise<number> => listen(wanted).catch(() => listen(0));

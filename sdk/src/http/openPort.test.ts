import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { openPort } from './openPort.ts';

const servers: Server[] = [];
const server = () => {
  const made = createServer((_, response) => response.end('here'));
  servers.push(made);
  return made;
};

afterEach(() => {
  for (const one of servers.splice(0)) one.close();
});

describe('openPort', () => {
  const hosts = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));

  test.each(['127.0.0.1', '::1'].filter((host) => hosts.includes(host)))(
    'behavior: on %s, by the origin that it gives',
    async (host) => {
      const { origin, port } = await openPort(server(), { host, port: 0 });
      expect(new URL(origin).port).toBe(String(port));
      expect(await (await fetch(origin, { headers: { connection: 'close' } })).text()).toBe('here');
    },
  );

  test('error: a port that is taken, an address that is not ours', async () => {
    const { port } = await openPort(server(), { host: '127.0.0.1', port: 0 });
    await expect(openPort(server(), { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(openPort(server(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  test('error: a connection that cannot be taken does not end the process', async () => {
    const one = server();
    const { origin } = await openPort(one, { host: '127.0.0.1', port: 0 });
    one.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
    expect((await fetch(origin, { headers: { connection: 'close' } })).status).toBe(200);
  });
});

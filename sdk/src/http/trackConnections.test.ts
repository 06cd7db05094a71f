import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { trackConnections } from './trackConnections.ts';

async function serving(answer: RequestListener) {
  const server = createServer(answer);
  const connections = trackConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** Opens a connection, writes to it, and gives what comes until it is ended. */
    dial(text: string) {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.setEncoding('utf8').on('data', (more: string) => {
        heard += more;
      });
      socket.on('error', () => undefined);
      const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
      socket.write(text);
      const begun = new Promise<void>((resolve) => socket.once('connect', () => resolve()));
      return { begun, ended };
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      connections.endIdle();
      return closed;
    },
  };
}

const request = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';

describe('trackConnections', () => {
  test('behavior: connections without a request, with half of one, and with an answer behind them end at once', async () => {
    const server = await serving((_, response) => response.end('done'));
    const lines = ['', 'GET / HTTP', request].map((text) => server.dial(text));
    await Promise.all(lines.map(({ begun }) => begun));
    await sleep(200);
    await server.close();
    const heard = await Promise.all(lines.map(({ ended }) => ended));
    expect(heard.map((text) => text.includes('done'))).toEqual([false, false, true]);
  });

  test('behavior: what is being answered is answered to the end', async () => {
    let finish = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const server = await serving(async (_, response) => {
      response.write('first ');
      finish();
      await sleep(300);
      response.end('last');
    });
    const { ended } = server.dial(request);
    await begun;
    await server.close();
    expect(await ended).toMatch(/first.*last/s);
  });
});

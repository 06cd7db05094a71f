import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SandboxError } from './childProgram.ts';
import { onFreePorts } from './ports.ts';

const servers: Server[] = [];

async function listen(port = 0): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A port that was free a moment ago. */
async function unused(): Promise<number> {
  const port = await listen();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

describe('onFreePorts', () => {
  test('behavior: wanted ports that are free, and the system’s choice for those that are not', async () => {
    const [free, taken] = [await unused(), await listen()];
    expect(await onFreePorts([free, taken, 0], async (ports) => ports)).toEqual([free, 0, 0]);
  });

  test('behavior: a port that is taken between looking and starting is given up', async () => {
    const port = await unused();
    const tried: number[] = [];
    await onFreePorts([port], async ([given]) => {
      tried.push(given);
      if (given === 0) return;
      await listen(port);
      throw new SandboxError('ended at once', ['Address already in use']);
    });
    expect(tried).toEqual([port, 0]);
  });

  test('error: a program that fails for another reason is not started twice', async () => {
    let starts = 0;
    const start = async () => {
      starts++;
      throw new SandboxError('ended at once');
    };
    await expect(onFreePorts([await unused()], start)).rejects.toThrow('ended at once');
    expect(starts).toBe(1);
  });
});

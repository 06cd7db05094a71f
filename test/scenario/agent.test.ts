import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KemKeyPair } from '../../sdk/src/crypto/index.ts';
import { DeviceIdentity } from '../../sdk/src/identity/index.ts';
import { FileSecretStore } from '../../sdk/src/identity/node/index.ts';
import { type Agent, startAgent } from '../support/agentProcess.ts';
import { type ConfigChange, type DeviceWorld, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';
import { startRpcProxy } from '../support/rpcProxy.ts';

let world: DeviceWorld;

beforeAll(async () => {
  world = await startDeviceWorld();
}, 120_000);

afterAll(() => world?.stop());

const health = { host: '127.0.0.1', port: 0 };
let devices = 0;

async function running(change: ConfigChange = {}): Promise<{ station: TestDevice; agent: Agent; url: string }> {
  const station = await world.enrol(`station-${++devices}`, { health, pollSeconds: 0.1, ...change });
  const agent = startAgent(station.stateDirectory);
  const { url } = await agent.seen(({ message }) => message === 'health and metrics');
  return { station, agent, url: String(url) };
}

/** Memory that the process holds, in bytes. */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

describe('health and metrics', () => {
  test('behavior: they tell what is installed, and whether the agent can update', async () => {
    const { station, agent, url } = await running();
    await using _ = agent;
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ alive: true });
    await world.issue(station, 'first');
    await agent.seen(({ message }) => message === 'installed');
    while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(20);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('gridseal_installed_epoch{channel="files"} 1');
    expect(text).toContain('gridseal_events_total{type="installed"} 1');
    expect(text).toContain('gridseal_alarm{alarm="stale-head"} 0');
    expect(text).toContain('gridseal_outstanding_claims 1');
  });

  test('behavior: not ready, with the reason, while nothing can be reached', async () => {
    const chain = { rpcUrls: ['http://127.0.0.1:1'] };
    const { agent, url } = await running({ chain });
    await using _ = agent;
    await agent.seen(({ alarm }) => alarm === 'unreachable');
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, reasons: ['unreachable'] });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    // The same trouble is logged once, not at every round.
    while ((await metric(url, 'gridseal_polls_total')) < 10) await sleep(20);
    expect(agent.lines.filter(({ alarm }) => alarm === 'unreachable')).toHaveLength(1);
  });

  test('error: other methods, paths and bodies', async () => {
    const { agent, url } = await running();
    await using _ = agent;
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await fetch(`${url}/healthz`, { method });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    }
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    for (const name of ['/', '/../etc/passwd', '/metrics/', '/%2e%2e/x', '/healthz%00']) {
      expect((await fetch(`${url}${name}`)).status, name).toBe(404);
    }
    expect((await fetch(`${url}/healthz?token=secret`)).status).toBe(200);
    const huge = await fetch(`${url}/healthz`, { method: 'POST', body: 'x'.repeat(10_000_000) }).catch(() => null);
    expect(huge === null || huge.status === 405).toBe(true);
    const headers = await fetch(`${url}/healthz`, { headers: { 'x-long': 'y'.repeat(20_000) } });
    expect(headers.status).toBe(431);
    for (const line of ['garbage\r\n\r\n', 'GET /healthz HTTP/9.9\r\n\r\n', '\0\0\0\0\r\n\r\n']) {
      expect(await say(url, line), JSON.stringify(line)).toMatch(/^HTTP\/1\.1 400/);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('attack: slow clients hold all connections: they are dropped, and the agent goes on', {
    timeout: 60_000,
  }, async () => {
    const { agent, url } = await running();
    await using _ = agent;
    const { port } = new URL(url);
    const sockets = Array.from({ length: 80 }, (_, i) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined).resume();
      if (i % 2 === 0) socket.write('GET /healthz HTTP/1.1\r\nx: ');
      return socket;
    });
    const polls = await eventually(() => metric(url, 'gridseal_polls_total'));
    // Those that say nothing, and those that never come to an end, are gone by then.
    await eventually(async () => {
      if (sockets.some(({ closed }) => !closed)) throw new Error('still open');
    });
    while ((await metric(url, 'gridseal_polls_total')) <= polls) await sleep(50);
    for (const socket of sockets) socket.destroy();
  });
});

/** What the server answers to raw bytes. */
function say(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (tries > 300) throw error;
      await sleep(100);
    }
  }
}

describe('the log', () => {
  test('attack: log injection: what others chose stands in one JSON line, without controls that a terminal obeys', async () => {
    const { station, agent } = await running();
    await using _ = agent;
    await world.issue(station, 'x', { postInstall: ['not-configured'] });
    const { level, code, error } = await agent.seen(({ message }) => message === 'refused');
    expect({ level, code }).toEqual({ level: 'error', code: 'INSTALL_UNKNOWN_COMMAND' });
    expect(String(error)).not.toContain('\n');
    for (const line of agent.output) expect(line).toMatch(/^\{[^\p{Cc}\p{Bidi_Control}\u2028\u2029]*\}$/u);
  });

  test('attack: log injection: by what endpoints answer', async () => {
    const evil = 'x\n{"level":"info","message":"installed"}\u202e\u2028\u001b[2J';
    await using liar = await startRpcProxy(world.node.rpcUrl, {
      rewrite: ({ method }, { id, jsonrpc }) =>
        method === 'eth_chainId' ? null : { id, jsonrpc, error: { code: -32_000, message: evil, data: evil } },
    });
    const { agent } = await running({ chain: { rpcUrls: [liar.url] } });
    await using _ = agent;
    await agent.seen(({ alarm }) => alarm === 'unreachable');
    expect(agent.lines.some(({ message }) => message === 'installed')).toBe(false);
    for (const line of agent.output) expect(line).toMatch(/^\{[^\p{Cc}\p{Bidi_Control}\u2028\u2029]*\}$/u);
  });

  test('attack: secrets in logs: no key, no content, no credential of an endpoint, whatever happens', async () => {
    const secret = 'correct-horse-battery-staple';
    const rpc = new URL(world.node.rpcUrl);
    rpc.username = 'operator';
    rpc.password = secret;
    const chain = { rpcUrls: [rpc.href, `http://user:${secret}@127.0.0.1:1/${secret}?key=${secret}`] };
    const ipfs = { endpoints: [{ rpc: world.ipfs.rpc, headers: { authorization: `Bearer ${secret}` } }] };
    const { station, agent, url } = await running({ chain, ipfs });
    await using _ = agent;
    await world.issue(station, `${secret} installed`);
    await agent.seen(({ alarm }) => alarm === 'unreachable');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const said = `${agent.output.join('\n')}${metrics}`;
    expect(said).not.toContain(secret);
    const identity = await DeviceIdentity.load(await FileSecretStore.at(path.join(station.stateDirectory, 'identity')));
    for (const { privateKey } of identity.keys() as readonly KemKeyPair[])
      expect(said).not.toContain(Buffer.from(privateKey).toString('hex'));
    expect(readFileSync(`/proc/${agent.pid}/cmdline`, 'utf8')).not.toContain(secret);
  });
});

describe('the end', () => {
  test('behavior: SIGTERM in the middle of an installation: it is finished, the log says so, and the status is 0', async () => {
    const marker = path.join(world.directory, 'reloading');
    const slow = path.join(world.directory, 'slow.sh');
    writeFileSync(slow, `#!/bin/sh\n: > ${marker}\nsleep 2\n`, { mode: 0o755 });
    const root = path.join(world.directory, 'slow-files');
    const install = { root, commands: { reload: { argv: [slow] } } };
    const { station, agent } = await running({ install });
    await world.issue(station, 'slowly', { postInstall: ['reload'] });
    while (!existsSync(marker)) await sleep(10);
    const outcome = await agent.stop('SIGTERM');
    expect(outcome).toEqual({ code: 0, signal: null });
    expect(agent.lines.map(({ message }) => message)).toContain('installed');
    expect(agent.lines.at(-1)?.message).toBe('the agent has ended');
    expect(agent.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(readFileSync(path.join(root, 'files', 'current', 'secret'), 'utf8')).toBe('slowly');
    // The receipt is made by whoever starts next.
    const next = await (await station.open()).poll();
    expect(next).toMatchObject({ alarms: [], outstandingClaims: 1 });
  });

  test('behavior: SIGTERM while it waits for the network, or between two rounds, ends it at once', async () => {
    const quiet = await running({ pollSeconds: 3_600 });
    await quiet.agent.seen(({ message }) => message === 'health and metrics');
    expect(await quiet.agent.stop()).toEqual({ code: 0, signal: null });
    await using hanging = await startHangingServer();
    const waiting = await running({ chain: { rpcUrls: [hanging.url] } });
    await eventually(async () => {
      if (hanging.connections() === 0) throw new Error('not asked yet');
    });
    expect(await waiting.agent.stop()).toEqual({ code: 0, signal: null });
  });

  test('error: a second agent on the same state folder is refused, the first goes on', async () => {
    const { station, agent } = await running();
    await using _ = agent;
    const second = startAgent(station.stateDirectory);
    expect((await second.ended).code).not.toBe(0);
    expect(second.output.join('\n')).toContain(`another agent (process ${agent.pid}) runs on this state folder`);
    await world.issue(station, 'by the first');
    await agent.seen(({ message }) => message === 'installed');
  });
});

async function startHangingServer() {
  const { createServer } = await import('node:net');
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

describe('a long time', () => {
  test('behavior: memory stays flat over hundreds of rounds', { timeout: 120_000 }, async () => {
    const { agent, url } = await running({ pollSeconds: 0.05 });
    await using _ = agent;
    const memoryAfter = async (rounds: number) => {
      while ((await metric(url, 'gridseal_polls_total')) < rounds) await sleep(100);
      return memoryOf(agent.pid);
    };
    const early = await memoryAfter(150);
    const late = await memoryAfter(500);
    expect(late - early).toBeLessThan(40 * 1_024 * 1_024);
  });
});

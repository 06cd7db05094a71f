import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NodeProcess } from './nodeProcess.fixtures.ts';

/** A real Kubo (`ipfs` on PATH), offline, on free ports of loopback. */
export async function startKubo(directory: string): Promise<Omit<NodeProcess, 'peerId' | 'addresses'>> {
  const env = { ...process.env, IPFS_PATH: directory };
  const ipfs = (...args: string[]) => execFileSync('ipfs', args, { env });
  ipfs('init', '--profile', 'test');
  ipfs('config', 'Addresses.API', '/ip4/127.0.0.1/tcp/0');
  ipfs('config', 'Addresses.Gateway', '/ip4/127.0.0.1/tcp/0');
  const child = spawn('ipfs', ['daemon', '--offline'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const found: Record<string, string> = {};
  for await (const line of createInterface(child.stdout)) {
    const [, kind, port] = /(RPC API|Gateway) server listening on \/ip4\/127\.0\.0\.1\/tcp\/(\d+)/.exec(line) ?? [];
    if (kind !== undefined) found[kind] = `http://127.0.0.1:${port}`;
    if (/Daemon is ready/.test(line)) break;
  }
  return {
    rpc: found['RPC API'] ?? '',
    gateway: found.Gateway ?? '',
    async end(signal) {
      child.kill(signal);
      const [code, ended] = await exited;
      return code ?? ended;
    },
  };
}

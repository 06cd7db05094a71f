import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';

/** Lets so many seconds pass on the chain. Its clock stays ahead of the machine's by as much. */
export async function passTime({ rpcUrl }: Pick<Sandbox, 'rpcUrl'>, seconds: number): Promise<void> {
  for (const [method, params] of [
    ['evm_increaseTime', [seconds]],
    ['evm_mine', []],
  ] as const) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }
}

import { type Hex, isHex } from '../../bytes/index.ts';
import type { RpcFault } from './endpoint.ts';

const executionReverted = 3;

/** How servers say that a call ended without a result through the contract's own doing. */
const failures =
  /revert|out ?of ?gas|invalid ?(fe ?)?opcode|bad instruction|stack ?(under|over)flow|invalid ?jump|opcode 0x/i;

/**
 * The data that a call reverted with, or null if the fault is not a revert. Servers put it into `error.data` as a string or
 * an object, or (Nethermind) as `Reverted 0x…`.
 *
 * @example
 * ```ts
 * revertOf({ code: 3, message: 'execution reverted', data: '0x8baa579f' }); // '0x8baa579f'
 * ```
 */
export function revertOf(fault: RpcFault): Hex | null {
  const data = dataOf(fault.data);
  if (data !== null) return data;
  if (fault.code === executionReverted || failures.test(fault.message)) return '0x';
  return null;
}

function dataOf(data: unknown): Hex | null {
  if (typeof data === 'string') {
    const hex = data.replace(/^Reverted /, '');
    return isHex(hex) && hex.length > 2 ? hex : null;
  }
  if (typeof data !== 'object' || data === null || !('data' in data)) return null;
  return dataOf(data.data);
}

import { type AbiParameter, encodeErrorResult } from 'viem';
import { describe, expect, test } from 'vitest';
import { BaseError } from '../errors/index.ts';
import { keyAnnouncementsAbi, nodeRegistryAbi, quorumRegistryAbi } from '../generated/index.ts';
import { AlreadyDoneError, ContractError, StaleVersionError } from './contractError.ts';
import { toContractError } from './contractErrors.ts';

const errors = [...quorumRegistryAbi, ...keyAnnouncementsAbi, ...nodeRegistryAbi].filter(
  (item) => item.type === 'error',
);
const own = errors.filter(({ name }) => /^(QuorumRegistry|KeyAnnouncements|NodeRegistry)/.test(name));

function example({ type }: AbiParameter): unknown {
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) return `0x${'07'.repeat(Number(bytes[1]))}`;
  if (type === 'address') return '0x0707070707070707070707070707070707070707';
  return /^uint(8|16|32)$/.test(type) ? 7 : 7n;
}

describe('toContractError', () => {
  for (const item of own) {
    test(`behavior: ${item.name} has a sentence and a field of its own`, () => {
      const args = item.inputs.map(example);
      const data = encodeErrorResult({ abi: [item], errorName: item.name, args: args as never });
      const error = toContractError(data, 'operation');
      expect(error).toBeInstanceOf(BaseError);
      expect(error.errorName).toBe(item.name);
      expect(error.args).toEqual(args);
      expect(error.field).not.toBe('operation');
      expect(error.shortMessage).not.toContain(item.name);
      expect(error.message).not.toContain('undefined');
    });
  }

  test('behavior: what callers tell apart has a class', () => {
    const stale = encodeErrorResult({
      abi: quorumRegistryAbi,
      errorName: 'QuorumRegistryStaleVersion',
      args: [`0x${'01'.repeat(32)}`, 1, 2],
    });
    expect(toContractError(stale, 'endorse')).toBeInstanceOf(StaleVersionError);
    expect(toContractError(stale, 'endorse')).not.toBeInstanceOf(AlreadyDoneError);
    expect(toContractError(stale, 'endorse').code).toBe('CONTRACT');
  });

  for (const data of ['0x', '0x00', '0xdeadbeef', '0x08c379a0', `0x4e487b71${'ff'.repeat(32)}`] as const) {
    test(`error: unknown revert data ${data.slice(0, 12)} names the operation`, () => {
      const error = toContractError(data, 'endorse');
      expect(error).toBeInstanceOf(ContractError);
      expect(error.field).toBe('endorse');
    });
  }

  test('error: cut-off data of a known error does not throw', () => {
    const [item] = own;
    if (!item) throw new Error('no errors');
    const data = encodeErrorResult({ abi: [item], errorName: item.name, args: item.inputs.map(example) as never });
    for (let length = 2; length < data.length; length += 2) {
      expect(toContractError(data.slice(0, length) as `0x${string}`, 'x')).toBeInstanceOf(ContractError);
    }
  });

  test('error: endless data is cut', () => {
    expect(toContractError(`0x${'ab'.repeat(100_000)}`, 'x').message.length).toBeLessThan(200);
  });
});

import { BaseError, decodeErrorResult, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractAddresses } from '../../sdk/src/chain/index.ts';
import { initCodes } from '../../sdk/src/generated/bytecode/initCodes.ts';
import { p521VerifierAbi } from '../../sdk/src/generated/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';

let local: LocalChain;
beforeAll(async () => {
  local = await startLocalChain();
});
afterAll(() => local[Symbol.asyncDispose]());

/** What creating a contract reverts with; null if it does not. */
async function revertOf(initCode: Hex): Promise<Hex | null> {
  try {
    await local.node.client.call({ account: testAccount(0), data: initCode });
    return null;
  } catch (error) {
    const raw =
      error instanceof BaseError ? error.walk((one) => one !== null && typeof one === 'object' && 'data' in one) : null;
    const { data } = (raw ?? {}) as { data?: Hex | { data?: Hex } };
    return (typeof data === 'object' ? data.data : data) ?? '0x';
  }
}

describe('the verifiers of P-521 and their table', () => {
  const tables = {
    nobody: `0x${'00'.repeat(19)}77`,
    'a contract': contractAddresses.quorumRegistry,
    'a precompile': `0x${'00'.repeat(19)}05`,
  } as const;

  for (const name of ['p521Verifier', 'p521Sha256Verifier'] as const) {
    test(`behavior: ${name} is created with its own table`, async () => {
      expect(await revertOf(initCodes[name])).toBeNull();
    });

    test.each(Object.entries(tables))(`error: ${name} with %s for a table`, async (_, address) => {
      const initCode: Hex = `${initCodes[name].slice(0, -40) as Hex}${address.slice(2).toLowerCase()}`;
      const { errorName, args } = decodeErrorResult({ abi: p521VerifierAbi, data: (await revertOf(initCode)) as Hex });
      expect(errorName).toBe('P521WrongTable');
      expect(args.map((arg) => arg.toLowerCase())).toEqual([address.toLowerCase()]);
    });
  }

  test('attack: whoever calls the table runs nothing of it', async () => {
    const { client } = local.node;
    const address = contractAddresses.p521Table;
    const before = await client.getCode({ address });
    for (const data of ['0x', '0xffffffff', `0x${'ff'.repeat(512)}`] as const) {
      const hash = await client.sendTransaction({ chain: null, to: address, data });
      const { status, gasUsed, logs } = await client.waitForTransactionReceipt({ hash });
      expect({ status, logs }).toEqual({ status: 'success', logs: [] });
      expect(gasUsed).toBeLessThan(50_000n);
    }
    expect(await client.getCode({ address })).toBe(before);
  });
});

import { getCreate2Address, getCreateAddress, id, keccak256, Transaction } from 'ethers';
import { describe, expect, test } from 'vitest';
import { startLocalChain } from '../../../test/support/localChain.ts';
import { initCodes } from '../generated/bytecode/initCodes.ts';
import { runtimeCodes } from '../generated/index.ts';
import { contractAddresses, create2Address, create2Factory, deploymentSalt } from './index.ts';
import { recordedDeployment } from './recordedDeployment.ts';
import { isExpectedCode } from './runtimeCode.ts';

describe('create2', () => {
  for (const [name, initCode] of Object.entries(initCodes)) {
    test(`behavior: ${name}: ethers computes the same address, and the generated one is it`, () => {
      const expected = getCreate2Address(create2Factory.address, id('gridseal/v1'), keccak256(initCode));
      expect(create2Address(initCode)).toBe(expected);
      expect(contractAddresses[name as keyof typeof contractAddresses]).toBe(expected);
    });

    test(`behavior: ${name}: within the limits of every chain, for code (EIP-170) and for what creates it (EIP-3860)`, () => {
      expect(runtimeCodes[name as keyof typeof runtimeCodes].size).toBeLessThanOrEqual(24_576);
      expect(initCode.length / 2 - 1).toBeLessThanOrEqual(49_152);
    });
  }

  test('behavior: the factory’s transaction is from the account that is funded, for what it costs, on any chain', () => {
    const transaction = Transaction.from(create2Factory.deployment);
    expect(transaction.from).toBe(create2Factory.deployer);
    expect(transaction.chainId).toBe(0n);
    expect(transaction.gasLimit * (transaction.gasPrice ?? 0n)).toBe(create2Factory.deploymentCost);
    expect(getCreateAddress({ from: create2Factory.deployer, nonce: 0 })).toBe(create2Factory.address);
  });

  test('behavior: the salt is part of the address for ever', () => {
    expect(deploymentSalt).toBe(id('gridseal/v1'));
  });
});

describe('isExpectedCode', () => {
  test('behavior: immutables may differ, nothing else may', async () => {
    await using first = await startLocalChain();
    await using second = await startLocalChain({ chainId: 4_202 });
    const address = contractAddresses.quorumRegistry;
    const here = (await first.node.client.getCode({ address })) ?? '0x';
    const there = (await second.node.client.getCode({ address })) ?? '0x';
    expect(here).not.toBe(there);
    expect(isExpectedCode('quorumRegistry', here)).toBe(true);
    expect(isExpectedCode('quorumRegistry', there)).toBe(true);
    expect(isExpectedCode('keyAnnouncements', here)).toBe(false);
    const flipped = here.replace(/^0x6080/, '0x6081') as `0x${string}`;
    for (const code of ['0x', `${here}00`, here.slice(0, -2), flipped] as `0x${string}`[]) {
      expect(isExpectedCode('quorumRegistry', code)).toBe(false);
    }
  });
});

describe('recordedDeployment', () => {
  test('behavior: null for a chain without a record', () => {
    expect(recordedDeployment(999_999)).toBeNull();
  });
});

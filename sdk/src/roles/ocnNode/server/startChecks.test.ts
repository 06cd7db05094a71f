import { afterEach, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../../test/support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../../../../../test/support/localChain.ts';
import { fromHex, type Hex } from '../../../bytes/index.ts';
import { chainTime, changeRegistry } from '../../../chain/index.ts';
import { secp256k1Signer } from '../../../crypto/index.ts';
import { TransportError } from '../../../errors/index.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { checkClock, checkRegistered, explainMissing, step } from './startChecks.ts';

let local: LocalChain | undefined;
afterEach(async () => {
  await local?.node.stop();
  local = undefined;
});
const signer = secp256k1Signer(fromHex(`0x${'22'.repeat(32)}`));
const operator = signer.signer.toLowerCase() as Hex;
const self = { operator, signer, url: 'https://node.example', network: 'eip155:1:0x' };

describe('what the registry has', () => {
  const directory = createTestDirectory();

  test('error: no node, another URL, another key: each with the command that mends it', () => {
    const check = () => checkRegistered(directory, self);
    const command = 'gridseal ocn node set https://node.example';
    expect(check).toThrow(expect.objectContaining({ metaMessages: [`Put it there: ${command}`] }));
    directory.setNode({ operator, url: 'https://other.example', key: operator });
    expect(check).toThrow(expect.objectContaining({ field: 'node.json: url' }));
    expect(check).toThrow(command);
    directory.setNode({ operator, url: self.url, key: `0x${'33'.repeat(20)}` });
    expect(check).toThrow(expect.objectContaining({ field: 'node.json: operator.messageKey' }));
    const other = secp256k1Signer(fromHex(`0x${'44'.repeat(32)}`));
    expect(() => checkRegistered(directory, { ...self, signer: other })).toThrow(`${command} --key ${other.signer}`);
  });

  test('behavior: a node as it is set up is taken, with or without a slash at the end', () => {
    for (const url of [self.url, `${self.url}/`]) {
      directory.setNode({ operator, url, key: operator });
      expect(() => checkRegistered(directory, self)).not.toThrow();
    }
  });

  test('error: a node that was put there in a block that does not count yet', async () => {
    local = await startLocalChain({}, patient);
    const account = testAccount(1);
    const mine = { ...self, operator: account.address.toLowerCase() as Hex };
    const missing = () => {
      try {
        checkRegistered(createTestDirectory(), mine);
        return null;
      } catch (error) {
        return error;
      }
    };
    expect(await explainMissing(local.chain, mine, missing())).toMatchObject({
      shortMessage: expect.stringContaining('has no node'),
    });
    await changeRegistry(local.chain, account, { action: 'setNode', url: self.url });
    expect(await explainMissing(local.chain, mine, missing())).toMatchObject({
      shortMessage: expect.stringContaining('does not count yet'),
    });
  });
});

describe('the clock', () => {
  test('error: before the chain’s by more than a minute, or after it, unless the chain stands still by itself', async () => {
    local = await startLocalChain({}, patient);
    const { chain } = local;
    const at = (await chainTime(chain)).timestamp * 1_000;
    for (const idle of [true, false]) {
      await expect(checkClock(chain, at, idle)).resolves.toBeUndefined();
      await expect(checkClock(chain, at + 59_000, idle)).resolves.toBeUndefined();
      await expect(checkClock(chain, at - 61_500, idle)).rejects.toThrow(/seconds before the chain’s/);
    }
    await expect(checkClock(chain, at + 61_500, false)).rejects.toThrow(/seconds after the chain’s/);
    await expect(checkClock(chain, at + 86_400_000, true)).resolves.toBeUndefined();
  });
});

describe('steps of a start', () => {
  test('behavior: what failed is said with the step; bugs are not dressed up', async () => {
    const failed = step('node.json: database', 'cannot be used', () => Promise.reject(new TransportError('is away')));
    await expect(failed).rejects.toMatchObject({
      code: 'CONFIGURATION',
      field: 'node.json: database',
      metaMessages: ['is away'],
    });
    await expect(step('x', 'y', () => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
    expect(await step('x', 'y', async () => 7)).toBe(7);
  });
});

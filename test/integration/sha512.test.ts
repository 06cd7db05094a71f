import { createHash, randomBytes } from 'node:crypto';
import { bytesToHex, concatHex, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { compileSolidity } from '../support/compileSolidity.ts';
import { createVerifierBench } from '../support/verifierBench.ts';

const harness = compileSolidity(
  'Harness',
  `pragma solidity ^0.8.27;
  import {Sha512} from "contracts/libraries/Sha512.sol";
  contract Harness {
    function hash(bytes32[] calldata messages) external pure returns (bytes32[2][] memory hashes) {
      hashes = new bytes32[2][](messages.length);
      for (uint256 i; i < messages.length; ++i) (hashes[i][0], hashes[i][1]) = Sha512.hash32(messages[i]);
    }
  }`,
);

const BATCH = 250;

describe('Sha512', () => {
  test('behavior: agrees with OpenSSL on thousands of random messages', async () => {
    const bench = await createVerifierBench();
    const address = await bench.deploy(harness);
    for (let done = 0; done < 3_000; done += BATCH) {
      const messages = Array.from({ length: BATCH }, () => bytesToHex(randomBytes(32)));
      const hashes = await bench.read<readonly (readonly Hex[])[]>(address, harness.abi, 'hash', [messages]);
      const expected = messages.map((message) => createHash('sha512').update(message.slice(2), 'hex').digest('hex'));
      expect(hashes.map((halves) => concatHex(halves).slice(2))).toEqual(expected);
    }
  });
});

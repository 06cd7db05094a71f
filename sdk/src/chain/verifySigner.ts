import { encodeFunctionData, parseAbi } from 'viem/utils';
import { fromHex, type Hex } from '../bytes/index.ts';
import { verifySignature } from '../crypto/index.ts';
import { ArgumentError } from '../errors/index.ts';
import type { Chain } from './chain.ts';
import { toQuantity } from './quantity.ts';
import type { ReadOptions } from './quorumReads.ts';
import type { Agreed, Question } from './rpc/pool.ts';
import { snapshot } from './snapshot.ts';
import { verifiersOf } from './verifiersOf.ts';

const walletAbi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)']);
const verifierAbi = parseAbi(['function verify(bytes key, bytes32 hash, bytes signature) view returns (bytes4)']);

/** ERC-1271 and ERC-7913: the selector of the function that was asked. */
const magic = { wallet: '0x1626ba7e', verifier: '0x024ad318' } as const;

/**
 * Checks the signature of any ERC-7913 signer: offline where that is possible, else by asking the signer's contract
 * (ERC-1271 wallet, quorum, or verifier), with the endpoints agreeing on its answer at one block.
 *
 * A contract that reverts, returns garbage, or is not there has not accepted.
 *
 * @throws {ArgumentError} if the signer is shorter than an address or the digest is not 32 bytes.
 * @example
 * ```ts
 * const ok = await verifySigner(chain, { signer: Quorum.signer(registry, id), digest, signature: packedApprovals });
 * ```
 */
export async function verifySigner(
  chain: Chain,
  input: { readonly signer: Hex; readonly digest: Hex; readonly signature: Hex },
  options: ReadOptions = {},
): Promise<boolean> {
  const { signer, digest, signature } = input;
  if (fromHex(signer, { field: 'signer' }).length < 20)
    throw new ArgumentError('is shorter than 20 bytes', { field: 'signer' });
  const offline = verifySignature({ signer, digest, signature, verifiers: verifiersOf(chain.addresses) });
  if (offline !== null) return offline;
  const isWallet = signer.length === 2 + 2 * 20;
  const to = signer.slice(0, 42);
  const key: Hex = `0x${signer.slice(42)}`;
  const data = isWallet
    ? encodeFunctionData({ abi: walletAbi, functionName: 'isValidSignature', args: [digest, signature] })
    : encodeFunctionData({ abi: verifierAbi, functionName: 'verify', args: [key, digest, signature] });
  const expected = isWallet ? magic.wallet : magic.verifier;
  const call = {
    at: (block: number | 'latest'): Question => ({
      call: { method: 'eth_call', params: [{ to, data }, block === 'latest' ? block : toQuantity(block)] },
    }),
    // One word and no more: the identity precompile echoes the call, which begins like the answer that is hoped for.
    read: (answer: Agreed) => 'value' in answer && answer.value === expected.padEnd(2 + 2 * 32, '0'),
  };
  const { results } = await snapshot(chain, [call], options);
  return results[0];
}

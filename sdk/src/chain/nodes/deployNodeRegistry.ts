import type { Address, LocalAccount } from 'viem';
import { concatHex, encodeAbiParameters } from 'viem/utils';
import { type Hex, isHex } from '../../bytes/index.ts';
import { ArgumentError, NotFoundError, VerificationError } from '../../errors/index.ts';
import { nodeRegistryAbi } from '../../generated/index.ts';
import type { Chain } from '../chain.ts';
import { create2Address, create2Data, create2Factory } from '../create2.ts';
import type { Receipt } from '../receipt.ts';
import { isExpectedCode } from '../runtimeCode.ts';
import { send, type WriteOptions } from '../send.ts';

/** Whose endorsement gives a party its id. */
export interface AnchorTerms {
  /** Ids of quorums, in any order; none for an open registry. */
  readonly anchors: readonly Hex[];
  /** How many of them have to endorse a party; 0 in an open registry. */
  readonly needed: number;
}

/** What a deployment came to. */
export interface DeployedNodeRegistry {
  readonly address: Address;
  /** Null if the registry was there already. */
  readonly receipt: Receipt | null;
}

/**
 * The creation code of a node registry with these anchors, and so its address (`create2Address`).
 *
 * @throws {ArgumentError} naming what the contract would refuse.
 * @example
 * ```ts
 * const address = create2Address(await nodeRegistryInitCode(chain.addresses.quorumRegistry, { anchors, needed: 2 }));
 * ```
 */
export async function nodeRegistryInitCode(quorumRegistry: Address, terms: AnchorTerms): Promise<Hex> {
  const { nodeRegistryBytecode } = await import('../../generated/bytecode/nodeRegistry.ts');
  return anchoredInitCode(nodeRegistryBytecode, quorumRegistry, terms);
}

/** As {@link nodeRegistryInitCode}, for who has the open registry's code at hand. */
export function anchoredInitCode(open: Hex, quorumRegistry: Address, terms: AnchorTerms): Hex {
  // What a compiler lists first is the constructor; its type says so, too.
  const [creation] = nodeRegistryAbi;
  const encode = (anchors: readonly Hex[], needed: number) =>
    encodeAbiParameters(creation.inputs, [quorumRegistry, anchors, BigInt(needed)]);
  // The open registry's arguments stand at the end of its code.
  const code: Hex = `0x${open.slice(2, 2 - encode([], 0).length)}`;
  return concatHex([code, encode(checkTerms(terms), terms.needed)]);
}

/**
 * Brings a node registry to a chain through the CREATE2 factory, which has to be there (`deployContracts` brings it); does nothing
 * if this very registry is there.
 *
 * @throws {ArgumentError} naming what the contract would refuse. @throws {NotFoundError} if it is not there afterwards.
 * @example
 * ```ts
 * const { address } = await deployNodeRegistry(chain, account, { anchors: [eichrecht, ministry], needed: 2 });
 * ```
 */
export async function deployNodeRegistry(
  chain: Chain,
  account: LocalAccount,
  terms: AnchorTerms,
  options: WriteOptions = {},
): Promise<DeployedNodeRegistry> {
  const initCode = await nodeRegistryInitCode(chain.addresses.quorumRegistry, terms);
  const address = create2Address(initCode);
  if (await isThere(chain, address, options)) return { address, receipt: null };
  const transaction = { operation: 'deploy nodeRegistry', to: create2Factory.address, data: create2Data(initCode) };
  const receipt = await send(chain, account, transaction, options);
  if (await isThere(chain, address, options)) return { address, receipt };
  throw new NotFoundError('is not there after its deployment', { field: 'nodeRegistry' });
}

/** @throws {ArgumentError} */
function checkTerms({ anchors, needed }: AnchorTerms): Hex[] {
  const ids = anchors.map((id, i) => {
    if (!isHex(id, 32)) throw new ArgumentError('is not the id of a quorum', { field: `anchors[${i}]` });
    return id.toLowerCase() as Hex;
  });
  if (new Set(ids).size !== ids.length) throw new ArgumentError('names a quorum twice', { field: 'anchors' });
  const least = ids.length === 0 ? 0 : 1;
  if (!Number.isSafeInteger(needed) || needed < least || needed > ids.length) {
    throw new ArgumentError(`is not between ${least} and the ${ids.length} anchors`, { field: 'needed' });
  }
  return ids.sort();
}

async function isThere(chain: Chain, address: Address, { signal }: WriteOptions): Promise<boolean> {
  const question = { call: { method: 'eth_getCode', params: [address, 'latest'] } };
  const [answer] = await chain.rpc.any('for the node registry', [question], signal);
  const code = answer && 'value' in answer ? answer.value : '0x';
  if (code === '0x') return false;
  if (isHex(code) && isExpectedCode('nodeRegistry', code)) return true;
  throw new VerificationError('has other code than expected', { field: 'nodeRegistry' });
}

import { type Address, type Hex, keccak256 } from 'viem';
import {
  type AnchorTerms,
  create2Address,
  deployNodeRegistry,
  nodeRegistryInitCode,
  quorumOf,
} from '../../sdk/src/chain/index.ts';
import { VerificationError } from '../../sdk/src/errors/index.ts';
import type { Target } from './target.ts';

/** A node registry of a network's own, as it is recorded. */
export interface RecordedNodeRegistry extends AnchorTerms {
  readonly address: Address;
  readonly initCodeHash: Hex;
  /** Where it was created; null if it was there before, and nobody has recorded it. */
  readonly block: number | null;
  readonly transaction: Hex | null;
}

/** Where a node registry with these anchors is, or is going to be. @throws {ArgumentError} naming what the contract would refuse. */
export async function anchoredAddress({ chain }: Target, terms: AnchorTerms): Promise<Address> {
  return create2Address(await nodeRegistryInitCode(chain.addresses.quorumRegistry, terms));
}

/**
 * Deploys a node registry with anchors, if it is not there.
 *
 * @throws {VerificationError} naming an anchor that nobody has created: the registry could never be given another.
 */
export async function deployAnchored({ chain, account }: Target, terms: AnchorTerms): Promise<RecordedNodeRegistry> {
  for (const anchor of terms.anchors) {
    if (await quorumOf(chain, anchor)) continue;
    throw new VerificationError('is no quorum on this chain', {
      field: `--anchor ${anchor}`,
      metaMessages: ['Create it first: a registry keeps its anchors for ever.'],
    });
  }
  const initCode = await nodeRegistryInitCode(chain.addresses.quorumRegistry, terms);
  const { address, receipt } = await deployNodeRegistry(chain, account, terms);
  const where = { block: receipt?.block ?? null, transaction: receipt?.transaction ?? null };
  const anchors = terms.anchors.map((id) => id.toLowerCase() as Hex).sort();
  return { address, anchors, needed: terms.needed, initCodeHash: keccak256(initCode), ...where };
}

import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { Bundle } from '@gridseal/sdk/certificate';
import type { Chain } from '@gridseal/sdk/chain';
import { BaseError, TransportError } from '@gridseal/sdk/errors';
import { Quorum, type QuorumHistory } from '@gridseal/sdk/quorum';
import { decodeFunctionData } from 'viem/utils';
import type { QuorumRecord, Revocation, Statement } from '../../data/index.ts';

/** What proves an event was carried by a transaction that calls another contract: it cannot be found in its data. */
export class IndirectProofError extends BaseError {
  constructor(transaction: Hex) {
    super('INDIRECT_PROOF', 'the proof is not in a transaction that calls the registry', {
      field: 'transaction',
      metaMessages: [transaction],
    });
  }
}

/** With what a transaction called the registry. @throws {IndirectProofError} */
async function callOf(chain: Chain, transaction: Hex) {
  const registry = chain.addresses.quorumRegistry.toLowerCase();
  const pick = (result: unknown): Hex => {
    const { to, input } = (result ?? {}) as { readonly to?: unknown; readonly input?: unknown };
    if (!isHex(input)) throw new TransportError('an RPC endpoint gave no transaction');
    return typeof to === 'string' && to.toLowerCase() === registry ? input : '0x';
  };
  const question = { call: { method: 'eth_getTransactionByHash', params: [transaction] }, pick };
  const [answer] = await chain.rpc.agree('a transaction', [question]);
  try {
    return decodeFunctionData({
      abi: quorumRegistryAbi,
      data: answer && 'value' in answer ? (answer.value as Hex) : '0x',
    });
  } catch {
    throw new IndirectProofError(transaction);
  }
}

/** An endorsement with the approvals that its transaction carried. */
export async function proveEndorsement(
  chain: Chain,
  certificate: Hex,
  { quorum, version, at }: Statement,
): Promise<Bundle.BundleEndorsement> {
  const call = await callOf(chain, at.transaction);
  if (call.functionName !== 'endorse' || call.args[0] !== certificate || call.args[1] !== quorum) {
    throw new IndirectProofError(at.transaction);
  }
  const [, , deadline, approvals] = call.args;
  return { certificate, quorum, version, deadline: Number(deadline), approvals };
}

/** A revocation with the approvals that its transaction carried. */
export async function proveRevocation(
  chain: Chain,
  certificate: Hex,
  { quorum, version, at }: Revocation,
): Promise<Bundle.BundleRevocation> {
  const call = await callOf(chain, at.transaction);
  if (call.functionName !== 'revoke' || call.args[0] !== certificate || call.args[1] !== quorum) {
    throw new IndirectProofError(at.transaction);
  }
  const [, , deadline, approvals, reason] = call.args;
  return { certificate, quorum, version, reason, deadline: Number(deadline), approvals };
}

/** A quorum's definition and its rotations, from the transactions that made its versions. */
export async function proveQuorum(chain: Chain, record: QuorumRecord): Promise<QuorumHistory.QuorumHistory> {
  let definition: Quorum.Quorum | null = null;
  const rotations: QuorumHistory.RotationRecord[] = [];
  for (const { at } of record.versions) {
    const call = await callOf(chain, at.transaction);
    if (call.functionName === 'createQuorum') {
      const [members, threshold, revocationThreshold, salt] = call.args;
      definition = Quorum.decode({ members, threshold, revocationThreshold, salt }, 'createQuorum');
    } else if (call.functionName === 'rotate') {
      const [, , members, threshold, revocationThreshold, deadline, oldApprovals, newApprovals] = call.args;
      const rules = { members, threshold, revocationThreshold };
      rotations.push({ ...rules, deadline: Number(deadline), oldApprovals, newApprovals });
    } else throw new IndirectProofError(at.transaction);
  }
  if (!definition || Quorum.id(definition) !== record.id) {
    throw new IndirectProofError(record.versions[0]?.at.transaction ?? record.id);
  }
  return { ...definition, rotations };
}

import { decodeFunctionData, encodeEventTopics } from 'viem';
import { type Hex, isHex } from '../../../bytes/index.ts';
import type { Bundle } from '../../../certificate/index.ts';
import { type Chain, RpcResponseError, snapshot } from '../../../chain/index.ts';
import { NotFoundError, TransportError } from '../../../errors/index.ts';
import { quorumRegistryAbi } from '../../../generated/index.ts';
import { Quorum, type QuorumHistory } from '../../../quorum/index.ts';
import type { Statement } from './onlineGraph.ts';

type Topics = readonly (Hex | readonly Hex[] | null)[];

/** What endpoints that limit ranges nearly all allow; and how often it is tried. */
const chunk = 9_999;
const maxChunks = 500;

/** The transactions of the registry's logs with these topics, oldest first. Their calldata is the proof that a bundle carries. */
async function transactionsOf(chain: Chain, topics: Topics, signal: AbortSignal): Promise<Hex[]> {
  const { settled } = await snapshot(chain, [], { signal });
  const ask = async (from: number, to: number): Promise<Hex[]> => {
    const filter = {
      address: chain.addresses.quorumRegistry,
      topics,
      fromBlock: `0x${from.toString(16)}`,
      toBlock: `0x${to.toString(16)}`,
    };
    const question = { call: { method: 'eth_getLogs', params: [filter] }, pick: pickTransactions };
    const [answer] = await chain.rpc.agree('the events of the registry', [question], signal);
    return (answer && 'value' in answer ? answer.value : []) as Hex[];
  };
  try {
    return await ask(0, settled.number);
  } catch (error) {
    if (!(error instanceof RpcResponseError)) throw error;
  }
  let found: Hex[] = [];
  for (let to = settled.number, i = 0; to >= 0 && i < maxChunks; to -= chunk, i++) {
    found = [...(await ask(Math.max(0, to - chunk + 1), to)), ...found];
  }
  return found;
}

function pickTransactions(result: unknown): Hex[] {
  if (!Array.isArray(result)) throw new TransportError('an RPC endpoint gave no list of logs');
  return result.map((log: { transactionHash?: unknown }) => {
    if (!isHex(log?.transactionHash, 32)) throw new TransportError('an RPC endpoint gave a log without a transaction');
    return log.transactionHash;
  });
}

/** What the registry was called with; null if the transaction called something else, which called the registry. */
async function callOf(chain: Chain, transaction: Hex, signal: AbortSignal) {
  const pick = (result: unknown): Hex => {
    const { to, input } = (result ?? {}) as { to?: unknown; input?: unknown };
    if (!isHex(input)) throw new TransportError('an RPC endpoint gave no transaction');
    const direct = typeof to === 'string' && to.toLowerCase() === chain.addresses.quorumRegistry.toLowerCase();
    return direct ? input : '0x';
  };
  const question = { call: { method: 'eth_getTransactionByHash', params: [transaction] }, pick };
  const [answer] = await chain.rpc.agree('a transaction', [question], signal);
  const data = (answer && 'value' in answer ? answer.value : '0x') as Hex;
  try {
    return data === '0x' ? null : decodeFunctionData({ abi: quorumRegistryAbi, data });
  } catch {
    return null;
  }
}

function unproven(what: string): NotFoundError {
  return new NotFoundError(`the proof of ${what} is not in a transaction that calls the registry`, {
    field: 'evidence',
    metaMessages: ['It was sent through another contract: ask whoever sent it for their bundle.'],
  });
}

/** An endorsement with the approvals that its transaction carried. */
export async function proveEndorsement(
  chain: Chain,
  { certificate, quorum }: Statement,
  signal: AbortSignal,
): Promise<Bundle.BundleEndorsement> {
  const topics = encodeEventTopics({
    abi: quorumRegistryAbi,
    eventName: 'CertificateEndorsed',
    args: { certificate, quorum },
  });
  for (const transaction of await transactionsOf(chain, topics as Topics, signal)) {
    const call = await callOf(chain, transaction, signal);
    if (call?.functionName !== 'endorse' || call.args[0] !== certificate || call.args[1] !== quorum) continue;
    const [, , deadline, approvals] = call.args;
    const version = await versionOf(chain, transaction, certificate, quorum, signal);
    return { certificate, quorum, version, deadline: Number(deadline), approvals };
  }
  throw unproven(`the endorsement by ${quorum}`);
}

/** A revocation with the approvals that its transaction carried. */
export async function proveRevocation(
  chain: Chain,
  { certificate, quorum, version }: Statement,
  signal: AbortSignal,
): Promise<Bundle.BundleRevocation> {
  const topics = encodeEventTopics({
    abi: quorumRegistryAbi,
    eventName: 'CertificateRevoked',
    args: { certificate, quorum },
  });
  for (const transaction of await transactionsOf(chain, topics as Topics, signal)) {
    const call = await callOf(chain, transaction, signal);
    if (call?.functionName !== 'revoke' || call.args[0] !== certificate || call.args[1] !== quorum) continue;
    const [, , deadline, approvals, reason] = call.args;
    return { certificate, quorum, version, reason, deadline: Number(deadline), approvals };
  }
  throw unproven(`the revocation by ${quorum}`);
}

/** The quorum's version that an event of a transaction names. */
async function versionOf(
  chain: Chain,
  transaction: Hex,
  certificate: Hex,
  quorum: Hex,
  signal: AbortSignal,
): Promise<number> {
  const pick = (result: unknown): number => {
    const { logs } = (result ?? {}) as { logs?: readonly { topics?: readonly string[]; data?: string }[] };
    const log = logs?.find(({ topics }) => topics?.[1] === certificate && topics?.[2] === quorum);
    if (!log || !isHex(log.data, 32)) throw new TransportError('an RPC endpoint gave no receipt');
    return Number(BigInt(log.data));
  };
  const question = { call: { method: 'eth_getTransactionReceipt', params: [transaction] }, pick };
  const [answer] = await chain.rpc.agree('a receipt', [question], signal);
  return (answer && 'value' in answer ? answer.value : 0) as number;
}

/** A quorum's definition and its rotations, from the transactions that made them. */
export async function proveQuorum(
  chain: Chain,
  quorum: Hex,
  signal: AbortSignal,
): Promise<QuorumHistory.QuorumHistory> {
  const [created] = encodeEventTopics({ abi: quorumRegistryAbi, eventName: 'QuorumCreated' });
  const [rotated] = encodeEventTopics({ abi: quorumRegistryAbi, eventName: 'QuorumRotated' });
  const transactions = await transactionsOf(chain, [[created, rotated], quorum], signal);
  let definition: Quorum.Quorum | null = null;
  const rotations: QuorumHistory.RotationRecord[] = [];
  for (const transaction of transactions) {
    const call = await callOf(chain, transaction, signal);
    if (call?.functionName === 'createQuorum') {
      const [members, threshold, revocationThreshold, salt] = call.args;
      definition = Quorum.decode({ members, threshold, revocationThreshold, salt }, 'createQuorum');
    } else if (call?.functionName === 'rotate') {
      const [, , members, threshold, revocationThreshold, deadline, oldApprovals, newApprovals] = call.args;
      const rules = { members, threshold, revocationThreshold };
      rotations.push({ ...rules, deadline: Number(deadline), oldApprovals, newApprovals });
    } else throw unproven(`the quorum ${quorum}`);
  }
  if (!definition || Quorum.id(definition) !== quorum) throw unproven(`the quorum ${quorum}`);
  return { ...definition, rotations };
}

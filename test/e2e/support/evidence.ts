import { createPublicClient, type Hex, http, parseEventLogs } from 'viem';
import { keyAnnouncementsAbi, quorumRegistryAbi } from '../../../sdk/src/generated/index.ts';
import type { World } from './world.ts';

/** An event as an export has it, read by other code: viem asks the chain and decodes the logs. */
export type ReadLog = Readonly<Record<string, unknown>> & { readonly block: number; readonly timestamp: number };

const lower = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lower);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, lower(field)]));
};

/** Every log of both contracts, in the order of the chain. */
export async function readLogs({ sandbox }: World): Promise<readonly ReadLog[]> {
  const client = createPublicClient({ transport: http(sandbox.rpcUrl) });
  const { quorumRegistry, keyAnnouncements } = sandbox.addresses;
  const raw = await client.getLogs({ address: [quorumRegistry, keyAnnouncements], fromBlock: 0n });
  const logs = parseEventLogs({ abi: [...quorumRegistryAbi, ...keyAnnouncementsAbi], logs: raw });
  const times = new Map<bigint, number>();
  for (const { blockNumber } of logs) {
    if (!times.has(blockNumber)) times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp));
  }
  return logs.map(({ eventName, args, address, blockNumber, blockHash, transactionHash, logIndex }) => ({
    ...(lower(unpacked(args as Readonly<Record<string, unknown>>)) as object),
    event: eventName[0]?.toLowerCase() + eventName.slice(1),
    contract: address.toLowerCase(),
    block: Number(blockNumber),
    blockHash,
    transaction: transactionHash,
    logIndex,
    timestamp: times.get(blockNumber) ?? Number.NaN,
  }));
}

/** Numbers of announcements and revocations are in one word (docs/spec/announcement.md, docs/spec/approval.md). */
function unpacked({ terms, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (terms === undefined) return rest;
  if ('certificate' in rest) return { ...rest, version: Number(terms) >> 8, reason: Number(terms) & 255 };
  if (typeof terms !== 'bigint') throw new TypeError('176 bits are more than a number has');
  const bits = (from: bigint, count: bigint) => Number((terms >> from) & ((1n << count) - 1n));
  return {
    ...rest,
    epoch: bits(112n, 64n),
    kind: bits(104n, 8n),
    codec: bits(96n, 8n),
    notBefore: bits(48n, 48n),
    notAfter: bits(0n, 48n),
  };
}

const columns =
  'time,block,blockHash,transaction,logIndex,contract,event,quorum,quorumName,version,members,threshold,revocationThreshold,certificate,certificateName,reason,draft,proposer,deadline,digest,signer,authority,subject,device,epoch,kind,codec,notBefore,notAfter,previousBlock,record,final';

/** The CSV of these logs, with a byte order mark and times, on a chain whose blocks count at once. Names need no escapes but those of CSV. */
export async function expectedCsv({ sandbox }: World, logs: readonly ReadLog[]): Promise<string> {
  const iso = (seconds: unknown) => `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}Z`;
  const lines = await Promise.all(
    logs.map(async (log) => {
      const digest = log.certificate as Hex;
      const body = JSON.parse(new TextDecoder().decode(await sandbox.store.read({ digest, codec: 'raw' })));
      const name: string = body.subject.name;
      const inert = /^[=＝]/.test(name) ? `'${name}` : name;
      const cells: Record<string, unknown> = { ...log, time: iso(log.timestamp), final: 'true' };
      cells.certificateName = `"${inert.replaceAll('"', '""')}"`;
      return columns
        .split(',')
        .map((column) => cells[column] ?? '')
        .join(',');
    }),
  );
  return `\uFEFF${[columns, ...lines].map((line) => `${line}\r\n`).join('')}`;
}

/** Members in order, no spaces: RFC 8785 for what has plain names and whole numbers alone. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );

/** The JSON of all logs, on a chain whose blocks count at once. */
export async function expectedJson(world: World): Promise<string> {
  const { sandbox } = world;
  const client = createPublicClient({ transport: http(sandbox.rpcUrl) });
  const { number, hash, timestamp } = await client.getBlock();
  const events = await readLogs(world);
  const { quorumRegistry, keyAnnouncements } = sandbox.addresses;
  return canonical({
    type: 'gridseal/events/v1',
    chainId: sandbox.chainId,
    contracts: { quorumRegistry: quorumRegistry.toLowerCase(), keyAnnouncements: keyAnnouncements.toLowerCase() },
    count: events.length,
    events,
    filter: { toBlock: Number(number) },
    head: { number: Number(number), hash, timestamp: Number(timestamp) },
    settled: Number(number),
  });
}

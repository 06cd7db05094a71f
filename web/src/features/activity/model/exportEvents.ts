import { encodeCanonicalJson, type Hex, utf8Decode } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import type { DataClient, EventFilter, IndexStatus, Network } from '../../../data/index.ts';
import { csvHeader, csvLine, type Names } from './csv.ts';
import { type Evidence, evidenceOf } from './evidence.ts';

/** What is to be exported, and how. */
export interface ExportOrder {
  readonly format: 'csv' | 'json';
  /** CSV alone: begin with a byte order mark. */
  readonly bom: boolean;
  /** Ask the endpoints when blocks were made. */
  readonly withTimes: boolean;
  readonly filter: EventFilter;
  /** What the user calls quorums. */
  readonly quorumNames: Readonly<Record<Hex, string>>;
}

export interface ExportResult {
  readonly file: Blob;
  readonly count: number;
  /** How many of them stand in blocks that may still be replaced. */
  readonly unsettled: number;
}

export interface ExportTools {
  readonly client: DataClient;
  readonly network: Pick<Network, 'chainId' | 'addresses'>;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** The chain was reorganised while it was read: what was written so far is of no chain. */
export class ReorganisedError extends Error {
  override readonly name = 'ReorganisedError';
}

const pageSize = 2_000;
const timesAtOnce = 500;

/**
 * Writes all events of a filter, page by page, in the order of the chain.
 *
 * @throws {ReorganisedError} and whatever the index throws; the signal's reason.
 * @example
 * ```ts
 * const { file } = await exportEvents({ format: 'csv', … }, { client, network, signal, progress });
 * ```
 */
export async function exportEvents(order: ExportOrder, tools: ExportTools): Promise<ExportResult> {
  const { client, network, signal, progress } = tools;
  const status = await client.status();
  const settled = status.settled;
  const filter = {
    ...order.filter,
    toBlock: Math.min(order.filter.toBlock ?? Number.MAX_SAFE_INTEGER, status.block ?? 0),
  };
  const names = order.format === 'csv' ? await namesFor(order, client, signal) : noNames;
  const parts: string[] = [];
  const unsettled: ChainEvent[] = [];
  let total: number | null = null;
  let done = 0;
  do {
    const page = await client.events({ ...filter, order: 'oldest', offset: done, limit: pageSize });
    signal.throwIfAborted();
    if (total !== null && page.total !== total) throw new ReorganisedError('the chain was reorganised');
    if (total === null) parts.push(beginning(order, network, page.total));
    total = page.total;
    if (page.items.length === 0 && done < total) throw new ReorganisedError('the chain was reorganised');
    const evidence = await evidenceFor(page.items, order, tools);
    parts.push(encode(evidence, order, names, settled, done === 0));
    unsettled.push(...page.items.filter(({ block }) => settled === null || block > settled));
    done += page.items.length;
    progress(done, total);
  } while (done < total);
  await assertStanding(client, filter, settled, unsettled);
  if (order.format === 'json') parts.push(ending(status, filter));
  const type = order.format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
  return { file: new Blob(parts, { type }), count: done, unsettled: unsettled.length };
}

const noNames: Names = { quorums: new Map(), certificates: new Map() };

/** Names in certificates whose bodies are here already: an export does not wait for IPFS. */
async function namesFor({ quorumNames }: ExportOrder, client: DataClient, signal: AbortSignal): Promise<Names> {
  const certificates = new Map<Hex, string>();
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const page = await client.certificates({ onlyHere: true, offset, limit: pageSize });
    signal.throwIfAborted();
    total = page.total;
    for (const { id, name } of page.items) if (name !== undefined) certificates.set(id, name);
  }
  const quorums = new Map(Object.entries(quorumNames) as [Hex, string][]);
  return { quorums, certificates };
}

async function evidenceFor(
  events: readonly ChainEvent[],
  { withTimes }: ExportOrder,
  { client, network, signal }: ExportTools,
): Promise<readonly Evidence[]> {
  const times = new Map<number, number>();
  if (withTimes) {
    const blocks = [...new Set(events.map(({ block }) => block))];
    for (let i = 0; i < blocks.length; i += timesAtOnce) {
      const some = blocks.slice(i, i + timesAtOnce);
      const answers = await client.blockTimes(some);
      signal.throwIfAborted();
      for (const [at, block] of some.entries()) {
        const time = answers[at];
        if (typeof time === 'number') times.set(block, time);
      }
    }
  }
  return events.map((event) => evidenceOf(event, network.addresses, times.get(event.block)));
}

function encode(
  events: readonly Evidence[],
  { format }: ExportOrder,
  names: Names,
  settled: number | null,
  isFirst: boolean,
): string {
  if (format === 'csv') return events.map((event) => csvLine(event, names, settled)).join('');
  const items = events.map(canonical).join(',');
  return isFirst || items === '' ? items : `,${items}`;
}

/** What stands before the events. In canonical JSON names are in order: `events` comes after these three. */
function beginning({ format, bom }: ExportOrder, network: ExportTools['network'], count: number): string {
  if (format === 'csv') return `${bom ? '\uFEFF' : ''}${csvHeader}`;
  const { keyAnnouncements, quorumRegistry } = network.addresses;
  const contracts = {
    keyAnnouncements: keyAnnouncements.toLowerCase(),
    quorumRegistry: quorumRegistry.toLowerCase(),
  };
  return `${canonical({ chainId: network.chainId, contracts, count }).slice(0, -1)},"events":[`;
}

function ending({ head, settled }: IndexStatus, filter: EventFilter): string {
  const rest = canonical({ filter, head, settled, type: 'gridseal/events/v1' });
  return `],${rest.slice(1)}`;
}

function canonical(value: unknown): string {
  return utf8Decode(encodeCanonicalJson(value));
}

/** What may be undone is looked at once more: the pages have to be of one chain. */
async function assertStanding(
  client: DataClient,
  filter: EventFilter,
  settled: number | null,
  written: readonly ChainEvent[],
): Promise<void> {
  const fromBlock = Math.max(filter.fromBlock ?? 0, (settled ?? -1) + 1);
  for (let offset = 0; offset < written.length; offset += pageSize) {
    const { total, items } = await client.events({ ...filter, fromBlock, order: 'oldest', offset, limit: pageSize });
    const isSame = items.every(
      ({ blockHash, logIndex }, i) =>
        written[offset + i]?.blockHash === blockHash && written[offset + i]?.logIndex === logIndex,
    );
    if (total !== written.length || !isSame) throw new ReorganisedError('the chain was reorganised');
  }
}

// A chain with many events, as a JSON-RPC server over HTTP that limits queries as public ones do. Its answers are made beforehand, so
// that what is measured is who reads them. A process of its own: `node busyChain.ts EVENTS DEVICES` prints where it listens.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractAddresses, eventTopics, packTerms } from '../../sdk/src/chain/index.ts';

const blocks = 20_000;
const maxLogs = 10_000;
const genesis = 1_790_000_000;
const blockSeconds = 2;
const year = 365 * 86_400;
const { quorumRegistry, keyAnnouncements } = contractAddresses;

/** 32 bytes that say which thing of a kind is meant. */
function word(number: number | bigint, kind = 0): string {
  return `0x${kind.toString(16).padStart(8, '0')}${number.toString(16).padStart(56, '0')}`;
}

const kinds = {
  quorum: 1,
  certificate: 2,
  authority: 3,
  subject: 4,
  device: 5,
  digest: 6,
  record: 7,
  block: 8,
  transaction: 9,
};
const data = (...words: readonly string[]) => `0x${words.map((text) => text.slice(2)).join('')}`;

interface Body {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** Out of ten events: four about certificates, four announcements, two claims. */
function bodyOf(index: number, devices: number): Body {
  const turn = index % 10;
  const time = genesis + Math.floor((index * blocks * blockSeconds) / 100_000);
  if (turn < 4) {
    const revoked = turn === 3;
    const { certificateRevoked, certificateEndorsed } = eventTopics;
    const certificate = word(revoked ? index - 1 : index, kinds.certificate);
    const topics = [revoked ? certificateRevoked : certificateEndorsed, certificate, word(index % 777, kinds.quorum)];
    return { address: quorumRegistry, topics, data: word(revoked ? 256 + 4 : 1) };
  }
  const pair = Math.floor(index / 10) * 4 + (turn < 8 ? turn - 4 : turn - 8);
  const [device, epoch] = [pair % devices, 1 + Math.floor(pair / devices)];
  const about = [word(1, kinds.authority), word(device, kinds.subject)];
  if (turn < 8) {
    const terms = packTerms({
      epoch,
      kind: 1,
      codec: 0,
      notBefore: time,
      notAfter: time + (device % 7 === 0 ? 60 : year),
    });
    const text = data(word(index, kinds.digest), word(terms), word(0));
    return { address: keyAnnouncements, topics: [eventTopics.announced, ...about], data: text };
  }
  const topics = [eventTopics.claimed, ...about, word(device, kinds.device)];
  return { address: keyAnnouncements, topics, data: data(word(epoch), word(index, kinds.record)) };
}

/** The logs of each block, as JSON without brackets. */
function makeLogs(events: number, devices: number): string[] {
  const found: string[][] = Array.from({ length: blocks + 1 }, () => []);
  for (let index = 0; index < events; index++) {
    const block = 1 + Math.floor((index * blocks) / events);
    const inBlock = found[block] as string[];
    const place = `0x${inBlock.length.toString(16)}`;
    const log = {
      ...bodyOf(index, devices),
      blockNumber: `0x${block.toString(16)}`,
      blockHash: word(block, kinds.block),
      transactionHash: word(index, kinds.transaction),
      transactionIndex: place,
      logIndex: place,
      removed: false,
    };
    inBlock.push(JSON.stringify({ ...log, address: log.address.toLowerCase() }));
  }
  return found.map((logs) => logs.join(','));
}

interface Call {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

function createAnswerer(events: number, devices: number): (call: Call) => string {
  const logs = makeLogs(events, devices);
  const perBlock = events / blocks;
  const toBlock = (number: number) =>
    JSON.stringify({
      number: `0x${number.toString(16)}`,
      hash: word(number, kinds.block),
      timestamp: `0x${(genesis + number * blockSeconds).toString(16)}`,
    });
  const numberOf = (tag: unknown) => (typeof tag === 'string' && tag.startsWith('0x') ? Number(tag) : blocks);
  return ({ id, method, params }) => {
    const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)}`;
    if (method === 'eth_chainId') return `${head},"result":"0x7a69"}`;
    if (method === 'eth_getCode') return `${head},"result":"0x00"}`;
    if (method === 'eth_blockNumber') return `${head},"result":"0x${blocks.toString(16)}"}`;
    if (method === 'eth_getBlockByNumber') return `${head},"result":${toBlock(numberOf(params[0]))}}`;
    if (method !== 'eth_getLogs') return `${head},"error":{"code":-32601,"message":"no such method"}}`;
    const { fromBlock, toBlock: last } = params[0] as Record<'fromBlock' | 'toBlock', string>;
    const [from, to] = [numberOf(fromBlock), numberOf(last)];
    if ((to - from + 1) * perBlock > maxLogs) {
      return `${head},"error":{"code":-32005,"message":"query returned more than ${maxLogs} results"}}`;
    }
    const found = logs.slice(from, to + 1).filter((text) => text !== '');
    return `${head},"result":[${found.join(',')}]}`;
  };
}

const [events, devices] = process.argv.slice(2).map(Number) as [number, number];
const answer = createAnswerer(events, devices);
const server = createServer((request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', 'content-type');
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const asked = JSON.parse(text) as Call | Call[];
    response.setHeader('Content-Type', 'application/json');
    response.end(Array.isArray(asked) ? `[${asked.map(answer).join(',')}]` : answer(asked));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', () => process.exit(0));

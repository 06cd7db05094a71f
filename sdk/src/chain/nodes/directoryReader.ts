import type { Address } from 'viem';
import { keccak256, pad } from 'viem/utils';
import { type Hex, hiddenCharacters } from '../../bytes/index.ts';
import { readNodeUrl } from '../../ocn/registry/index.ts';
import type { Block } from '../block.ts';
import type { Chain } from '../chain.ts';
import { type Log, logsQuestion } from '../log.ts';
import type { DirectoryUpdate, UnusableNode } from './directoryState.ts';
import { type NodeRecord, nodeCalls, type PartyRecord, type ServiceRecord } from './nodeCalls.ts';
import type { DirectoryNode } from './nodeDirectory.ts';
import { nodeTopics, toNodeEvent } from './nodeEvents.ts';
import { pages, readAt } from './readAt.ts';
import type { Touched } from './touched.ts';

/** Places of a list in one call; the contract looks at anchors for each of a party's. */
const placesPerCall = 100;
const logQuestionsPerRequest = 20;

const hidden = new RegExp(`[${hiddenCharacters}]`, 'u');

/** Reads what a directory is made of, all of it at one block. */
export function createDirectoryReader(chain: Chain, registry: Address, signal?: AbortSignal) {
  const calls = nodeCalls(registry);
  const read = <Calls extends Parameters<typeof readAt>[2]>(at: Block, list: Calls) => readAt(chain, at, list, signal);
  const walk = { limit: placesPerCall, ...(signal ? { signal } : {}) };

  /** Everything that there is. */
  async function all(at: Block): Promise<DirectoryUpdate> {
    const operators: Hex[] = [];
    for await (const { items } of pages(chain, { ...walk, at }, calls.nodes)) {
      operators.push(...items.map(({ operator }) => operator));
    }
    const nodes = await nodesOf(operators, new Map(), at);
    const parties = await everyParty(at);
    const providers: Hex[] = [];
    for await (const { items } of pages(chain, { ...walk, at }, calls.providers)) providers.push(...items);
    const services = await servicesOf(providers, at);
    const hasServices = [...services.values()].some((service) => service !== null);
    const agreements = hasServices ? await everyAgreement([...parties.keys()], at) : new Map();
    return { nodes, parties, services, agreements };
  }

  async function everyParty(at: Block): Promise<Map<Hex, PartyRecord | null>> {
    const parties = new Map<Hex, PartyRecord | null>();
    for await (const { items } of pages(chain, { ...walk, at }, calls.parties)) {
      for (const party of items) parties.set(party.address, party);
    }
    return parties;
  }

  async function partiesOf(addresses: readonly Hex[], at: Block): Promise<Map<Hex, PartyRecord | null>> {
    const states = await read(at, addresses.map(calls.party));
    const claims = states.flatMap(({ party }) => (party ? [party] : []));
    const holders = await read(
      at,
      claims.map(({ id }) => calls.holder(id)),
    );
    const held = new Map(claims.filter(({ address }, i) => holders[i] === address).map((one) => [one.address, one]));
    return new Map(addresses.map((address) => [address, held.get(address) ?? null]));
  }

  async function nodesOf(operators: readonly Hex[], told: ReadonlyMap<Hex, Hex>, at: Block) {
    const records = await read(at, operators.map(calls.node));
    const unknown = operators.filter((operator, i) => {
      const { keyHash } = records[i] as NodeRecord;
      return keyHash !== null && !isKey(told.get(operator), keyHash);
    });
    const found = await keysOf(
      unknown.map((operator) => [operator, records[operators.indexOf(operator)] as NodeRecord]),
    );
    return new Map(
      operators.map((operator, i) => {
        const key = found.get(operator) ?? told.get(operator);
        return [operator, toNode(operator, records[i] as NodeRecord, key)];
      }),
    );
  }

  /** The bytes of keys stand in the event of the node's last change alone; the registry keeps their hash, and that block. */
  async function keysOf(nodes: readonly (readonly [Hex, NodeRecord])[]): Promise<ReadonlyMap<Hex, Hex>> {
    const keys = new Map<Hex, Hex>();
    for (let from = 0; from < nodes.length; from += logQuestionsPerRequest) {
      const part = nodes.slice(from, from + logQuestionsPerRequest);
      const questions = part.map(([operator, { updatedAt: block }]) =>
        logsQuestion({ addresses: [registry], from: block, to: block, topics: [nodeTopics.nodeSet, pad(operator)] }),
      );
      const answers = await chain.rpc.agree('the keys of nodes', questions, signal);
      part.forEach(([operator, { keyHash }], i) => {
        const logs = (answers[i] as { readonly value: readonly Log[] }).value;
        for (const log of logs) {
          const event = toNodeEvent(log, registry);
          if (event?.type === 'nodeSet' && isKey(event.key, keyHash)) keys.set(operator, event.key);
        }
      });
    }
    return keys;
  }

  async function servicesOf(providers: readonly Hex[], at: Block): Promise<Map<Hex, ServiceRecord | null>> {
    const found = await read(at, providers.map(calls.service));
    return new Map(providers.map((provider, i) => [provider, toService(found[i]?.service ?? null)]));
  }

  /** What these parties have granted, that holds. */
  async function everyAgreement(parties: readonly Hex[], at: Block) {
    const first = await read(
      at,
      parties.map((party) => calls.agreements(party, null, placesPerCall)),
    );
    const pairs: (readonly [Hex, Hex])[] = [];
    for (const [i, party] of parties.entries()) {
      const { items, next } = first[i] as { items: readonly Hex[]; next: Hex | null };
      pairs.push(...items.map((provider) => [party, provider] as const));
      if (next === null) continue;
      const rest = (cursor: Hex | null, limit: number) => calls.agreements(party, cursor ?? next, limit);
      for await (const page of pages(chain, { ...walk, at }, rest)) {
        pairs.push(...page.items.map((provider) => [party, provider] as const));
      }
    }
    return grantsOf(pairs, at);
  }

  /** What was granted, by party and provider; 0 for what does not hold. */
  async function grantsOf(pairs: readonly (readonly [Hex, Hex])[], at: Block) {
    const states = await read(
      at,
      pairs.map(([party, provider]) => calls.agreement(party, provider)),
    );
    const holds = await read(
      at,
      pairs.map(([party, provider]) => calls.hasAgreement(party, provider)),
    );
    const grants = new Map<Hex, Map<Hex, number>>();
    pairs.forEach(([party, provider], i) => {
      const ofParty = grants.get(party) ?? new Map<Hex, number>();
      grants.set(party, ofParty.set(provider, holds[i] ? (states[i]?.permissions ?? 0) : 0));
    });
    return grants;
  }

  /** What was touched. */
  async function some(touched: Touched, known: (party: Hex) => boolean, at: Block): Promise<DirectoryUpdate> {
    const nodes = await nodesOf([...touched.operators], touched.keys, at);
    const parties = await partiesOf([...touched.parties], at);
    if (touched.everyParty) for (const [address, party] of await everyParty(at)) parties.set(address, party);
    const services = await servicesOf([...touched.providers], at);
    const isNew = [...parties].filter(([address, party]) => party && !known(address)).map(([address]) => address);
    const pairs = [...touched.agreements].flatMap(([party, providers]) =>
      [...providers].map((provider) => [party, provider] as const),
    );
    const agreements = await grantsOf(pairs, at);
    for (const [party, granted] of await everyAgreement(isNew, at)) {
      agreements.set(party, new Map([...granted, ...(agreements.get(party) ?? [])]));
    }
    return { nodes, parties, services, agreements };
  }

  /** Which of these parties have an agreement that holds. */
  async function agreeing(parties: readonly Hex[], provider: Hex, at: Block): Promise<readonly Hex[]> {
    const holds = await read(
      at,
      parties.map((party) => calls.hasAgreement(party, provider)),
    );
    return parties.filter((_, i) => holds[i]);
  }

  return { all, some, agreeing, anchors: (at: Block) => read(at, [calls.anchors(), calls.quorumRegistry()] as const) };
}

function isKey(key: Hex | undefined, keyHash: Hex | null): boolean {
  return key !== undefined && key !== '0x' && keccak256(key) === keyHash;
}

/** Null if there is no node. A node whose URL or key cannot be used is told apart from one that is not there. */
function toNode(
  operator: Hex,
  { url, keyHash }: NodeRecord,
  told: Hex | undefined,
): DirectoryNode | UnusableNode | null {
  if (url === null) return null;
  const usable = readNodeUrl(url);
  if (usable === null) return { operator, url, reason: 'url' };
  if (keyHash === null) return { operator, url: usable, key: operator };
  return told !== undefined && isKey(told, keyHash)
    ? { operator, url: usable, key: told }
    : { operator, url, reason: 'key' };
}

/** Null for one whose URL cannot be used, or whose name is not what it looks like. */
function toService(service: ServiceRecord | null): ServiceRecord | null {
  if (service === null || hidden.test(service.name)) return null;
  const url = readNodeUrl(service.url);
  return url === null ? null : { ...service, url };
}

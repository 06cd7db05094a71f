import type { Address } from 'viem';
import type { Hex } from '../../bytes/index.ts';
import type { Block } from '../block.ts';
import type { Chain } from '../chain.ts';
import { ReorganisationError } from '../chainErrors.ts';
import { type CursorState, initialState } from '../cursorState.ts';
import { eventTopics } from '../eventTopics.ts';
import type { Log } from '../log.ts';
import { createLogCursor, type LogCursor } from '../logCursor.ts';
import { readWordEvent } from '../wordEvents.ts';
import { createDirectoryReader } from './directoryReader.ts';
import { createDirectoryState, type DirectoryUpdate, type UnusableNode } from './directoryState.ts';
import type { DirectoryChange, NodeDirectory } from './nodeDirectory.ts';
import { type NodeEvent, nodeTopics, toNodeEvent } from './nodeEvents.ts';
import { nodeRegistryOf } from './nodeRegistryOf.ts';
import { blockOf, ReplacedBlockError } from './readAt.ts';
import { type AnchorEvent, isUntouched, nothingTouched, type Touched, touch, touchAgreement } from './touched.ts';

/** How the registry is followed. */
export interface NodeDirectoryOptions {
  /** The node registry; that of the chain's addresses by default. */
  readonly registry?: Address;
  /** For how many parties a refresh asks, at most, whether a service that has changed has their agreement again; 400 by default. */
  readonly revisits?: number;
}

/** A directory that also tells what it leaves out. */
export interface ChainNodeDirectory extends NodeDirectory {
  /** Nodes that nobody can be sent to: their URL is none, or the bytes of their message key cannot be found. */
  unusable(): readonly UnusableNode[];
}

const attempts = 3;
const maxSpan = 5_000;

/**
 * Keeps the registry in memory, as of the newest block that counts: loads it by its pages at the first refresh, then follows events,
 * and reads from the contract again what they touch. The contract alone judges who holds what.
 *
 * What owners have written is used only if it can be: a node whose URL is no http or https URL (`readNodeUrl`) or whose message key
 * is not told by its event is left out, and its parties have no operator; a service with such a URL, or hidden characters in its
 * name, is left out. URLs have no slash at the end.
 *
 * @example
 * ```ts
 * const directory = createNodeDirectory(chain);
 * await directory.refresh(); // and again every few seconds
 * const party = directory.party({ country_code: 'DE', party_id: 'ABC' });
 * const node = party?.operator ? directory.node(party.operator) : null;
 * ```
 */
export function createNodeDirectory(chain: Chain, options: NodeDirectoryOptions = {}): ChainNodeDirectory {
  const registry = options.registry ?? nodeRegistryOf(chain);
  const { apply, replace, records, withCertificate, grantsTo, ...lookUps } = createDirectoryState();
  const listeners = new Set<(change: DirectoryChange) => void>();
  const revisiting = new Map<Hex, Hex[]>();
  let following: LogCursor<NodeEvent | AnchorEvent> | null = null;
  let touched: Touched = nothingTouched();
  let asOf: Block | null = null;
  let nextEnd = Number.POSITIVE_INFINITY;
  let running: Promise<unknown> = Promise.resolve();

  async function load(signal: AbortSignal | undefined): Promise<void> {
    const reader = createDirectoryReader(chain, registry, signal);
    const at = await blockOf(chain, signal ? { signal } : {});
    const [{ anchors }, quorumRegistry] = await reader.anchors(at);
    const update = await reader.all(at);
    following = follow(at, { anchors, quorumRegistry });
    touched = nothingTouched();
    revisiting.clear();
    settle(replace(update), at);
  }

  function follow(start: Block, { anchors, quorumRegistry }: Anchoring): LogCursor<NodeEvent | AnchorEvent> {
    let state: CursorState = initialState(chain.chainId, { block: start.number, hash: start.hash }, maxSpan);
    const store = {
      load: async () => state,
      save: async (next: CursorState) => {
        state = next;
      },
    };
    const isAnchored = anchors.length > 0;
    const topics = [
      ...Object.values(nodeTopics),
      ...(isAnchored ? [eventTopics.certificateEndorsed, eventTopics.certificateRevoked] : []),
    ];
    const addresses = isAnchored ? [registry, quorumRegistry] : [registry];
    return createLogCursor(chain, {
      store,
      from: start.number + 1,
      filter: { addresses, topics: [topics] },
      decode: (log) => toNodeEvent(log, registry) ?? toAnchorEvent(log, quorumRegistry, anchors),
    });
  }

  async function update(cursor: NonNullable<typeof following>, signal: AbortSignal | undefined): Promise<void> {
    const { settled: at } = await cursor.poll(({ added, removed }) => {
      for (const event of removed) touch(touched, event, withCertificate, true);
      for (const event of added) touch(touched, event, withCertificate, false);
    }, signal);
    if (nextEnd < at.timestamp) touchEnded(at);
    if (asOf && at.number < asOf.number && isUntouched(touched)) return;
    const reader = createDirectoryReader(chain, registry, signal);
    await revisit(reader, at);
    for (const provider of touched.providers) {
      for (const party of grantsTo(provider)) touchAgreement(touched, party, provider);
    }
    const known = (party: Hex) => lookUps.partyAt(party) !== null;
    const found: DirectoryUpdate = isUntouched(touched) ? nothing : await reader.some(touched, known, at);
    const changed = touched.providers;
    touched = nothingTouched();
    const change = apply(found);
    for (const provider of changed) startRevisit(provider);
    settle(change, at);
  }

  function touchEnded({ timestamp }: Block): void {
    for (const { address, notAfter } of records()) if (notAfter < timestamp) touched.parties.add(address);
  }

  /** A service that asks for less may have agreements again that did not hold before. Nobody says which, so all parties are asked for. */
  function startRevisit(provider: Hex): void {
    revisiting.delete(provider);
    if (lookUps.service(provider))
      revisiting.set(
        provider,
        [...records()].map(({ address }) => address),
      );
  }

  /** A part at each refresh: whoever changes a service all the time makes nobody ask all the time. */
  async function revisit(reader: ReturnType<typeof createDirectoryReader>, at: Block): Promise<void> {
    const [next] = revisiting;
    if (!next) return;
    const [provider, parties] = next;
    const part = parties.slice(0, options.revisits ?? 400);
    for (const party of await reader.agreeing(part, provider, at)) touchAgreement(touched, party, provider);
    const rest = parties.slice(part.length);
    if (rest.length > 0) revisiting.set(provider, rest);
    else revisiting.delete(provider);
  }

  function settle(change: DirectoryChange, at: Block): void {
    asOf = at;
    nextEnd = Number.POSITIVE_INFINITY;
    for (const { notAfter } of records()) nextEnd = Math.min(nextEnd, notAfter);
    if (change.parties.length + change.operators.length > 0) tell(change);
  }

  /** Everyone is told; then the first of those that failed is heard of. */
  function tell(change: DirectoryChange): void {
    const errors: unknown[] = [];
    for (const listener of [...listeners]) {
      try {
        listener(change);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  async function refresh(signal: AbortSignal | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return following ? await update(following, signal) : await load(signal);
      } catch (error) {
        const isDeep = error instanceof ReorganisationError;
        if (isDeep) following = null;
        if (!(isDeep || error instanceof ReplacedBlockError) || attempt === attempts) throw error;
      }
    }
  }

  return {
    ...lookUps,
    asOf: () => asOf && { block: asOf.number, time: asOf.timestamp },
    refresh: (signal) => {
      const next = running.then(() => refresh(signal));
      running = next.catch(() => undefined);
      return next;
    },
    onChange: (listener) => {
      // One function may listen twice.
      const entry = (change: DirectoryChange) => listener(change);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}

interface Anchoring {
  readonly anchors: readonly Hex[];
  readonly quorumRegistry: Hex;
}

const nothing: DirectoryUpdate = { nodes: new Map(), parties: new Map(), services: new Map(), agreements: new Map() };

/** Null for what other quorums say. */
function toAnchorEvent(log: Log, quorumRegistry: Hex, anchors: readonly Hex[]): AnchorEvent | null {
  if (log.address !== quorumRegistry) return null;
  try {
    const event = readWordEvent(log, 'quorumRegistry');
    if (event?.type !== 'certificateEndorsed' && event?.type !== 'certificateRevoked') return null;
    return anchors.includes(event.quorum) ? { type: event.type, certificate: event.certificate } : null;
  } catch {
    return null;
  }
}

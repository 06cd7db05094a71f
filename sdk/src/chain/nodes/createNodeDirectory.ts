import type { Address } from 'viem';
import type { Hex } from '../../bytes/index.ts';
import type { Block } from '../block.ts';
import type { Chain } from '../chain.ts';
import { ReorganisationError } from '../chainErrors.ts';
import type { LogCursor } from '../logCursor.ts';
import { createListeners } from './directoryListeners.ts';
import { createDirectoryReader } from './directoryReader.ts';
import { createRevisits } from './directoryRevisits.ts';
import { createDirectoryState, type DirectoryUpdate, type UnusableNode } from './directoryState.ts';
import { followRegistry } from './followRegistry.ts';
import type { DirectoryChange, NodeDirectory } from './nodeDirectory.ts';
import type { NodeEvent } from './nodeEvents.ts';
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
  const listeners = createListeners<DirectoryChange>();
  const revisits = createRevisits(options.revisits ?? 400);
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
    following = followRegistry(chain, registry, at, { anchors, quorumRegistry });
    touched = nothingTouched();
    revisits.clear();
    settle(replace(update), at);
  }

  async function update(cursor: NonNullable<typeof following>, signal: AbortSignal | undefined): Promise<void> {
    const { settled: at, position } = await cursor.poll(({ added, removed }) => {
      for (const event of removed) touch(touched, event, withCertificate, true);
      for (const event of added) touch(touched, event, withCertificate, false);
    }, signal);
    // Endpoints that are behind for a moment have not seen what the events tell.
    if (at.number < position) return;
    if (nextEnd < at.timestamp) touchEnded(at);
    const reader = createDirectoryReader(chain, registry, signal);
    for (const [party, provider] of await revisits.next((parties, of) => reader.agreeing(parties, of, at))) {
      touchAgreement(touched, party, provider);
    }
    for (const provider of touched.providers) {
      for (const party of grantsTo(provider)) touchAgreement(touched, party, provider);
    }
    const known = (party: Hex) => lookUps.partyAt(party) !== null;
    const found: DirectoryUpdate = isUntouched(touched) ? nothing : await reader.some(touched, known, at);
    const changed = touched.providers;
    touched = nothingTouched();
    const change = apply(found);
    for (const provider of changed) revisits.start(provider, lookUps.service(provider) ? records() : []);
    settle(change, at);
  }

  function touchEnded({ timestamp }: Block): void {
    for (const { address, notAfter } of records()) if (notAfter < timestamp) touched.parties.add(address);
  }

  function settle(change: DirectoryChange, at: Block): void {
    asOf = at;
    nextEnd = Number.POSITIVE_INFINITY;
    for (const { notAfter } of records()) nextEnd = Math.min(nextEnd, notAfter);
    if (change.parties.length + change.operators.length > 0) listeners.tell(change);
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
    onChange: listeners.add,
  };
}

const nothing: DirectoryUpdate = { nodes: new Map(), parties: new Map(), services: new Map(), agreements: new Map() };

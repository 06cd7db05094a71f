import { foldCiString, type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import type { CdrProof } from '../signing/cdrProof.ts';
import type {
  BridgeStore,
  Connection,
  ConnectionStore,
  HighWaterStore,
  KeptAnswer,
  OutboxEntry,
  OutboxStore,
  PendingResult,
  ProofStore,
  RequestMemory,
  ResultStore,
} from './bridgeStore.ts';

/**
 * A store that is gone with its process: for tests and for trying things out. Use {@link sqlBridgeStore} for what has to arrive.
 *
 * @example `createBridge({ …, store: memoryBridgeStore() })`
 */
export function memoryBridgeStore(): BridgeStore {
  const [requests, results] = [new Requests(), new Results()];
  return {
    connection: connectionStore(),
    outbox: outboxStore(),
    requests,
    results,
    proofs: proofStore(),
    highWater: highWaterStore(),
    sweep: async (now) => requests.sweep(now) + results.sweep(now),
  };
}

function connectionStore(): ConnectionStore {
  let kept: Connection | null = null;
  return {
    load: async () => kept,
    async save(connection) {
      if ((kept?.revision ?? 0) !== connection.revision) return null;
      kept = { ...connection, revision: connection.revision + 1 };
      return kept;
    },
    async clear() {
      kept = null;
    },
  };
}

interface Row extends OutboxEntry {
  readonly leasedUntil: number;
}

function outboxStore(): OutboxStore {
  // In the order of writing.
  const rows = new Map<string, Row>();
  const waiting = () => [...rows.values()].filter(({ state }) => state === 'waiting');
  const heads = () => {
    const lanes = new Map<string, Row>();
    for (const row of waiting()) if (!lanes.has(row.lane)) lanes.set(row.lane, row);
    return [...lanes.values()];
  };
  const change = (id: string, changed: Partial<Row>) => {
    const row = rows.get(id);
    if (row) rows.set(id, { ...row, ...changed });
    return row !== undefined;
  };
  return {
    async add(message, limit) {
      if (rows.has(message.id)) return true;
      if (waiting().length >= limit) return false;
      rows.set(message.id, {
        ...message,
        state: 'waiting',
        attempts: 0,
        nextAttempt: message.created,
        lastError: null,
        leasedUntil: 0,
      });
      return true;
    },
    async take(now, leaseUntil, limit) {
      const due = heads().filter((row) => row.nextAttempt <= now && row.leasedUntil <= now);
      const taken = due.slice(0, limit);
      for (const { id } of taken) change(id, { leasedUntil: leaseUntil });
      return taken;
    },
    async remove(id) {
      rows.delete(id);
    },
    async retry(id, attempts, nextAttempt, lastError) {
      change(id, { attempts, nextAttempt, lastError, leasedUntil: 0 });
    },
    async bury(id, attempts, lastError) {
      change(id, { state: 'dead', attempts, lastError, leasedUntil: 0 });
    },
    find: async (id) => rows.get(id) ?? null,
    dead: async (offset, limit) =>
      [...rows.values()].filter(({ state }) => state === 'dead').slice(offset, offset + limit),
    async revive(id, now) {
      return (
        rows.get(id)?.state === 'dead' && change(id, { state: 'waiting', attempts: 0, nextAttempt: now, created: now })
      );
    },
    async counts() {
      const all = waiting();
      return { waiting: all.length, dead: rows.size - all.length, oldest: all[0]?.created ?? null };
    },
    async nextDue() {
      const due = heads().map((row) => Math.max(row.nextAttempt, row.leasedUntil));
      return due.length === 0 ? null : Math.min(...due);
    },
  };
}

interface Begun {
  readonly digest: string;
  readonly id: string;
  readonly begun: number;
  readonly expires: number;
}

class Requests implements RequestMemory {
  readonly #names = new Map<string, Begun>();
  readonly #answers = new Map<string, KeptAnswer | 'abandoned'>();

  async begin(
    ...[names, id, now, staleBefore, expires]: Parameters<RequestMemory['begin']>
  ): ReturnType<RequestMemory['begin']> {
    let isBusy = false;
    for (const { key, digest } of names) {
      const known = this.#names.get(key);
      if (!known || known.expires <= now) continue;
      if (known.digest !== digest) return { state: 'other' };
      const answer = this.#answers.get(known.id);
      if (answer !== undefined && answer !== 'abandoned') return { state: 'done', answer };
      isBusy ||= answer === undefined && known.begun > staleBefore;
    }
    if (isBusy) return { state: 'busy' };
    for (const { key, digest } of names) this.#names.set(key, { digest, id, begun: now, expires });
    return { state: 'new', id };
  }

  async finish(id: string, answer: KeptAnswer): Promise<void> {
    this.#answers.set(id, answer);
  }

  async abandon(id: string): Promise<void> {
    this.#answers.set(id, 'abandoned');
  }

  sweep(now: number): number {
    const old = [...this.#names].filter(([, { expires }]) => expires <= now);
    for (const [key] of old) this.#names.delete(key);
    const used = new Set([...this.#names.values()].map(({ id }) => id));
    for (const id of this.#answers.keys()) if (!used.has(id)) this.#answers.delete(id);
    return old.length;
  }
}

class Results implements ResultStore {
  readonly #results = new Map<string, PendingResult>();

  async expect(pending: PendingResult): Promise<void> {
    if (!this.#results.has(pending.id)) this.#results.set(pending.id, pending);
  }

  async find(id: string): Promise<PendingResult | null> {
    return this.#results.get(id) ?? null;
  }

  async resolve(id: string, result: string): Promise<boolean> {
    const pending = this.#results.get(id);
    if (!pending || pending.result !== null) return false;
    this.#results.set(id, { ...pending, result });
    return true;
  }

  sweep(now: number): number {
    const old = [...this.#results.values()].filter(({ expires }) => expires <= now);
    for (const { id } of old) this.#results.delete(id);
    return old.length;
  }
}

function highWaterStore(): HighWaterStore {
  const versions = new Map<string, 1 | 2>();
  return {
    get: async (party) => versions.get(partyKey(party)) ?? 0,
    async raise(party, version) {
      if ((versions.get(partyKey(party)) ?? 0) < version) versions.set(partyKey(party), version);
    },
    async forget(party) {
      versions.delete(partyKey(party));
    },
  };
}

function proofStore(): ProofStore {
  const proofs = new Map<string, { proof: CdrProof; delivered: boolean }>();
  const keyOf = (owner: Party, id: string) => `${partyKey(owner)} ${foldCiString(id)}`;
  return {
    async keep(proof) {
      const key = keyOf(proof.owner, proof.id);
      const kept = proofs.get(key) ?? { proof, delivered: false };
      proofs.set(key, kept);
      return { ...kept };
    },
    async delivered(owner, id) {
      const kept = proofs.get(keyOf(owner, id));
      if (kept) kept.delivered = true;
    },
    find: async (owner, id) => proofs.get(keyOf(owner, id))?.proof ?? null,
  };
}

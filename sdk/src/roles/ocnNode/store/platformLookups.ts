import type { Platform } from '../platform.ts';
import { byParties, byTokens } from './platformStatements.ts';
import { toPlatform } from './rows.ts';
import { textArray } from './sql/arrays.ts';
import { Batcher } from './sql/batcher.ts';
import type { Row, Sql, Statement } from './sql/sql.ts';

/** What was found by a token or a party. */
export interface Found {
  readonly platform: Platform;
  readonly kind: 'registration' | 'credentials';
  readonly expires: number | null;
  /** Until when it may be used for replacing it again; null for a token that was not replaced. */
  readonly formerUntil: number | null;
  /** Whether there is one that it has replaced. */
  readonly hasFormer: boolean;
}

/** How long a change that another process has made may stay unseen. Changes of this process are seen at once. */
const FRESH_MS = 1_000;
const MAX_ENTRIES = 20_000;

interface Entry {
  readonly found: Found | null;
  readonly until: number;
}

/**
 * Looks platforms up by what a request names, and remembers for a second: the two look-ups that every message needs.
 *
 * Nothing is told of a change: a second is a bound that holds with a server, a pooler in between, or a lost connection alike. What
 * was being asked for when something changed is not remembered.
 */
export class PlatformLookups {
  readonly #entries = new Map<string, Entry>();
  readonly #tokens: Batcher<string, Found | null>;
  readonly #parties: Batcher<string, Found | null>;
  #generation = 0;

  constructor(sql: Sql) {
    this.#tokens = lookup(sql, byTokens);
    this.#parties = lookup(sql, byParties);
  }

  /** @param digest 64 digits. @param isFresh What is remembered does not count. */
  byToken(digest: string, isFresh = false): Promise<Found | null> {
    return this.#find(`token ${digest}`, this.#tokens, digest, isFresh);
  }

  byParty(key: string): Promise<Found | null> {
    return this.#find(`party ${key}`, this.#parties, key);
  }

  /** After every write: there are few of them. */
  forget(): void {
    this.#generation++;
    this.#entries.clear();
  }

  async #find(key: string, batcher: Batcher<string, Found | null>, input: string, isFresh = false) {
    const entry = isFresh ? undefined : this.#entries.get(key);
    const now = performance.now();
    if (entry !== undefined && entry.until > now) return entry.found;
    const generation = this.#generation;
    const found = await batcher.call(input);
    if (generation === this.#generation) {
      if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
      this.#entries.set(key, { found, until: now + FRESH_MS });
    }
    return found;
  }
}

function lookup(sql: Sql, statement: Statement): Batcher<string, Found | null> {
  return new Batcher<string, Found | null>({
    concurrency: sql.concurrency,
    keyOf: () => null,
    run: async (inputs) => {
      const rows = await sql.query(statement, [textArray([...new Set(inputs)])]);
      const found = new Map(rows.map((row) => [row.key, row]));
      // One damaged row is the trouble of those who ask for it.
      return inputs.map((input) => found.get(input)).map((row) => (row === undefined ? null : new Lazy(row)));
    },
  });
}

/** Reads its row when it is looked at. */
class Lazy implements Found {
  readonly #row: Row;
  #platform: Platform | null = null;

  constructor(row: Row) {
    this.#row = row;
  }

  get platform(): Platform {
    this.#platform ??= toPlatform(this.#row);
    return this.#platform;
  }

  get kind(): 'registration' | 'credentials' {
    return this.#row.kind === 'registration' ? 'registration' : 'credentials';
  }

  get expires(): number | null {
    return numberOf(this.#row.expires);
  }

  get formerUntil(): number | null {
    return numberOf(this.#row.former_until);
  }

  get hasFormer(): boolean {
    return this.#row.has_former === 'true';
  }
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

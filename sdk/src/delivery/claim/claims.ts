import { fromHex, type Hex } from '../../bytes/index.ts';
import { type Chain, claimCall, findClaim, snapshot } from '../../chain/index.ts';
import { BaseError } from '../../errors/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import type { Store } from '../../store/index.ts';
import { type InstalledDelivery, keyNamedBy, makeReceipt, ratchet } from './makeReceipt.ts';
import type { Receipt } from './receipt.ts';
import type { ReceiptBook } from './receiptBook.ts';

/** What claims need of the device. */
export interface ClaimParts {
  readonly chain: Chain;
  readonly store: Store;
  readonly identity: DeviceIdentity;
  readonly book: ReceiptBook;
  /** Whether each claim names a fresh HPKE key; the store has to be writable then. */
  readonly turnsKey: boolean;
  /** Brings a receipt to the chain; null where somebody else relays what the book holds. */
  readonly send: ((receipt: Receipt, options: { readonly signal?: AbortSignal }) => Promise<void>) | null;
  /** False while something that has come is still to be opened with the old key, which is kept then. By default it never is. */
  readonly mayTurn?: () => boolean;
  /** What the world outside has done to us; null for a bug, which is thrown on. By default, errors of this package. */
  readonly troubleOf?: (error: unknown) => BaseError | null;
}

/** What became of the receipts in one round. */
export interface ClaimReport {
  /** Those that have become final. */
  readonly claimed: readonly Pick<Receipt, 'authority' | 'subject' | 'epoch'>[];
  /** Each of them has stopped one receipt, and no other. */
  readonly problems: readonly BaseError[];
  readonly outstanding: readonly Receipt[];
}

type Slot = Pick<Receipt, 'authority' | 'subject'>;
const keyOf = ({ authority, subject }: Slot) => `${authority}${subject}`;
/** One snapshot asks at most for this many. */
const claimsAtOnce = 40;

/**
 * The receipts of a device, from the installation to the final claim. What is installed gets one, whatever happened in between: a
 * crash, or a claim that a reorganisation took back before it was final.
 *
 * @example
 * ```ts
 * const claims = new Claims({ chain, store, identity, book, turnsKey: true, send: null });
 * const { outstanding } = await claims.advance(installed, time);
 * ```
 */
export class Claims {
  readonly #parts: ClaimParts;
  readonly #book: ReceiptBook;
  /** Epochs that are known to be claimed, so that idle rounds ask nothing. */
  readonly #done = new Map<string, number>();
  /** Records of claims that were reported. */
  readonly #told = new Set<Hex>();

  constructor(parts: ClaimParts) {
    this.#parts = parts;
    this.#book = parts.book;
  }

  /** Receipts that are not final on chain yet. */
  async receipts(): Promise<readonly Receipt[]> {
    return (await this.#book.read()).receipts.filter(({ record }) => !this.#told.has(record));
  }

  /**
   * Makes the receipts that are missing, publishes and sends what is outstanding, and turns the key once every receipt that names
   * the next one is final. Trouble with one receipt stops no other.
   *
   * @param time Block time in seconds since 1970.
   * @throws {UnreachableError} or {DisagreementError} if the chain cannot be asked.
   */
  async advance(installed: readonly InstalledDelivery[], time: number, signal?: AbortSignal): Promise<ClaimReport> {
    const { receipts: kept, problems: broken } = await this.#book.read();
    const problems: BaseError[] = [...broken];
    const missing = installed.filter((one) => !this.#isCovered(one, kept, time));
    if (kept.length + missing.length === 0) return { claimed: [], problems, outstanding: [] };
    const claimed = await this.#claimedEpochs([...kept, ...missing], signal);
    const isClaimed = (one: Slot & { readonly epoch: number }) => (claimed.get(keyOf(one)) ?? 0) >= one.epoch;
    const made = await this.#make(missing, isClaimed, time, problems);
    const final = kept.filter(isClaimed);
    // What a reorganisation has taken back is outstanding again.
    for (const receipt of kept) if (!isClaimed(receipt)) this.#told.delete(receipt.record);
    const waiting = [
      ...(await this.#withoutExpired(
        kept.filter((one) => !isClaimed(one)),
        made,
        time,
      )),
      ...made,
    ];
    for (const receipt of waiting) {
      await this.#guarded(problems, () => this.#publishAndSend(receipt, signal), signal);
    }
    const [late, outstanding] = await this.#sent(waiting, signal);
    final.push(...late);
    const claimedNow = this.#tell(final);
    await this.#turn(final, outstanding, signal);
    return { claimed: claimedNow, problems, outstanding };
  }

  #isCovered(one: InstalledDelivery, receipts: readonly Receipt[], time: number): boolean {
    if ((this.#done.get(keyOf(one)) ?? 0) >= one.epoch) return true;
    const receipt = receipts.find((candidate) => keyOf(candidate) === keyOf(one));
    return receipt !== undefined && receipt.epoch >= one.epoch && receipt.deadline >= time;
  }

  async #make(
    missing: readonly InstalledDelivery[],
    isClaimed: (one: InstalledDelivery) => boolean,
    time: number,
    problems: BaseError[],
  ): Promise<readonly Receipt[]> {
    const { chain, identity, turnsKey } = this.#parts;
    const made: Receipt[] = [];
    for (const one of missing) {
      if (isClaimed(one)) {
        this.#done.set(keyOf(one), one.epoch);
        continue;
      }
      await this.#guarded(problems, async () => {
        const receipt = await makeReceipt(one, { chain, identity, turnsKey, time });
        await this.#book.put(receipt);
        made.push(receipt);
      });
    }
    return made;
  }

  /** Receipts that were made anew, and those whose time is over, would wait for nothing. */
  async #withoutExpired(receipts: readonly Receipt[], made: readonly Receipt[], time: number) {
    const old = receipts.filter((receipt) => !made.some((one) => keyOf(one) === keyOf(receipt)));
    for (const receipt of old) if (receipt.deadline < time) await this.#book.remove(receipt);
    return old.filter(({ deadline }) => deadline >= time);
  }

  async #claimedEpochs(slots: readonly Slot[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const { chain, identity } = this.#parts;
    const unique = [...new Map(slots.map((slot) => [keyOf(slot), slot])).values()];
    const epochs = new Map<string, number>();
    for (let start = 0; start < unique.length; start += claimsAtOnce) {
      const part = unique.slice(start, start + claimsAtOnce);
      const calls = part.map(({ authority, subject }) => claimCall(chain, { authority, subject, device: identity.id }));
      const { results } = await snapshot(chain, calls, signal ? { signal } : {});
      for (const [i, slot] of part.entries()) epochs.set(keyOf(slot), results[i]?.epoch ?? 0);
    }
    return epochs;
  }

  async #publishAndSend(receipt: Receipt, signal?: AbortSignal): Promise<void> {
    const { store, send } = this.#parts;
    const options = signal ? { signal } : {};
    // A claim whose record nobody can read would stop the authority. Without a new key, whoever relays it publishes it.
    if (!receipt.published && (receipt.namesNextKey || send !== null)) {
      await store.writeBlock(fromHex(receipt.recordBytes), options);
      await this.#book.put({ ...receipt, published: true });
    }
    await send?.(receipt, options);
  }

  /** Where blocks count at once, what was just sent is final in the same round. */
  async #sent(waiting: readonly Receipt[], signal?: AbortSignal): Promise<[final: Receipt[], outstanding: Receipt[]]> {
    if (this.#parts.send === null || waiting.length === 0) return [[], [...waiting]];
    const claimed = await this.#claimedEpochs(waiting, signal);
    const isClaimed = (receipt: Receipt) => (claimed.get(keyOf(receipt)) ?? 0) >= receipt.epoch;
    return [waiting.filter(isClaimed), waiting.filter((receipt) => !isClaimed(receipt))];
  }

  #tell(final: readonly Receipt[]): ClaimReport['claimed'] {
    const news = final.filter(({ record }) => !this.#told.has(record));
    for (const { record } of news) this.#told.add(record);
    return news.map(({ authority, subject, epoch }) => ({ authority, subject, epoch }));
  }

  /**
   * Until every receipt that names the next key is final, those that are stay in the book: then the old key is destroyed, and only
   * after that the receipts go, so that a crash in between is noticed.
   */
  async #turn(final: readonly Receipt[], outstanding: readonly Receipt[], signal?: AbortSignal): Promise<void> {
    const waits = outstanding.some(({ namesNextKey }) => namesNextKey) || this.#parts.mayTurn?.() === false;
    const settled = final.filter(({ namesNextKey }) => !(waits && namesNextKey));
    for (const receipt of settled) {
      if (receipt.namesNextKey && (await this.#isNextKeyClaimed(receipt, signal))) {
        await this.#parts.identity.confirmNext(ratchet);
      }
    }
    for (const receipt of settled) {
      this.#done.set(keyOf(receipt), receipt.epoch);
      await this.#book.remove(receipt);
      this.#told.delete(receipt.record);
    }
  }

  /** The chain has to name this very record: another one, of the same epoch, may name another key. */
  async #isNextKeyClaimed(receipt: Receipt, signal?: AbortSignal): Promise<boolean> {
    const { chain, identity } = this.#parts;
    if ((await keyNamedBy(receipt, identity)) !== 'next') return false;
    const { authority, subject } = receipt;
    const event = await findClaim(chain, { authority, subject, device: identity.id }, signal ? { signal } : {});
    return event?.record === receipt.record;
  }

  /** Trouble with one receipt is noted, and stops no other. */
  async #guarded(problems: BaseError[], work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    try {
      await work();
    } catch (error) {
      signal?.throwIfAborted();
      const trouble = (this.#parts.troubleOf ?? ownError)(error);
      if (trouble === null) throw error;
      problems.push(trouble);
    }
  }
}

function ownError(error: unknown): BaseError | null {
  return error instanceof BaseError ? error : null;
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { Chain, Receipt } from '@gridseal/sdk/chain';
import type { KeptTransaction, TransactionKeep } from './transactionKeep.ts';

/** How far a transaction has come. `lost`: no endpoint knows of it for a long time; it may still be mined. */
export type TransactionState = 'sent' | 'mined' | 'final' | 'failed' | 'lost';

/** A transaction that this browser sent. */
export interface TrackedTransaction extends KeptTransaction {
  readonly receipt?: Receipt;
  readonly error?: unknown;
}

/** Follows transactions from the wallet's answer to the block that counts, over reloads and in every tab. */
export interface TransactionStore {
  readonly subscribe: (changed: () => void) => () => void;
  readonly get: () => readonly TrackedTransaction[];
  /** Starts to follow; both promises reject with a TransactionError if it fails. */
  readonly follow: (sent: Sent, why?: () => Promise<unknown>) => Followed;
  readonly forget: (hash: Hex) => void;
  /** Goes on with those that were followed before, and with those of other tabs. Returns how to stop. */
  readonly resume: () => () => void;
}

/** What a wallet has sent. */
export type Sent = Pick<KeptTransaction, 'hash' | 'label' | 'account'>;

/** What comes of a transaction that was sent. */
export interface Followed {
  readonly hash: Hex;
  /** In a block. */
  readonly mined: Promise<Receipt>;
  /** In a block that counts. */
  readonly final: Promise<Receipt>;
}

const open: readonly TransactionState[] = ['sent', 'mined', 'lost'];

/** @param openChain Gives the endpoints; asked for with the first transaction. */
export function createTransactionStore(
  openChain: () => Promise<Chain>,
  keep: TransactionKeep,
  now: () => number = Date.now,
): TransactionStore {
  let all: readonly TrackedTransaction[] = keep.read();
  const followed = new Set<Hex>();
  const listeners = new Set<() => void>();
  const show = (next: readonly TrackedTransaction[]) => {
    all = next;
    for (const listener of listeners) listener();
  };
  const change = (hash: Hex, fields: Partial<TrackedTransaction>) => {
    const changed = all.find((one) => one.hash === hash);
    // Forgotten meanwhile.
    if (!changed) return;
    const { receipt: _, error: __, ...kept } = { ...changed, ...fields };
    keep.put(kept);
    show(all.map((one) => (one.hash === hash ? { ...one, ...fields } : one)));
  };
  const wait = async (hash: Hex, until: 'mined' | 'settled', why: (() => Promise<unknown>) | undefined) => {
    const { TransactionError, waitForReceipt } = await import('./waiting.ts');
    const receipt = await waitForReceipt(await openChain(), hash, { wait: until }).catch((error: unknown) => {
      change(hash, { state: 'lost', error });
      throw error;
    });
    const { block } = receipt;
    if (receipt.success) {
      change(hash, { state: until === 'mined' ? 'mined' : 'final', receipt, block });
      return receipt;
    }
    // The same call now says why.
    const cause = await why?.().catch((reason: unknown) => reason);
    const error = new TransactionError('the transaction failed', hash, { cause });
    change(hash, { state: 'failed', receipt, block, error: cause ?? error });
    throw error;
  };
  const watch = (hash: Hex, why?: () => Promise<unknown>): Followed => {
    followed.add(hash);
    const mined = wait(hash, 'mined', why);
    const final = mined.then(() => wait(hash, 'settled', why));
    // Whoever shows the transaction sees the failure in its state.
    final.catch(() => undefined);
    return { hash, mined, final };
  };
  const takeKept = () => {
    const known = new Map(all.map((one) => [one.hash, one]));
    show(keep.read().map((kept) => ({ ...known.get(kept.hash), ...kept })));
    for (const { hash, state } of all) if (open.includes(state) && !followed.has(hash)) watch(hash);
  };
  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    get: () => all,
    follow(sent, why) {
      const entry: TrackedTransaction = { ...sent, state: 'sent', at: now() };
      all = [entry, ...all.filter((one) => one.hash !== sent.hash)];
      change(sent.hash, {});
      return watch(sent.hash, why);
    },
    forget(hash) {
      keep.remove(hash);
      show(all.filter((one) => one.hash !== hash));
    },
    resume() {
      takeKept();
      return keep.subscribe(takeKept);
    },
  };
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { Chain, Receipt } from '@gridseal/sdk/chain';

/** How far a transaction has come. `lost`: no endpoint knows of it for a long time; it may still be mined. */
export type TransactionState = 'sent' | 'mined' | 'final' | 'failed' | 'lost';

/** A transaction that this page sent. */
export interface TrackedTransaction {
  readonly hash: Hex;
  /** What it does, in the user's words. */
  readonly label: string;
  readonly state: TransactionState;
  readonly receipt?: Receipt;
  readonly error?: unknown;
}

/** Follows transactions from the wallet's answer to the block that counts. */
export interface TransactionStore {
  readonly subscribe: (changed: () => void) => () => void;
  readonly get: () => readonly TrackedTransaction[];
  /** Starts to follow; both promises reject with a TransactionError if it fails. */
  readonly follow: (hash: Hex, label: string, why?: () => Promise<unknown>) => Followed;
  readonly forget: (hash: Hex) => void;
}

/** What comes of a transaction that was sent. */
export interface Followed {
  readonly hash: Hex;
  /** In a block. */
  readonly mined: Promise<Receipt>;
  /** In a block that counts. */
  readonly final: Promise<Receipt>;
}

/** @param openChain Gives the endpoints; asked for with the first transaction. */
export function createTransactionStore(openChain: () => Promise<Chain>): TransactionStore {
  let all: readonly TrackedTransaction[] = [];
  const listeners = new Set<() => void>();
  const change = (hash: Hex, fields: Partial<TrackedTransaction>) => {
    all = all.map((one) => (one.hash === hash ? { ...one, ...fields } : one));
    for (const listener of listeners) listener();
  };
  const wait = async (hash: Hex, until: 'mined' | 'settled', why: (() => Promise<unknown>) | undefined) => {
    const { TransactionError, waitForReceipt } = await import('./waiting.ts');
    const receipt = await waitForReceipt(await openChain(), hash, { wait: until }).catch((error: unknown) => {
      change(hash, { state: 'lost', error });
      throw error;
    });
    if (receipt.success) {
      change(hash, { state: until === 'mined' ? 'mined' : 'final', receipt });
      return receipt;
    }
    // The same call now says why.
    const cause = await why?.().catch((reason: unknown) => reason);
    const error = new TransactionError('the transaction failed', hash, { cause });
    change(hash, { state: 'failed', receipt, error: cause ?? error });
    throw error;
  };
  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    get: () => all,
    follow(hash, label, why) {
      all = [{ hash, label, state: 'sent' }, ...all.filter((one) => one.hash !== hash)];
      change(hash, {});
      const mined = wait(hash, 'mined', why);
      const final = mined.then(() => wait(hash, 'settled', why));
      // Whoever shows the transaction sees the failure in its state.
      final.catch(() => undefined);
      return { hash, mined, final };
    },
    forget(hash) {
      all = all.filter((one) => one.hash !== hash);
      change(hash, {});
    },
  };
}

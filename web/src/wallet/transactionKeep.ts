import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { TransactionState } from './transactionStore.ts';

/** What this browser remembers of a transaction that it sent. All of it is public once it is sent. */
export interface KeptTransaction {
  readonly hash: Hex;
  readonly account: Hex;
  /** What it does, in the user's words. */
  readonly label: string;
  readonly state: TransactionState;
  /** The block that it is in. */
  readonly block?: number;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
}

/** The transactions of one chain, shared by all tabs. */
export interface TransactionKeep {
  /** The newest first. */
  readonly read: () => readonly KeptTransaction[];
  readonly put: (transaction: KeptTransaction) => void;
  readonly remove: (hash: Hex) => void;
  /** Another tab has changed something. Returns how to end listening. */
  readonly subscribe: (changed: () => void) => () => void;
}

const KEY = 'gridseal.transactions';
const MOST = 50;
const MAX_LABEL = 300;
const DAYS_MS = 7 * 86_400_000;
const states: readonly TransactionState[] = ['sent', 'mined', 'final', 'failed', 'lost'];

/** @param storage Null where the browser keeps nothing. */
export function createTransactionKeep(
  chainId: number,
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  {
    events,
    now,
  }: { readonly events: Pick<Window, 'addEventListener' | 'removeEventListener'>; readonly now: () => number },
): TransactionKeep {
  const key = `${KEY}.${chainId}`;
  const read = () => readKept(storage, key, now());
  const write = (all: readonly KeptTransaction[]) => {
    try {
      storage?.setItem(key, JSON.stringify(all.slice(0, MOST)));
    } catch {
      // No room: the transaction is followed for as long as the page is open.
    }
  };
  return {
    read,
    put: (transaction) => write([transaction, ...read().filter(({ hash }) => hash !== transaction.hash)].sort(newest)),
    remove: (hash) => write(read().filter((one) => one.hash !== hash)),
    subscribe(changed) {
      const listener = (event: StorageEvent) => {
        if (event.key === key) changed();
      };
      events.addEventListener('storage', listener);
      return () => events.removeEventListener('storage', listener);
    },
  };
}

const newest = (a: KeptTransaction, b: KeptTransaction) => b.at - a.at;

/** What is stored is decoded, not believed: whatever is no transaction, or old, is left out. */
function readKept(storage: Pick<Storage, 'getItem'> | null, key: string, now: number): readonly KeptTransaction[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.slice(0, MOST).flatMap((entry) => decode(entry, now) ?? []);
  } catch {
    return [];
  }
}

function decode(entry: unknown, now: number): KeptTransaction | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { hash, account, label, state, block, at } = entry as Partial<Record<keyof KeptTransaction, unknown>>;
  const known = states.find((one) => one === state);
  if (!isHex(hash, 32) || !isHex(account, 20) || typeof label !== 'string' || known === undefined) return null;
  if (typeof at !== 'number' || !(now - at < DAYS_MS) || at > now + DAYS_MS) return null;
  const height = Number.isSafeInteger(block) ? { block: block as number } : {};
  return { hash, account, label: label.slice(0, MAX_LABEL), state: known, at, ...height };
}

import type { Hex } from '@gridseal/sdk/bytes';
import { ArrowUpDown, LoaderCircle, X } from 'lucide-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { shorten } from '../lib/shorten.ts';
import { Button, buttonClasses, IconButton, SafeText, Timestamp } from '../ui/index.ts';
import { useWalletContext } from './context.ts';
import { TransactionStatus } from './TransactionStatus.tsx';
import type { TrackedTransaction } from './transactionStore.ts';
import { useConnection } from './useConnection.ts';
import { useWalletText } from './useWalletText.ts';
import { useTransactions } from './useWrites.ts';

const isUnderWay = ({ state }: TrackedTransaction) => state === 'sent' || state === 'mined';

/** What was sent from this browser and how far it has come, wherever in the page one is. Nothing while nothing was sent. */
export function TransactionsMenu() {
  const t = useWalletText();
  const id = useId();
  const { transactions } = useWalletContext();
  const all = useTransactions();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useLeaving(root, open, () => setOpen(false));
  if (all.length === 0) return null;
  const underWay = all.filter(isUnderWay).length;
  const done = all.filter((one) => !isUnderWay(one));
  const Icon = underWay > 0 ? LoaderCircle : ArrowUpDown;
  const label = underWay > 0 ? t('tx.underWay', { count: underWay }) : t('tx.title');
  return (
    <div ref={root} className="relative">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
        className={`${buttonClasses('quiet', 'md')} px-2`}
      >
        <Icon aria-hidden className={`size-4.5 ${underWay > 0 ? 'animate-spin text-accent' : ''}`} />
        {underWay > 0 ? <span aria-hidden>{underWay}</span> : null}
      </button>
      {open ? (
        <section
          id={id}
          aria-label={t('tx.title')}
          className="fixed inset-x-2 top-14 z-30 rounded-lg border border-line bg-raised shadow-lg sm:absolute sm:inset-x-auto sm:end-0 sm:top-full sm:mt-1 sm:w-md"
        >
          <header className="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
            <h2 className="font-semibold">{t('tx.title')}</h2>
            {done.length > 0 ? (
              <Button
                size="sm"
                variant="quiet"
                onClick={() => {
                  for (const { hash } of done) transactions.forget(hash);
                }}
              >
                {t('tx.clear')}
              </Button>
            ) : null}
          </header>
          <ul className="max-h-[min(28rem,70dvh)] divide-y divide-line overflow-y-auto">
            {all.map((one) => (
              <Entry key={one.hash} transaction={one} onForget={transactions.forget} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

interface EntryProps {
  readonly transaction: TrackedTransaction;
  readonly onForget: (hash: Hex) => void;
}

function Entry({ transaction, onForget }: EntryProps) {
  const t = useWalletText();
  const { address } = useConnection();
  const { hash, label, at, account } = transaction;
  const isOther = address !== undefined && address.toLowerCase() !== account.toLowerCase();
  return (
    <li className="space-y-1.5 px-4 py-3">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 font-medium">
          <SafeText text={label} maxLength={120} />
        </p>
        {isUnderWay(transaction) ? null : (
          <IconButton size="sm" icon={X} label={t('tx.forget')} onClick={() => onForget(hash)} />
        )}
      </div>
      <p className="text-sm text-muted">
        <Timestamp at={new Date(at)} as="relative" />
        {isOther ? ` · ${t('tx.from', { address: shorten(account, 4) })}` : ''}
      </p>
      <TransactionStatus hash={hash} />
    </li>
  );
}

/** Escape and a press beside it close a panel. */
function useLeaving(root: RefObject<HTMLElement | null>, open: boolean, onLeave: () => void): void {
  const leave = useRef(onLeave);
  leave.current = onLeave;
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) leave.current();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      leave.current();
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', onKey);
    };
  }, [root, open]);
}

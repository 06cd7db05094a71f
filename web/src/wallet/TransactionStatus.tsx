import type { Hex } from '@gridseal/sdk/bytes';
import { Check, LoaderCircle } from 'lucide-react';
import { classNames } from '../lib/classNames.ts';
import { Callout, Digest, ErrorPanel, TextLink } from '../ui/index.ts';
import { useWalletContext } from './context.ts';
import { useWalletText } from './useWalletText.ts';
import { useTransactions } from './useWrites.ts';

export interface TransactionStatusProps {
  readonly hash: Hex;
}

/** How far a transaction has come: sent, in a block, final; and why, if it failed. */
export function TransactionStatus({ hash }: TransactionStatusProps) {
  const t = useWalletText();
  const { network } = useWalletContext();
  const transaction = useTransactions().find((one) => one.hash === hash);
  if (!transaction) return <Digest value={hash} />;
  const { state, block, error } = transaction;
  return (
    <div className="space-y-2">
      <ol aria-live="polite" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Stage label={t('tx.sent')} done />
        <Stage
          label={block === undefined ? t('tx.mined') : t('tx.minedBlock', { block })}
          done={state === 'mined' || state === 'final'}
          busy={state === 'sent'}
        />
        <Stage label={t('tx.final')} done={state === 'final'} busy={state === 'mined'} />
      </ol>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <Digest value={hash} />
        {network.explorer ? <TextLink href={`${network.explorer}/tx/${hash}`}>{t('tx.explorer')}</TextLink> : null}
      </p>
      {state === 'failed' ? <ErrorPanel title={t('tx.failed')} error={error} /> : null}
      {state === 'lost' ? (
        <Callout tone="warn" live title={t('tx.lost')}>
          {t('tx.lostBody')}
        </Callout>
      ) : null}
    </div>
  );
}

function Stage({
  label,
  done,
  busy = false,
}: {
  readonly label: string;
  readonly done: boolean;
  readonly busy?: boolean;
}) {
  return (
    <li className={classNames('flex items-center gap-1.5', done ? 'font-medium text-ok' : 'text-muted')}>
      {done ? <Check aria-hidden className="size-4" /> : null}
      {busy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
      {!done && !busy ? <span aria-hidden className="size-2 rounded-full border border-line-strong" /> : null}
      {label}
    </li>
  );
}

import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react';
import { type IndexStatus, useIndex, useNetwork } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { classNames } from '../lib/classNames.ts';
import { SafeText } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

const MARKS = {
  live: { icon: CircleCheck, look: 'text-ok' },
  syncing: { icon: LoaderCircle, look: 'text-info animate-spin' },
  idle: { icon: CircleDashed, look: 'text-muted' },
  error: { icon: CircleAlert, look: 'text-bad' },
} as const satisfies Record<IndexStatus['status'], unknown>;

/** Which network is looked at, and how current that is. */
export function NetworkStatus() {
  const t = useAppText();
  const format = useFormat();
  const network = useNetwork();
  const { status, block } = useIndex();
  const { icon: Icon, look } = MARKS[status];
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden className={classNames('size-4 shrink-0', look)} />
      <div className="min-w-0 leading-tight">
        <p className="truncate font-medium">
          <span className="sr-only">{t('network.label')}: </span>
          <SafeText text={network.name} maxLength={40} />
        </p>
        <p className="truncate text-xs text-muted">
          {t(`network.${status}`)}
          {block === null ? null : (
            <span className="hidden sm:inline"> · {t('network.block', { block: format.number(block) })}</span>
          )}
        </p>
      </div>
    </div>
  );
}

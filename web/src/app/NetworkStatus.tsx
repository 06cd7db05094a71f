import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react';
import { type IndexStatus, useIndex, useNetwork, useNetworks, useSettings } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { classNames } from '../lib/classNames.ts';
import { Menu, SafeText } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

const MARKS = {
  live: { icon: CircleCheck, look: 'text-ok' },
  syncing: { icon: LoaderCircle, look: 'text-info animate-spin' },
  idle: { icon: CircleDashed, look: 'text-muted' },
  error: { icon: CircleAlert, look: 'text-bad' },
} as const satisfies Record<IndexStatus['status'], unknown>;

/** Which network is looked at, and how current that is; a choice, where there are several. */
export function NetworkStatus() {
  const t = useAppText();
  const networks = useNetworks();
  const { chainId } = useNetwork();
  const [, change] = useSettings();
  if (networks.length < 2) return <Current />;
  return (
    <Menu
      listLabel={t('network.choose')}
      align="start"
      quiet
      trigger={<Current />}
      className="min-w-0"
      items={networks.map((network) => ({
        label: network.name.slice(0, 40),
        checked: network.chainId === chainId,
        onSelect: () => change({ chainId: network.chainId }),
      }))}
    />
  );
}

function Current() {
  const t = useAppText();
  const format = useFormat();
  const network = useNetwork();
  const { status, block } = useIndex();
  const { icon: Icon, look } = MARKS[status];
  return (
    <span className="flex min-w-0 items-center gap-2 text-start">
      <Icon aria-hidden className={classNames('size-4 shrink-0', look)} />
      <span className="min-w-0 leading-tight">
        <span className="block truncate font-medium">
          <span className="sr-only">{t('network.label')}: </span>
          <SafeText text={network.name} maxLength={40} />
        </span>
        <span className="block truncate text-xs font-normal text-muted">
          {t(`network.${status}`)}
          {block === null ? null : (
            <span className="hidden sm:inline"> · {t('network.block', { block: format.number(block) })}</span>
          )}
        </span>
      </span>
    </span>
  );
}

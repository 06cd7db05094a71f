import { CircleHelp, LoaderCircle } from 'lucide-react';
import { useFormat } from '../../../i18n/index.ts';
import { Badge, type Tone } from '../../../ui/index.ts';
import type { Reaching } from '../model/reach.ts';
import { useText } from '../useText.ts';

export const reachTones: Readonly<Record<Reaching['state'], Tone>> = {
  unchecked: 'neutral',
  checking: 'neutral',
  proven: 'ok',
  key: 'bad',
  operator: 'bad',
  url: 'bad',
  network: 'bad',
  stale: 'warn',
  malformed: 'bad',
  status: 'bad',
  closed: 'info',
  unreachable: 'bad',
  policy: 'info',
  mixed: 'info',
  none: 'bad',
};

/** What is known of a node's host, in a word. */
export function ReachBadge({ reach }: { readonly reach: Reaching }) {
  const t = useText();
  const format = useFormat();
  const { state } = reach;
  if (state === 'unchecked') return <Badge icon={CircleHelp}>{t('reach.unchecked')}</Badge>;
  if (state === 'checking') return <Badge icon={LoaderCircle}>{t('reach.checking')}</Badge>;
  const status = state === 'status' ? reach.status : '';
  const latency = 'latencyMs' in reach ? reach.latencyMs : null;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Badge tone={reachTones[state]} title={t(`reach.long.${state}`)}>
        {t(`reach.${state}`, { status })}
      </Badge>
      {latency === null ? null : (
        <span className="text-sm whitespace-nowrap text-muted">{t('reach.ms', { ms: format.number(latency) })}</span>
      )}
    </span>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Activity, LogOut } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Callout, Card, EmptyState, SafeText, Segmented, Skeleton, Stat, Table } from '../../../ui/index.ts';
import type { Flow } from '../model/adminAnswers.ts';
import { type AdminSession, createAdminClient } from '../model/adminClient.ts';
import { setAdminSession } from '../model/adminSession.ts';
import { type Pair, toPairs, toPicture } from '../model/flowPicture.ts';
import { useText } from '../useText.ts';
import { FlowGraph } from './FlowGraph.tsx';
import { PlatformCard } from './PlatformCard.tsx';
import { useAdminProblem } from './useAdminProblem.ts';
import { usePairColumns } from './usePairColumns.tsx';

const everyMs = 2_000;
const TIMES = ['lastMinute', 'lastHour'] as const;
type Time = (typeof TIMES)[number];

export interface FlowMonitorProps {
  readonly session: AdminSession & { readonly number: number };
}

/** Who talks to whom through the node, and what becomes of it, as it happens. */
export function FlowMonitor({ session }: FlowMonitorProps) {
  const t = useText();
  const format = useFormat();
  const words = useAdminProblem();
  const [time, setTime] = useState<Time>('lastMinute');
  const [client] = useState(() => createAdminClient(session));
  const { data, error, dataUpdatedAt } = useQuery({
    // Never the key: what is in here can be seen.
    queryKey: ['nodeAdmin', session.number, 'flows'],
    queryFn: ({ signal }) => client.flows(signal),
    refetchInterval: everyMs,
    retry: false,
    gcTime: 0,
  });
  const flows = data?.[time];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Segmented
          label={t('flows.time')}
          value={time}
          onChange={setTime}
          options={TIMES.map((value) => ({ value, label: t(`flows.${value}`) }))}
        />
        <span className="min-w-0 text-sm text-muted">
          <SafeText text={session.url} maxLength={60} />
          {dataUpdatedAt > 0 ? (
            <>
              {' · '}
              {t('flows.updated', { time: format.time(new Date(dataUpdatedAt)) })}
            </>
          ) : null}
        </span>
        <Button className="ms-auto" icon={LogOut} onClick={() => setAdminSession(null)}>
          {t('flows.forget')}
        </Button>
      </div>
      {error ? (
        <Callout tone="bad" live title={t('flows.failed')}>
          {words(error).text}
        </Callout>
      ) : null}
      {flows ? (
        <Flows flows={flows} seconds={time === 'lastMinute' ? 60 : 3_600} />
      ) : error ? null : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
      <PlatformCard client={client} number={session.number} />
    </>
  );
}

function Flows({ flows, seconds }: { readonly flows: readonly Flow[]; readonly seconds: number }) {
  const t = useText();
  const format = useFormat();
  const pairs = useMemo(() => toPairs(flows), [flows]);
  const picture = useMemo(() => toPicture(pairs), [pairs]);
  const columns = usePairColumns(seconds);
  const count = pairs.reduce((total, pair) => total + pair.count, 0);
  const failed = pairs.reduce((total, pair) => total + pair.failed, 0);
  const slowest = Math.max(0, ...pairs.map(({ maxMs }) => maxMs));
  if (pairs.length === 0) {
    return (
      <Card>
        <EmptyState icon={Activity} title={t('flows.quiet')} body={t('flows.quietBody')} />
      </Card>
    );
  }
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat
          label={t('flows.messages')}
          value={format.number(count)}
          hint={t('flows.rate', { rate: format.number(rounded(count / seconds)) })}
        />
        <Stat
          label={t('flows.failures')}
          value={format.number(failed)}
          hint={t('flows.share', { share: format.percent(count === 0 ? 0 : failed / count) })}
        />
        <Stat label={t('flows.pairs')} value={format.number(pairs.length)} hint={t('flows.pairsHint')} />
        <Stat
          label={t('flows.slowest')}
          value={t('reach.ms', { ms: format.number(Math.round(slowest)) })}
          hint={t('flows.slowestHint')}
        />
      </div>
      <Card title={t('flows.picture')} description={t('flows.pictureBody')}>
        <FlowGraph picture={picture} />
      </Card>
      <Card title={t('flows.table')} padded={false} footer={t('flows.count', { count: pairs.length })}>
        <div className="max-h-[60dvh] overflow-auto" tabIndex={-1}>
          <Table
            label={t('flows.table')}
            columns={columns}
            rows={pairs.slice(0, MOST)}
            rowKey={keyOf}
            sorting={{ column: 'count', descending: true }}
          />
        </div>
      </Card>
    </>
  );
}

const MOST = 300;
const keyOf = ({ from, to }: Pair) => `${from} ${to}`;
const rounded = (value: number) => Math.round(value * 100) / 100;

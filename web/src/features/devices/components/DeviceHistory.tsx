import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { useQueries } from '@tanstack/react-query';
import { BadgeCheck, Ban, Megaphone } from 'lucide-react';
import { useMemo } from 'react';
import { useBlockTimes, useDataClient, useEvents, useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Card, Skeleton, Timestamp } from '../../../ui/index.ts';
import { historyOf, type Told } from '../model/deviceHistory.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useText } from '../useText.ts';
import { TransactionLink } from './TransactionLink.tsx';

/** So many are shown; the index of the chain has all of them. */
const most = 200;

interface DeviceHistoryProps {
  readonly id: Hex;
  readonly rows: readonly FleetRow[];
}

/** Everything that was announced to a device, withdrawn and claimed, the newest first. */
export function DeviceHistory({ id, rows }: DeviceHistoryProps) {
  const t = useText();
  const histories = useHistories(rows);
  const claims = useEvents({ device: id, types: ['claimed'], limit: most });
  const told = useMemo(
    () => historyOf(id, rows, [...(claims.data?.items ?? []), ...histories.flatMap((events) => events ?? [])]),
    [id, rows, claims.data, histories],
  );
  const shown = useMemo(() => told.slice(0, most), [told]);
  const blocks = useMemo(() => [...new Set(shown.map(({ event }) => event.block))], [shown]);
  const times = useBlockTimes(blocks).data ?? [];
  const isLoading = !claims.data || histories.some((events) => events === undefined);
  return (
    <Card
      title={t('device.history')}
      padded={false}
      footer={told.length > most ? t('device.truncated', { count: most }) : undefined}
    >
      {isLoading && told.length === 0 ? (
        <div className="p-4">
          <Skeleton lines={3} />
        </div>
      ) : told.length === 0 ? (
        <p className="p-4 text-muted">{t('device.noHistory')}</p>
      ) : (
        <ol className="divide-y divide-line">
          {shown.map((one) => (
            <Entry
              key={`${one.event.transaction}${one.event.logIndex}`}
              told={one}
              time={times[blocks.indexOf(one.event.block)] ?? null}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

const none: readonly ChainEvent[] = [];

/** What was said on each of the channels; undefined while it is asked for. */
function useHistories(rows: readonly FleetRow[]) {
  const client = useDataClient();
  const { chainId } = useNetwork();
  const { revision } = useIndex();
  return useQueries({
    queries: rows.flatMap(({ slot }) => {
      if (!slot) return [];
      const { authority, subject } = slot;
      return {
        queryKey: ['devices', 'history', chainId, authority, subject, revision],
        queryFn: async () => (await client.announcement(authority, subject))?.history ?? none,
        placeholderData: (before: readonly ChainEvent[] | undefined) => before,
        retry: false,
      };
    }),
    combine: (results) => results.map(({ data }) => data),
  });
}

const icons = {
  announced: { icon: Megaphone, look: 'text-accent' },
  withdrawn: { icon: Ban, look: 'text-bad' },
  claimed: { icon: BadgeCheck, look: 'text-ok' },
} as const;

function Entry({ told, time }: { readonly told: Told; readonly time: number | null }) {
  const t = useText();
  const format = useFormat();
  const { settled } = useIndex();
  const { event, channel } = told;
  const { icon: Icon, look } = icons[event.type];
  const isFinal = settled !== null && event.block <= settled;
  return (
    <li className="flex gap-3 px-4 py-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <div className="min-w-0 flex-1">
        <p>
          {t(`device.events.${event.type}`, {
            epoch: format.number(event.epoch),
            channel: channel ?? t('device.unknownChannel'),
          })}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {time === null ? null : <Timestamp at={new Date(time * 1_000)} />}
          <span>
            {t('list.block', { block: format.number(event.block) })}
            {isFinal ? '' : ` · ${t('device.notFinal')}`}
          </span>
          <TransactionLink hash={event.transaction} />
        </p>
      </div>
    </li>
  );
}

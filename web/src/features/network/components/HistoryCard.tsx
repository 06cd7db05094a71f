import type { NodeEvent } from '@gridseal/sdk/chain';
import {
  CircleMinus,
  CirclePlus,
  Handshake,
  type LucideIcon,
  RadioTower,
  Route,
  Trash2,
  Unlink,
  Wrench,
} from 'lucide-react';
import { useState } from 'react';
import { useBlockTimes, useIndex, useNetwork, useRegistryHistory } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Card, Digest, ErrorPanel, Skeleton, TextLink, Timestamp } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { EventWords } from './EventWords.tsx';

const FIRST = 8;
const STEP = 50;

const ICONS: Readonly<Record<NodeEvent['type'], LucideIcon>> = {
  nodeSet: RadioTower,
  nodeDeleted: Trash2,
  partySet: CirclePlus,
  partyReleased: CircleMinus,
  partyOffered: Route,
  serviceSet: Wrench,
  serviceDeleted: Trash2,
  agreementCreated: Handshake,
  agreementRevoked: Unlink,
};

/** Everything that happened to an owner's node, party and service, the newest first, each with its transaction. */
export function HistoryCard({ of }: { readonly of: string }) {
  const t = useText();
  const [shown, setShown] = useState(FIRST);
  const { data, error, refetch } = useRegistryHistory(of, shown);
  const events = data?.items ?? [];
  const blocks = [...new Set(events.map(({ block }) => block))];
  const times = useBlockTimes(blocks).data ?? [];
  const more = (data?.total ?? 0) - events.length;
  const empty = data?.isWhole ? t('history.nothing') : t('history.reading');
  return (
    <Card
      title={t('history.title')}
      {...(data && data.total > 0 ? { footer: t('history.count', { count: data.total }) } : {})}
    >
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton lines={3} /> : null}
      {data && events.length === 0 ? <p className="text-muted">{empty}</p> : null}
      <ol className="space-y-3.5">
        {events.map((event) => (
          <Entry
            key={`${event.blockHash}${event.logIndex}`}
            event={event}
            of={of}
            time={times[blocks.indexOf(event.block)] ?? null}
          />
        ))}
      </ol>
      {more > 0 ? (
        <Button size="sm" className="mt-4" onClick={() => setShown(shown + STEP)}>
          {t('history.more', { count: Math.min(more, STEP) })}
        </Button>
      ) : null}
    </Card>
  );
}

interface EntryProps {
  readonly event: NodeEvent;
  readonly of: string;
  readonly time: number | null;
}

function Entry({ event, of, time }: EntryProps) {
  const t = useText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const { settled } = useIndex();
  const Icon = ICONS[event.type];
  const isBad = event.type === 'nodeDeleted' || event.type === 'partyReleased';
  const { block, transaction } = event;
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isBad ? 'text-bad' : 'text-muted'}`} />
      <div className="min-w-0 wrap-anywhere">
        <p>
          <EventWords event={event} of={of} />
        </p>
        <p className="flex flex-wrap gap-x-2 text-sm text-muted">
          {time === null ? null : <Timestamp at={new Date(time * 1_000)} />}
          <span>
            {t('history.block', { block: format.number(block) })}
            {settled !== null && block > settled ? ` (${t('history.notFinal')})` : ''}
          </span>
          {explorer ? (
            <TextLink href={`${explorer}/tx/${transaction}`}>
              <Digest value={transaction} copy={false} />
            </TextLink>
          ) : (
            <Digest value={transaction} label={t('history.transaction')} />
          )}
        </p>
      </div>
    </li>
  );
}

import type { ChainEvent } from '@gridseal/sdk/chain';
import { History } from 'lucide-react';
import { useChainTime, useEvents, useIndex } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Card, EmptyState, Skeleton, TextLink } from '../../../ui/index.ts';
import { useBlockTime } from '../model/blockClock.ts';
import { everything, pathOf } from '../model/filter.ts';
import { useText } from '../useText.ts';
import { DirectoryProvider } from './DirectoryProvider.tsx';
import { EventIcon } from './EventIcon.tsx';
import { EventWords } from './EventWords.tsx';

const SHOWN = 8;

/** The newest events, for the landing page. */
export default function LatestActivity() {
  const t = useText();
  const { data } = useEvents({ limit: SHOWN });
  const { status } = useIndex();
  const isKnown = data && (data.total > 0 || status === 'live');
  return (
    <Card
      title={t('latest.title')}
      padded={false}
      actions={
        <span className="text-sm">
          <TextLink to="/activity">{t('latest.all')}</TextLink>
        </span>
      }
    >
      {!isKnown ? (
        <div className="p-4">
          <Skeleton lines={6} />
        </div>
      ) : data.items.length === 0 ? (
        <EmptyState icon={History} title={t('latest.none')} body={t('latest.noneBody')} />
      ) : (
        <DirectoryProvider>
          <ol className="divide-y divide-line">
            {data.items.map((event) => (
              <Entry key={`${event.blockHash}${event.logIndex}`} event={event} />
            ))}
          </ol>
        </DirectoryProvider>
      )}
    </Card>
  );
}

function Entry({ event }: { readonly event: ChainEvent }) {
  const t = useText();
  const { block, logIndex, type } = event;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <EventIcon type={type} />
      <p className="min-w-0 flex-1 truncate">
        <TextLink
          to={`/activity${pathOf({ filter: everything, open: { block, logIndex } })}`}
          className="font-medium text-text! no-underline! hover:underline!"
        >
          {t(`types.${type}`)}
        </TextLink>{' '}
        <span className="text-muted">·</span> <EventWords event={event} />
      </p>
      <When event={event} />
    </li>
  );
}

/** By block time, as everything is: a clock that is wrong here changes nothing. */
function When({ event }: { readonly event: ChainEvent }) {
  const format = useFormat();
  const now = useChainTime();
  const time = useBlockTime(event);
  if (time === null || now === null) return null;
  const at = new Date(time * 1_000);
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(at)} className="shrink-0 text-sm text-muted max-sm:hidden">
      {format.relative(at, new Date(now * 1_000))}
    </time>
  );
}

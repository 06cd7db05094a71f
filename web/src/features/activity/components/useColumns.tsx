import type { ChainEvent } from '@gridseal/sdk/chain';
import { Hourglass } from 'lucide-react';
import { useMemo } from 'react';
import { useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { type Column, CopyButton, Digest, TextLink, useWide } from '../../../ui/index.ts';
import { useBlockTime } from '../model/blockClock.ts';
import { useReady } from '../model/calm.ts';
import type { EventPlace } from '../model/filter.ts';
import { useText } from '../useText.ts';
import { EventIcon } from './EventIcon.tsx';
import { EventWords } from './EventWords.tsx';

/** An event in the list, and the newer one above it. */
export interface Row {
  readonly event: ChainEvent;
  readonly above: ChainEvent | undefined;
}

/**
 * The columns of the list; on phones less of them.
 *
 * @param firstSeen Events in later blocks have come in while one looks on.
 */
export function useColumns(onOpen: (place: EventPlace) => void, firstSeen: number): readonly Column<Row>[] {
  const t = useText();
  const wide = useWide();
  return useMemo(() => {
    const time: Column<Row> = { id: 'time', header: t('list.time'), width: '8rem', cell: (row) => <Time row={row} /> };
    const event: Column<Row> = {
      id: 'event',
      header: t('list.event'),
      width: '11rem',
      rowHeader: true,
      cell: ({ event }) => <OpenButton event={event} onOpen={onOpen} isFresh={event.block > firstSeen} />,
    };
    const what: Column<Row> = { id: 'what', header: t('list.what'), cell: ({ event }) => <What event={event} /> };
    const block: Column<Row> = {
      id: 'block',
      header: t('list.block'),
      width: '8rem',
      align: 'end',
      cell: ({ event }) => <Block block={event.block} />,
    };
    const transaction: Column<Row> = {
      id: 'transaction',
      header: t('list.transaction'),
      width: '11.5rem',
      cell: ({ event }) => <Transaction hash={event.transaction} />,
    };
    return wide ? [time, event, what, block, transaction] : [event, what, time];
  }, [t, wide, onOpen, firstSeen]);
}

/** In a line, whatever is around it. */
function What({ event }: { readonly event: ChainEvent }) {
  return (
    <span className="min-w-0 truncate">
      <EventWords event={event} />
    </span>
  );
}

/** The time of day; the first event of a day (the last that happened) says which day. */
function Time({ row: { event, above } }: { readonly row: Row }) {
  const format = useFormat();
  const wide = useWide();
  const time = useBlockTime(event);
  const later = useBlockTime(above);
  if (time === null) return wide ? <span className="text-muted">–</span> : <Block block={event.block} />;
  const at = new Date(time * 1_000);
  const day = format.date(at);
  const whole = { dateTime: at.toISOString(), title: format.dateTime(at) };
  if (!wide) {
    return (
      <span className="inline-flex min-w-0 gap-2">
        <time {...whole} className="truncate">
          {day}, {format.time(at)}
        </time>
        <Block block={event.block} />
      </span>
    );
  }
  const isFirst = !above || (later !== null && format.date(new Date(later * 1_000)) !== day);
  return (
    <time {...whole} className="block leading-tight">
      {isFirst ? <span className="block text-xs font-semibold">{day}</span> : null}
      <span className="text-muted">{format.time(at)}</span>
    </time>
  );
}

interface OpenButtonProps {
  readonly event: ChainEvent;
  readonly onOpen: (place: EventPlace) => void;
  readonly isFresh: boolean;
}

function OpenButton({ event, onOpen, isFresh }: OpenButtonProps) {
  const t = useText();
  const word = t(`types.${event.type}`);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={t('list.open', { event: word })}
      onClick={() => onOpen({ block: event.block, logIndex: event.logIndex })}
      className={classNames(
        'flex w-full min-w-0 items-center gap-2 text-start font-medium hover:underline',
        isFresh && 'arriving',
      )}
    >
      <EventIcon type={event.type} />
      <span className="truncate">{word}</span>
      {isFresh ? (
        <span role="img" aria-label={t('list.new')} className="size-1.5 shrink-0 rounded-full bg-accent" />
      ) : null}
    </button>
  );
}

function Block({ block }: { readonly block: number }) {
  const t = useText();
  const format = useFormat();
  const { settled } = useIndex();
  const isFinal = settled !== null && block <= settled;
  return (
    <span className="inline-flex items-center gap-1.5">
      {isFinal ? null : (
        <span title={t('list.notFinal')}>
          <Hourglass role="img" aria-label={t('list.notFinal')} className="size-3.5 text-warn" />
        </span>
      )}
      <span className="max-sm:text-muted">
        <span className="sm:hidden">{t('list.block')} </span>
        {format.number(block)}
      </span>
    </span>
  );
}

function Transaction({ hash }: { readonly hash: string }) {
  const { explorer } = useNetwork();
  const isReady = useReady();
  const digest = <Digest value={hash} copy={false} />;
  return (
    <span className="inline-flex items-center gap-1">
      {explorer && isReady ? <TextLink href={`${explorer}/tx/${hash}`}>{digest}</TextLink> : digest}
      {isReady ? <CopyButton value={hash} /> : null}
    </span>
  );
}

import type { ChainEvent } from '@gridseal/sdk/chain';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { Rows } from '../../../data/index.ts';
import { Button, VirtualTable } from '../../../ui/index.ts';
import { CalmContext, createCalm } from '../model/calm.ts';
import type { EventPlace } from '../model/filter.ts';
import { useFresh } from '../model/useFresh.ts';
import { useRowPress } from '../model/useRowPress.ts';
import { useRowsWithAbove } from '../model/useRowsWithAbove.ts';
import { useText } from '../useText.ts';
import { type Row, useColumns } from './useColumns.tsx';

export interface EventListProps {
  readonly rows: Rows<ChainEvent>;
  readonly onOpen: (place: EventPlace) => void;
  readonly empty: ReactNode;
}

/** Events in rows, however many; what comes in above is told to those who read further down. */
export function EventList({ rows, onOpen, empty }: EventListProps) {
  const t = useText();
  const around = useRef<HTMLDivElement>(null);
  const [calm] = useState(createCalm);
  const source = useRowsWithAbove(rows);
  const fresh = useFresh(rows);
  const columns = useColumns(onOpen, useFirstSeen(rows));
  const openAt = useCallback(
    (index: number) => {
      const event = rows.at(index);
      if (event) onOpen({ block: event.block, logIndex: event.logIndex });
    },
    [rows, onOpen],
  );
  useRowPress(around, openAt);
  return (
    <div
      ref={around}
      className="relative [&_tbody_tr[aria-rowindex]]:cursor-pointer"
      onScrollCapture={(event) => {
        calm.disturb();
        fresh.onScroll(event);
      }}
    >
      {fresh.count > 0 ? (
        <div className="pointer-events-none absolute inset-x-0 top-11 z-20 flex justify-center" role="status">
          <Button
            size="sm"
            variant="primary"
            icon={ArrowUp}
            className="pointer-events-auto shadow-lg"
            onClick={fresh.toTop}
          >
            {t('list.fresh', { count: fresh.count })}
            <span className="sr-only">: {t('list.toTop')}</span>
          </Button>
        </div>
      ) : null}
      <CalmContext value={calm}>
        <VirtualTable
          label={t('list.label')}
          columns={columns}
          rows={source}
          rowKey={keyOf}
          rowHeight={44}
          height="max(24rem, calc(100dvh - 17rem))"
          empty={empty}
        />
      </CalmContext>
    </div>
  );
}

function keyOf({ event }: Row): string {
  return `${event.blockHash} ${event.logIndex}`;
}

/** The newest block when the list was first seen: what is above has come in since. */
function useFirstSeen({ id, isPlaceholder, at }: Rows<ChainEvent>): number {
  const newest = at(0)?.block;
  const seen = useRef<{ readonly id: string; readonly block: number }>(null);
  if (seen.current?.id !== id && !isPlaceholder && newest !== undefined) seen.current = { id, block: newest };
  return seen.current?.id === id ? seen.current.block : Number.POSITIVE_INFINITY;
}

import type { ChainEvent } from '@gridseal/sdk/chain';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type EventFilter, useEvents, useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import {
  Address,
  Badge,
  Button,
  Callout,
  Dialog,
  Digest,
  JsonView,
  KeyValue,
  Skeleton,
  TextLink,
  Timestamp,
} from '../../../ui/index.ts';
import { useBlockTime } from '../model/blockClock.ts';
import { evidenceOf } from '../model/evidence.ts';
import type { ActivityFilter, EventPlace } from '../model/filter.ts';
import { useNeighbours } from '../model/useNeighbours.ts';
import { useText } from '../useText.ts';
import { EventFields } from './EventFields.tsx';
import { EventIcon } from './EventIcon.tsx';
import { EventWords } from './EventWords.tsx';

export interface EventSheetProps {
  readonly place: EventPlace;
  /** Of the list that it is in. */
  readonly filter: EventFilter;
  readonly onOpen: (place: EventPlace) => void;
  readonly onClose: () => void;
  /** Narrows the list to what a field says. */
  readonly onOnly: (fields: Partial<ActivityFilter>) => void;
}

/** All about one event: what it says, where it stands, and the bytes of that as an export has them. */
export function EventSheet({ place, filter, onOpen, onClose, onOnly }: EventSheetProps) {
  const t = useText();
  const { data, isPlaceholderData } = useEvents({ fromBlock: place.block, toBlock: place.block, limit: 5_000 });
  const { newer, older } = useNeighbours(filter, place);
  const { status } = useIndex();
  const items = isPlaceholderData ? undefined : data?.items;
  const event = items?.find(({ block, logIndex }) => block === place.block && logIndex === place.logIndex);
  const isWaiting = items === undefined || (event === undefined && status !== 'live');
  return (
    <Dialog
      open
      size="panel"
      onClose={onClose}
      title={
        event ? (
          <span className="flex items-center gap-2">
            <EventIcon type={event.type} />
            {t(`types.${event.type}`)}
          </span>
        ) : (
          t('sheet.title')
        )
      }
      footer={
        <>
          <Button size="sm" icon={ArrowUp} disabled={!newer} onClick={() => newer && onOpen(newer)}>
            {t('sheet.newer')}
          </Button>
          <Button size="sm" icon={ArrowDown} disabled={!older} onClick={() => older && onOpen(older)}>
            {t('sheet.older')}
          </Button>
        </>
      }
    >
      {event ? (
        <About event={event} onOnly={onOnly} />
      ) : isWaiting ? (
        <Skeleton lines={6} />
      ) : (
        <Callout tone="warn" live title={t('sheet.gone')}>
          {t('sheet.goneBody')}
        </Callout>
      )}
    </Dialog>
  );
}

function About({ event, onOnly }: { readonly event: ChainEvent; readonly onOnly: EventSheetProps['onOnly'] }) {
  const t = useText();
  const { addresses } = useNetwork();
  const time = useBlockTime(event);
  const evidence = evidenceOf(event, addresses, time ?? undefined);
  return (
    <div className="space-y-6">
      <p className="text-lg wrap-anywhere">
        <EventWords event={event} />
      </p>
      <section className="space-y-2">
        <h3 className="font-semibold">{t('sheet.what')}</h3>
        <EventFields event={event} onOnly={onOnly} />
      </section>
      <section className="space-y-2">
        <h3 className="font-semibold">{t('sheet.where')}</h3>
        <Place event={event} time={time} contract={evidence.contract} />
      </section>
      <section className="space-y-2">
        <JsonView value={evidence} label={t('sheet.json')} />
      </section>
    </div>
  );
}

interface PlaceProps {
  readonly event: ChainEvent;
  readonly time: number | null;
  readonly contract: string;
}

function Place({ event, time, contract }: PlaceProps) {
  const t = useText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const { settled } = useIndex();
  const isFinal = settled !== null && event.block <= settled;
  return (
    <KeyValue
      items={[
        { label: t('sheet.time'), value: time === null ? '–' : <Timestamp at={new Date(time * 1_000)} /> },
        {
          label: t('sheet.state'),
          value: <Badge tone={isFinal ? 'ok' : 'warn'}>{t(isFinal ? 'sheet.final' : 'sheet.notFinal')}</Badge>,
        },
        { label: t('sheet.block'), value: format.number(event.block) },
        { label: t('sheet.blockHash'), value: <Digest value={event.blockHash} full /> },
        {
          label: t('sheet.transaction'),
          value: (
            <>
              <Digest value={event.transaction} full />{' '}
              {explorer ? (
                <TextLink href={`${explorer}/tx/${event.transaction}`}>{t('sheet.explorer')}</TextLink>
              ) : null}
            </>
          ),
        },
        { label: t('sheet.logIndex'), value: event.logIndex },
        { label: t('sheet.contract'), value: <Address value={contract} full /> },
      ]}
    />
  );
}

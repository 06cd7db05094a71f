import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import type { Selection } from '../../../fleet/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, type Column, Digest, SafeText, TextLink } from '../../../ui/index.ts';
import { deliveryState, deliveryStates, isOver, isTemporary } from '../model/deliveryState.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useAuthoritySigners } from '../model/useAuthorities.ts';
import { useText } from '../useText.ts';
import { stateLooks } from './StateBadge.tsx';
import { TransactionLink } from './TransactionLink.tsx';
import { ValidUntil } from './ValidUntil.tsx';

interface ColumnContext {
  /** Block time in seconds. */
  readonly now: number;
  readonly clock: () => number;
  readonly selection: Selection;
  readonly onSelect: (device: Hex, selected: boolean) => void;
  /** Whether rows of several authorities are shown. */
  readonly authorities: boolean;
}

const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const byText = (a = '', b = '') => natural.compare(a, b);
/** Devices of the register first, then others, then recipients that nobody here knows. */
const placeOf = ({ entry, device }: FleetRow) => (entry ? 0 : device ? 1 : 2);
const byName = (a: FleetRow, b: FleetRow) =>
  placeOf(a) - placeOf(b) ||
  byText(a.entry?.label ?? a.device ?? '', b.entry?.label ?? b.device ?? '') ||
  byText(a.slot?.channel ?? '', b.slot?.channel ?? '');

/** The columns of the fleet. */
export function useFleetColumns(context: ColumnContext): readonly Column<FleetRow>[] {
  const { now, clock, selection, onSelect, authorities } = context;
  const t = useText();
  const format = useFormat();
  const signers = useAuthoritySigners();
  return useMemo(() => {
    const rank = (row: FleetRow) => deliveryStates.indexOf(deliveryState(row, now));
    const columns: Column<FleetRow>[] = [
      {
        id: 'device',
        header: t('list.device'),
        rowHeader: true,
        compare: byName,
        cell: (row) => <DeviceCell row={row} selection={selection} onSelect={onSelect} />,
      },
      {
        id: 'groups',
        header: t('list.groups'),
        width: '8.5rem',
        compare: (a, b) => byText(a.entry?.groups.join(), b.entry?.groups.join()),
        cell: ({ entry }) => (entry?.groups.length ? <SafeText text={entry.groups.join(', ')} maxLength={40} /> : '–'),
      },
      {
        id: 'channel',
        header: t('list.channel'),
        width: '8rem',
        compare: (a, b) => byText(a.slot?.channel ?? '', b.slot?.channel ?? ''),
        cell: ({ slot }) =>
          slot === null
            ? '–'
            : (slot.channel ?? (
                <span className="text-muted" title={`${t('list.unknownChannelHint')} ${slot.subject}`}>
                  {t('list.unknownChannel')}
                </span>
              )),
      },
      {
        id: 'epoch',
        header: t('list.epoch'),
        width: '8.5rem',
        compare: (a, b) => (a.slot?.epoch ?? 0) - (b.slot?.epoch ?? 0),
        cell: ({ slot, claim }) => (
          <>
            {slot ? format.number(slot.epoch) : '–'}
            {slot && claim && claim.epoch < slot.epoch ? (
              <span className="text-sm text-muted">
                {' · '}
                {t('list.claimedEpoch', { epoch: format.number(claim.epoch) })}
              </span>
            ) : null}
          </>
        ),
      },
      {
        id: 'state',
        header: t('list.state'),
        width: '10.5rem',
        compare: (a, b) => rank(a) - rank(b),
        cell: (row) => {
          const state = deliveryState(row, now);
          return (
            <Badge {...stateLooks[state]} title={t(`state.${state}Hint`)}>
              {t(`state.${state}`)}
            </Badge>
          );
        },
      },
      {
        id: 'validUntil',
        header: t('list.validUntil'),
        width: '8.5rem',
        compare: (a, b) => (a.slot?.notAfter ?? 0) - (b.slot?.notAfter ?? 0),
        cell: ({ slot, claim }) => {
          if (slot === null) return '–';
          const state = deliveryState({ slot, claim }, now);
          if (isTemporary(slot) && !isOver(state)) return <ValidUntil slot={slot} state={state} clock={clock} />;
          const day = format.date(new Date(slot.notAfter * 1_000));
          return isOver(state) ? <span className="text-muted">{day}</span> : day;
        },
      },
      {
        id: 'lastClaim',
        header: t('list.lastClaim'),
        width: '11.5rem',
        compare: (a, b) => (a.claim?.block ?? 0) - (b.claim?.block ?? 0),
        cell: ({ claim }) =>
          claim ? (
            <span className="inline-flex items-baseline gap-2">
              <span className="text-sm text-muted">{t('list.block', { block: format.number(claim.block) })}</span>
              <TransactionLink hash={claim.transaction} />
            </span>
          ) : (
            '–'
          ),
      },
    ];
    if (authorities) {
      columns.splice(3, 0, {
        id: 'authority',
        header: t('list.authority'),
        width: '11rem',
        compare: (a, b) => byText(a.slot?.authority, b.slot?.authority),
        cell: ({ slot }) =>
          slot ? <QuorumName value={signers.get(slot.authority) ?? slot.authority} copy={false} /> : '–',
      });
    }
    return columns;
  }, [t, format, signers, now, clock, selection, onSelect, authorities]);
}

function DeviceCell({
  row,
  selection,
  onSelect,
}: { readonly row: FleetRow } & Pick<ColumnContext, 'selection' | 'onSelect'>) {
  const t = useText();
  const { device, entry, slot } = row;
  if (device === null) {
    return (
      <span className="inline-flex items-center gap-2 ps-6.5 text-muted" title={slot?.subject}>
        {t('list.unknownRecipient')}
        <span className="font-mono text-sm">{slot ? shorten(slot.subject, 4) : null}</span>
      </span>
    );
  }
  return (
    <span className="inline-flex max-w-full items-center gap-2.5">
      <input
        type="checkbox"
        className="size-4 shrink-0"
        aria-label={t('list.select', { name: entry?.label ?? shorten(device) })}
        checked={selection.has(device)}
        onChange={({ target }) => onSelect(device, target.checked)}
      />
      <span className="min-w-0 truncate">
        <TextLink to={`/devices/${device}`}>
          {entry ? <SafeText text={entry.label} maxLength={60} /> : <Digest value={device} copy={false} />}
        </TextLink>
      </span>
      {entry ? (
        <span className="font-mono text-xs font-normal text-muted max-lg:hidden">{shorten(device, 4)}</span>
      ) : (
        <Badge>{t('list.unknownDevice')}</Badge>
      )}
    </span>
  );
}

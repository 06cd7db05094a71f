import type { Hex } from '@gridseal/sdk/bytes';
import { CircleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FleetEntry } from '../../../fleet/index.ts';
import { Button, type Column, Digest, SafeText, SearchInput, VirtualTable } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

interface DevicePickerProps {
  readonly fleet: readonly FleetEntry[];
  readonly chosen: readonly Hex[];
  readonly onChoose: (devices: readonly Hex[]) => void;
  readonly problem: string | undefined;
}

/** Devices of the fleet, ten thousand of them if need be: found by typing, chosen by ticking. */
export function DevicePicker({ fleet, chosen, onChoose, problem }: DevicePickerProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [isOnlyChosen, setOnlyChosen] = useState(chosen.length > 0 && chosen.length < fleet.length);
  const ids = useMemo(() => new Set(chosen), [chosen]);
  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return fleet.filter(
      ({ id, label, name, groups }) =>
        (!isOnlyChosen || wanted !== '' || ids.has(id)) &&
        [label, name, id, ...groups].some((word) => word.toLowerCase().includes(wanted)),
    );
  }, [fleet, ids, isOnlyChosen, text]);
  const columns = useMemo(
    () => columnsFor(t, ids, (id, on) => onChoose(on ? [...ids, id] : [...ids].filter((one) => one !== id))),
    [t, ids, onChoose],
  );
  const isAll = found.length > 0 && found.every(({ id }) => ids.has(id));
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <SearchInput value={text} onChange={setText} label={t('who.search')} placeholder={t('who.search')} />
        <span className="text-sm text-muted" aria-live="polite">
          {t('who.chosen', { count: chosen.length })}
        </span>
        {isOnlyChosen && text === '' ? (
          <Button size="sm" onClick={() => setOnlyChosen(false)}>
            {t('who.showAll')}
          </Button>
        ) : (
          <Button
            size="sm"
            disabled={found.length === 0}
            onClick={() => {
              const others = found.map(({ id }) => id);
              onChoose(isAll ? chosen.filter((id) => !others.includes(id)) : [...new Set([...chosen, ...others])]);
            }}
          >
            {t(isAll ? 'who.chooseNone' : 'who.chooseAll', { count: found.length })}
          </Button>
        )}
      </div>
      <div className="overflow-hidden rounded-md border border-line">
        <VirtualTable
          label={t('who.devices')}
          columns={columns}
          rows={found}
          rowKey={({ id }) => id}
          height="19rem"
          empty={<p className="p-4 text-sm text-muted">{t('who.notFound')}</p>}
        />
      </div>
      <p aria-live="polite" className="mt-1 text-sm text-bad empty:hidden">
        {problem ? (
          <>
            <CircleAlert aria-hidden className="me-1 inline size-3.5 align-[-0.125em]" />
            {problem}
          </>
        ) : null}
      </p>
    </div>
  );
}

function columnsFor(
  t: ReturnType<typeof useText>,
  ids: ReadonlySet<Hex>,
  tick: (id: Hex, on: boolean) => void,
): readonly Column<FleetEntry>[] {
  return [
    {
      id: 'device',
      header: t('who.device'),
      rowHeader: true,
      compare: (a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }),
      cell: ({ id, label }) => (
        <label className="flex min-w-0 items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 shrink-0"
            checked={ids.has(id)}
            onChange={(event) => tick(id, event.target.checked)}
          />
          <SafeText text={label} maxLength={48} />
        </label>
      ),
    },
    {
      id: 'groups',
      header: t('who.groups'),
      width: '12rem',
      cell: ({ groups }) => (groups.length === 0 ? '–' : <SafeText text={groups.join(', ')} maxLength={40} />),
    },
    { id: 'id', header: t('who.id'), width: '10rem', cell: ({ id }) => <Digest value={id} copy={false} /> },
  ];
}

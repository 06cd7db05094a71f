import type { Hex } from '@gridseal/sdk/bytes';
import { Ban, KeyRound, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { type Selection, useFleetStore } from '../../../fleet/index.ts';
import { Button, ButtonLink, ConfirmDialog, useToast } from '../../../ui/index.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useText } from '../useText.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly onSelect: (ids: Selection) => void;
  /** The rows that are shown. */
  readonly rows: readonly FleetRow[];
  readonly now: number;
}

/** What can be done with the devices that are selected. */
export function SelectionBar({ selection, onSelect, rows, now }: SelectionBarProps) {
  const t = useText();
  const [open, setOpen] = useState<'withdraw' | 'remove'>();
  const shown = new Set(rows.flatMap(({ device }) => device ?? []));
  const isAll = [...shown].every((id) => selection.has(id));
  if (selection.size === 0) return null;
  const close = () => setOpen(undefined);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-2">
      <p role="status" className="me-2 font-medium">
        {t('selection.count', { count: selection.size })}
      </p>
      <ButtonLink to="/devices/issue" size="sm" variant="primary" icon={KeyRound}>
        {t('selection.issue')}
      </ButtonLink>
      <Button size="sm" icon={Ban} onClick={() => setOpen('withdraw')}>
        {t('selection.withdraw')}
      </Button>
      <Button size="sm" icon={Trash2} onClick={() => setOpen('remove')}>
        {t('selection.remove')}
      </Button>
      <span className="flex-1" />
      {isAll ? null : (
        <Button size="sm" variant="quiet" onClick={() => onSelect(new Set([...selection, ...shown]))}>
          {t('selection.all', { count: shown.size })}
        </Button>
      )}
      <Button size="sm" variant="quiet" icon={X} onClick={() => onSelect(new Set())}>
        {t('selection.clear')}
      </Button>
      {open === 'withdraw' ? (
        <WithdrawDialog rows={rows.filter(({ device }) => device && selection.has(device))} now={now} onClose={close} />
      ) : null}
      <RemoveDialog
        ids={open === 'remove' ? [...selection] : null}
        onClose={close}
        onRemoved={() => onSelect(new Set())}
      />
    </div>
  );
}

interface RemoveDialogProps {
  /** Null while it is closed. */
  readonly ids: readonly Hex[] | null;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Forgets devices, after a question. */
export function RemoveDialog({ ids, onClose, onRemoved }: RemoveDialogProps) {
  const t = useText();
  const toast = useToast();
  const store = useFleetStore();
  const count = ids?.length ?? 0;
  const remove = async () => {
    await store.remove(ids ?? []);
    toast({ tone: 'ok', title: t('selection.removed', { count }) });
    onClose();
    onRemoved();
  };
  return (
    <ConfirmDialog
      open={ids !== null}
      onClose={onClose}
      onConfirm={() => void remove()}
      title={t('selection.removeTitle')}
      action={t('selection.removeAction')}
      danger
    >
      {t('selection.removeBody', { count })}
    </ConfirmDialog>
  );
}

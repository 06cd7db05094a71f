import { Ban } from 'lucide-react';
import { useState } from 'react';
import type { FleetSlot } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Button, Callout, Dialog, ErrorPanel, Progress, SafeText } from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites } from '../../../wallet/index.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useAuthoritySigners } from '../model/useAuthorities.ts';
import { useWithdrawals, useWithdrawer } from '../model/useWithdrawal.ts';
import { type Withdrawer, withdrawable } from '../model/withdrawal.ts';
import { useText } from '../useText.ts';
import { QuorumWithdrawal } from './QuorumWithdrawal.tsx';
import { SlotName } from './SlotName.tsx';

interface WithdrawDialogProps {
  readonly rows: readonly FleetRow[];
  /** Block time in seconds. */
  readonly now: number;
  readonly onClose: () => void;
}

/** Withdraws what is in force of these rows: by the wallet, by a key, or by a quorum. */
export function WithdrawDialog({ rows, now, onClose }: WithdrawDialogProps) {
  const t = useText();
  // What the user saw when the dialog was opened: afterwards, what is withdrawn is not withdrawable any more.
  const [{ slots, shown }] = useState(() => ({ slots: withdrawable(rows, now), shown: rows }));
  const withdrawer = useWithdrawer();
  const { state, run } = useWithdrawals(slots, now);
  const { problem } = useWrites();
  const ways = slots.map(({ authority }) => withdrawer(authority));
  const [slot] = slots;
  const [way] = ways;
  const asked = slots.length === 1 && slot && way?.by === 'quorum' && !way.enough ? { slot, way } : null;
  const canRun = slots.length > 0 && ways.every(isReady);
  const isDone = slots.length > 0 && state.done === slots.length;
  return (
    <Dialog
      open
      onClose={onClose}
      locked={state.busy}
      title={t('withdraw.title')}
      description={t('withdraw.body')}
      footer={
        isDone || asked ? (
          <Button onClick={onClose}>{t('withdraw.close')}</Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={state.busy}>
              {t('withdraw.cancel')}
            </Button>
            <Button
              variant="danger"
              icon={Ban}
              busy={state.busy}
              disabled={!canRun || problem !== null}
              onClick={() => void run()}
            >
              {slots.length > 1 ? t('withdraw.actionMany', { count: slots.length }) : t('withdraw.action')}
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4">
        {slots.length === 0 ? <Callout>{t('withdraw.nothing')}</Callout> : <SlotList slots={slots} rows={shown} />}
        {asked ? <QuorumWithdrawal slot={asked.slot} way={asked.way} now={now} /> : null}
        {!asked && way ? <How ways={ways} /> : null}
        {canRun && problem === 'disconnected' ? (
          <Callout actions={<ConnectButton />}>{t('withdraw.sender')}</Callout>
        ) : null}
        {canRun && problem === 'wrongChain' ? <Callout tone="warn">{t('withdraw.wrongChain')}</Callout> : null}
        {slots.length > 1 && state.done > 0 ? (
          <Progress label={t('withdraw.progress')} value={state.done} max={slots.length} />
        ) : null}
        {state.hash ? <TransactionStatus hash={state.hash} /> : null}
        {state.refused ? (
          <Callout tone="warn" live>
            {t('withdraw.refused')}
          </Callout>
        ) : null}
        {state.error ? <ErrorPanel error={state.error} onRetry={() => void run()} /> : null}
        {isDone ? (
          <Callout tone="ok" live>
            {t('withdraw.done')}
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}

const isReady = (way: Withdrawer) => way.by === 'wallet' || way.by === 'key' || (way.by === 'quorum' && way.enough);

/** Who acts, in a sentence. */
function How({ ways }: { readonly ways: readonly Withdrawer[] }) {
  const t = useText();
  const { problem } = useWrites();
  const way = ways.find((one) => !isReady(one)) ?? ways[0];
  if (!way) return null;
  if (!isReady(way) && problem === 'disconnected') {
    return <Callout actions={<ConnectButton />}>{t('withdraw.connect')}</Callout>;
  }
  if (way.by === 'others') return <Callout tone="warn">{t('withdraw.byOthers')}</Callout>;
  if (!isReady(way)) return <Callout tone="warn">{t('withdraw.oneByOne')}</Callout>;
  if (way.by === 'key') {
    return (
      <p className="text-muted">
        <SafeText text={t('withdraw.byKey', { name: way.option.name })} maxLength={200} />
      </p>
    );
  }
  return <p className="text-muted">{t(way.by === 'wallet' ? 'withdraw.byWallet' : 'withdraw.byQuorum')}</p>;
}

interface SlotListProps {
  readonly slots: readonly FleetSlot[];
  readonly rows: readonly FleetRow[];
}

function SlotList({ slots, rows }: SlotListProps) {
  const t = useText();
  const signers = useAuthoritySigners();
  return (
    <section aria-label={t('withdraw.what')}>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {slots.map((slot) => (
          <li key={slot.authority + slot.subject} className="px-3 py-2">
            <p className="font-medium">
              <SlotName slot={slot} row={rows.find((row) => row.slot === slot)} /> ·{' '}
              {t('device.epoch', { epoch: slot.epoch })}
            </p>
            <p className="text-sm text-muted">
              {t('withdraw.authority')}:{' '}
              <QuorumName value={signers.get(slot.authority) ?? slot.authority} copy={false} />
            </p>
            {slot.group === null ? null : (
              <p className="text-sm text-warn">
                <SafeText text={t('withdraw.groupBody', { group: slot.group })} maxLength={300} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

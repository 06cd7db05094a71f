import { Ban, RotateCw, Tag } from 'lucide-react';
import { useState } from 'react';
import { useIssues } from '../../../fleet/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Button, ButtonLink, Card, Digest, SafeText } from '../../../ui/index.ts';
import { deliveryState, isOver } from '../model/deliveryState.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { kindWord } from '../model/kindWord.ts';
import { useAuthoritySigners } from '../model/useAuthorities.ts';
import { useChainClock } from '../model/useFleetTime.ts';
import { useText } from '../useText.ts';
import { NameChannelDialog } from './NameChannelDialog.tsx';
import { StateBadge } from './StateBadge.tsx';
import { TransactionLink } from './TransactionLink.tsx';
import { ValidUntil } from './ValidUntil.tsx';
import { WithdrawDialog } from './WithdrawDialog.tsx';

interface ChannelListProps {
  readonly rows: readonly FleetRow[];
  /** Block time in seconds. */
  readonly now: number;
}

/** Each channel of a device: what is in force there, and what can be done about it. */
export function ChannelList({ rows, now }: ChannelListProps) {
  const t = useText();
  const [withdrawing, setWithdrawing] = useState<FleetRow>();
  const [naming, setNaming] = useState<FleetRow>();
  return (
    <Card title={t('device.channels')} padded={false}>
      {rows.length === 0 ? <p className="p-4 text-muted">{t('device.noChannels')}</p> : null}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <Channel
            key={row.key}
            row={row}
            now={now}
            onWithdraw={() => setWithdrawing(row)}
            onName={() => setNaming(row)}
          />
        ))}
      </ul>
      {withdrawing ? <WithdrawDialog rows={[withdrawing]} now={now} onClose={() => setWithdrawing(undefined)} /> : null}
      {naming?.slot && naming.device ? (
        <NameChannelDialog device={naming.device} slot={naming.slot} onClose={() => setNaming(undefined)} />
      ) : null}
    </Card>
  );
}

interface ChannelProps {
  readonly row: FleetRow;
  readonly now: number;
  readonly onWithdraw: () => void;
  readonly onName: () => void;
}

function Channel({ row, now, onWithdraw, onName }: ChannelProps) {
  const t = useText();
  const format = useFormat();
  const clock = useChainClock();
  const signers = useAuthoritySigners();
  const { slot, claim } = row;
  const issues = useIssues().data ?? [];
  if (!slot) return null;
  const isOurs = issues.some(({ subject, authority }) => subject === slot.subject && authority === slot.authority);
  const state = deliveryState(row, now);
  const isInForce = !isOver(state);
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">
          {slot.channel ?? (
            <span className="inline-flex items-center gap-1.5 font-normal text-muted">
              {t('device.unknownChannel')} <Digest value={slot.subject} copy={false} />
            </span>
          )}
        </h3>
        <StateBadge state={state} />
        {slot.group === null ? null : (
          <Badge>
            <SafeText text={t('device.ofGroup', { group: slot.group })} maxLength={60} />
          </Badge>
        )}
        <span className="flex-1" />
        {slot.channel === null ? (
          <Button size="sm" variant="quiet" icon={Tag} onClick={onName}>
            {t('device.nameIt')}
          </Button>
        ) : null}
        {isOurs ? (
          <ButtonLink size="sm" icon={RotateCw} to={`/devices/issue/again/${slot.subject}`}>
            {t('device.again')}
          </ButtonLink>
        ) : null}
        {isInForce ? (
          <Button size="sm" icon={Ban} onClick={onWithdraw}>
            {t('device.withdraw')}
          </Button>
        ) : null}
      </div>
      <dl className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-x-6 gap-y-1 text-sm">
        <Pair label={t('device.kind')}>{kindWord(t, slot.kind)}</Pair>
        <Pair label={t('list.epoch')}>
          {format.number(slot.epoch)} ·{' '}
          {claim ? t('device.claimedEpoch', { epoch: format.number(claim.epoch) }) : t('device.notClaimed')}
        </Pair>
        <Pair label={t('list.validUntil')}>
          <ValidUntil slot={slot} state={state} clock={clock} />{' '}
          <span className="text-muted">
            {t('device.from', { from: format.date(new Date(slot.notBefore * 1_000)) })}
          </span>
        </Pair>
        <Pair label={t('list.lastClaim')}>
          {claim ? (
            <>
              {t('list.block', { block: format.number(claim.block) })} <TransactionLink hash={claim.transaction} />
            </>
          ) : (
            '–'
          )}
        </Pair>
        <Pair label={t('device.authority')}>
          <QuorumName value={signers.get(slot.authority) ?? slot.authority} copy={false} claims />
        </Pair>
        <Pair label={t('device.content')}>
          <Digest value={slot.digest} />
        </Pair>
      </dl>
    </li>
  );
}

function Pair({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="w-32 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

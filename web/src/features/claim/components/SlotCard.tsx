import type { Announcement, ClaimEvent } from '@gridseal/sdk/chain';
import { kindOf } from '@gridseal/sdk/delivery/subject';
import type { ReactNode } from 'react';
import { useAnnouncement } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, Countdown, KeyValue, MachineText, SafeText, Timestamp, type Tone } from '../../../ui/index.ts';
import type { StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import type { Look, SlotView } from '../model/lookTypes.ts';
import { useDeviceClock } from '../model/useDeviceClock.ts';
import { isTemporary, type SlotState, stateOf } from '../model/words.ts';
import { useText } from '../useText.ts';
import { OpenedDelivery } from './OpenedDelivery.tsx';
import { ReceiptPanel } from './ReceiptPanel.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';

export interface SlotCardProps {
  readonly device: StoredDevice;
  readonly live: LiveDevice;
  readonly look: Look;
  readonly view: SlotView;
  /** The device's latest claim here that the index has, final or not. */
  readonly claim: ClaimEvent | null;
}

const tones: Readonly<Record<SlotState, Tone>> = {
  waiting: 'neutral',
  announced: 'info',
  early: 'info',
  later: 'warn',
  untrusted: 'bad',
  refused: 'bad',
  forOthers: 'neutral',
  opened: 'info',
  signed: 'warn',
  claimed: 'ok',
  expired: 'neutral',
  withdrawn: 'bad',
};

/** What one authority has sent on one channel, and what is to be done about it. */
export function SlotCard(props: SlotCardProps) {
  const { view, look } = props;
  const t = useText();
  const { slot, taken, withdrawn, arrival } = view;
  const { data: indexed } = useAnnouncement(slot.authority, slot.subject);
  const clock = useDeviceClock(look.time);
  const state = stateOf(view, Math.floor(clock() / 1_000), indexed?.latest.epoch);
  if (state === 'waiting') return null;
  const announcement = arrival.state === 'none' ? null : arrival.announcement;
  const epoch = announcement?.epoch ?? (state === 'announced' ? indexed?.latest.epoch : taken?.epoch);
  const kind = announcement
    ? kindName(announcement)
    : state === 'announced' && indexed
      ? kindName(indexed.latest)
      : taken?.kind;
  const title = t(`kinds.${kind ?? 'unknown'}`);
  return (
    <section aria-label={`${title}, ${slot.channel}`} className="card min-w-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5">
        <h2 className="font-semibold">{title}</h2>
        <span className="text-sm text-muted">
          {slot.channel}
          {slot.group === null ? null : (
            <>
              , <SafeText text={t('slot.ofGroup', { group: slot.group })} />
            </>
          )}
          {epoch === undefined ? null : ` · ${t('slot.epoch', { epoch })}`}
        </span>
        <span className="ms-auto">
          <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
        </span>
      </header>
      <div className="space-y-4 p-4">
        <Facts
          {...props}
          state={state}
          clock={clock}
          indexed={state === 'announced' ? (indexed?.latest ?? null) : null}
        />
        <Body {...props} state={state} />
        {taken && announcement && withdrawn < taken.epoch ? (
          <p className="text-sm text-muted">{t('slot.before', { epoch: taken.epoch })}</p>
        ) : null}
      </div>
    </section>
  );
}

function Body({ state, ...props }: SlotCardProps & { readonly state: SlotState }): ReactNode {
  const t = useText();
  const { arrival, taken, receipt } = props.view;
  const waiting = receipt ? <ReceiptPanel {...props} receipt={receipt} /> : null;
  if (arrival.state === 'opened')
    return <OpenedDelivery key={arrival.opened.manifestDigest} {...props} arrival={arrival} />;
  if (arrival.state === 'refused') return <RefusalNotice refusal={arrival.refusal} />;
  if (arrival.state === 'later') {
    return (
      <Callout tone="warn" title={t('slot.later')}>
        <MachineText text={arrival.problem.shortMessage} className="text-sm" />
      </Callout>
    );
  }
  if (arrival.state === 'untrusted') return <Callout tone="bad">{t('slot.untrusted')}</Callout>;
  switch (state) {
    case 'announced':
    case 'early':
    case 'forOthers':
      return <p className="text-muted">{t(`slot.${state}`)}</p>;
    case 'withdrawn':
      return <Callout tone="bad">{t(taken ? 'slot.withdrawn' : 'slot.withdrawnBefore')}</Callout>;
    case 'expired':
      return (
        <>
          <Callout tone="neutral">{t('slot.expired')}</Callout>
          {waiting}
        </>
      );
    case 'claimed':
      return <p className="text-muted">{t(claimedWord(props.view))}</p>;
    default:
      return waiting;
  }
}

function claimedWord({ taken, keyWaits }: SlotView) {
  if (keyWaits) return 'slot.claimedWaits' as const;
  return taken?.turnsKey ? ('slot.claimed' as const) : ('slot.claimedKept' as const);
}

interface FactsProps extends SlotCardProps {
  readonly state: SlotState;
  readonly clock: () => number;
  /** What the index has, where it was not looked at yet. */
  readonly indexed: Announcement | null;
}

function Facts({ view, live, state, clock, indexed }: FactsProps) {
  const t = useText();
  const { slot, arrival, taken } = view;
  const announced = arrival.state === 'none' ? indexed : arrival.announcement;
  const validity = announced ?? taken;
  const revokes =
    arrival.state === 'opened' ? arrival.opened.manifest.revokes : arrival.state === 'none' ? taken?.revokes : [];
  const commands = arrival.state === 'opened' ? arrival.opened.manifest.postInstall : [];
  const isOfNoUse = ['withdrawn', 'refused', 'untrusted'].includes(state);
  const ends = validity && !isOfNoUse ? new Date(validity.notAfter * 1_000) : null;
  return (
    <KeyValue
      items={[
        { label: t('slot.from'), value: <QuorumName value={slot.signer} copy={false} claims /> },
        {
          label: t('slot.until'),
          value:
            ends && validity ? (
              <>
                <Timestamp at={ends} />
                {isTemporary(validity) && state !== 'expired' ? (
                  <span className="ms-2 font-medium tabular-nums">
                    <Countdown until={ends} now={clock} onEnd={live.lookNow} />
                  </span>
                ) : null}
              </>
            ) : null,
        },
        {
          label: t('slot.revokes'),
          value:
            revokes && revokes.length > 0 ? (
              <>
                {t('slot.revokesSome', { count: revokes.length })}:{' '}
                <SafeText text={revokes.join(', ')} maxLength={80} reveal className="font-mono text-sm" />
              </>
            ) : null,
        },
        {
          label: t('slot.commands'),
          value:
            commands.length > 0 ? (
              <>
                <SafeText text={commands.join(', ')} />{' '}
                <span className="text-sm text-muted">{t('slot.commandsHint')}</span>
              </>
            ) : null,
        },
      ]}
    />
  );
}

function kindName({ kind }: Pick<Announcement, 'kind'>) {
  try {
    return kindOf(kind);
  } catch {
    return 'unknown' as const;
  }
}

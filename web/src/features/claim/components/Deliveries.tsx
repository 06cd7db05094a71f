import type { ClaimEvent } from '@gridseal/sdk/chain';
import { Inbox } from 'lucide-react';
import { useClaims } from '../../../data/index.ts';
import { Callout, Card, EmptyState, MachineText, Skeleton } from '../../../ui/index.ts';
import type { StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import { type SlotView, slotKey } from '../model/lookTypes.ts';
import { type SlotState, stateOf } from '../model/words.ts';
import { useText } from '../useText.ts';
import { SlotCard } from './SlotCard.tsx';

interface DeliveriesProps {
  readonly device: StoredDevice;
  readonly live: LiveDevice;
}

/** Everything that has come to the device; what the user can do something about comes first. */
export function Deliveries({ device, live }: DeliveriesProps) {
  const t = useText();
  const { look } = live;
  const claims = useClaims({ device: device.id, limit: 1_000 }).data?.items ?? [];
  if (device.listening.authorities.length === 0) {
    return (
      <Card title={t('deliveries.title')}>
        <EmptyState icon={Inbox} title={t('deliveries.deaf')} body={t('deliveries.deafBody')} />
      </Card>
    );
  }
  if (!look) {
    return <Card title={t('deliveries.title')}>{live.problem ? null : <Skeleton lines={5} />}</Card>;
  }
  const followed = new Set(device.listening.authorities.map(({ signer }) => signer));
  const slots = look.slots.filter(({ slot }) => followed.has(slot.signer));
  const order = (view: SlotView) => urgency.indexOf(stateOf(view, look.time));
  const isBusy = (view: SlotView) => stateOf(view, look.time) !== 'waiting';
  const quiet = slots.filter((view) => !isBusy(view));
  return (
    <section aria-label={t('deliveries.title')} className="space-y-4">
      {look.problems.map((problem) => (
        <Callout key={`${problem.code} ${problem.field}`} tone="warn" title={t('deliveries.problems')} live>
          <p>{t('deliveries.problemsBody')}</p>
          <MachineText text={problem.shortMessage} className="text-sm" />
        </Callout>
      ))}
      {[...slots]
        .sort((a, b) => order(a) - order(b))
        .map((view) => (
          <SlotCard key={slotKey(view.slot)} {...{ device, live, view, look }} claim={claimOf(claims, view)} />
        ))}
      {quiet.length === slots.length ? (
        <Card title={t('deliveries.title')}>
          <EmptyState
            icon={Inbox}
            title={t('deliveries.quiet')}
            body={[...new Set(quiet.map(({ slot }) => slot.channel))].join(', ')}
          />
        </Card>
      ) : quiet.length > 0 ? (
        <p className="text-sm text-muted">
          {t('deliveries.quietList', { channels: [...new Set(quiet.map(({ slot }) => slot.channel))].join(', ') })}
        </p>
      ) : null}
    </section>
  );
}

const urgency: readonly SlotState[] = [
  'opened',
  'refused',
  'untrusted',
  'later',
  'signed',
  'announced',
  'early',
  'claimed',
  'forOthers',
  'expired',
  'withdrawn',
  'waiting',
];

function claimOf(claims: readonly ClaimEvent[], { slot }: SlotView): ClaimEvent | null {
  return claims.find(({ authority, subject }) => authority === slot.authority && subject === slot.subject) ?? null;
}

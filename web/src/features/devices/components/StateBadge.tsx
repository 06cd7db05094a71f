import { Ban, CircleCheck, CircleDashed, Hourglass, type LucideIcon, TimerOff, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '../../../ui/index.ts';
import type { DeliveryState } from '../model/deliveryState.ts';
import { useText } from '../useText.ts';

/** Icon and colour of each state; the word comes with them. */
export const stateLooks: Readonly<Record<DeliveryState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  claimed: { tone: 'ok', icon: CircleCheck },
  waiting: { tone: 'info', icon: Hourglass },
  late: { tone: 'warn', icon: TriangleAlert },
  expired: { tone: 'neutral', icon: TimerOff },
  withdrawn: { tone: 'bad', icon: Ban },
  never: { tone: 'neutral', icon: CircleDashed },
};

/** What has become of the latest announcement to a device. */
export function StateBadge({ state }: { readonly state: DeliveryState }) {
  const t = useText();
  return (
    <Badge {...stateLooks[state]} title={t(`state.${state}Hint`)}>
      {t(`state.${state}`)}
    </Badge>
  );
}

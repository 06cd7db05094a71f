import type { FleetSlot } from '../../../data/index.ts';
import { Countdown, Timestamp } from '../../../ui/index.ts';
import { type DeliveryState, isOver, isTemporary } from '../model/deliveryState.ts';

interface ValidUntilProps {
  readonly slot: FleetSlot;
  readonly state: DeliveryState;
  readonly clock: () => number;
}

/** The end of a validity; what is left of it, to the second, if it is a temporary access. */
export function ValidUntil({ slot, state, clock }: ValidUntilProps) {
  const until = new Date(slot.notAfter * 1_000);
  if (isTemporary(slot) && !isOver(state)) return <Countdown until={until} now={clock} warnSeconds={300} />;
  return (
    <span className={isOver(state) ? 'text-muted' : undefined}>
      <Timestamp at={until} as="date" />
    </span>
  );
}

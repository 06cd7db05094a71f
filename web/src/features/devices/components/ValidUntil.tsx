import type { FleetSlot } from '../../../data/index.ts';
import { Countdown, Timestamp } from '../../../ui/index.ts';
import { type DeliveryState, isTemporary } from '../model/deliveryState.ts';

interface ValidUntilProps {
  readonly slot: FleetSlot;
  readonly state: DeliveryState;
  readonly clock: () => number;
}

/** The end of a validity; what is left of it, to the second, if it is a temporary access. */
export function ValidUntil({ slot, state, clock }: ValidUntilProps) {
  const until = new Date(slot.notAfter * 1_000);
  const isOver = state === 'expired' || state === 'withdrawn';
  if (isTemporary(slot) && !isOver) return <Countdown until={until} now={clock} warnSeconds={300} />;
  return (
    <span className={isOver ? 'text-muted' : undefined}>
      <Timestamp at={until} as="date" />
    </span>
  );
}

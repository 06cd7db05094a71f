import type { Offices } from './offices.ts';
import { parties } from './people.ts';

/** A car about as often as one leaves. */
const everyMs = 15_000;

/** Cars go on to come, so that there is something to see. Ends with what was started. */
export function keepCharging({ emsp }: Offices, things: AsyncDisposableStack): void {
  // A place may be taken, and a node may be stopped to see what comes of it: the next car tries again.
  const come = () => void emsp.charge(parties.cpo.id).catch(() => undefined);
  come();
  const timer = setInterval(come, everyMs);
  things.defer(() => clearInterval(timer));
}

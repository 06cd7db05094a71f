import { useFormat } from '../../../i18n/index.ts';
import { Callout, Countdown } from '../../../ui/index.ts';
import { deliveryState, isTemporary } from '../model/deliveryState.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useChainClock } from '../model/useFleetTime.ts';
import { useText } from '../useText.ts';

/** An end is shown for so long, in seconds. */
const shownFor = 3_600;

interface TemporaryAccessProps {
  readonly rows: readonly FleetRow[];
  /** Block time in seconds. */
  readonly now: number;
}

/** What is left of temporary accesses, and that they have ended. */
export function TemporaryAccess({ rows, now }: TemporaryAccessProps) {
  const t = useText();
  const format = useFormat();
  const clock = useChainClock();
  return rows.map((row) => {
    const { slot, key } = row;
    if (!slot || !isTemporary(slot)) return null;
    const channel = slot.channel ?? t('device.unknownChannel');
    const state = deliveryState(row, now);
    if (state === 'withdrawn' || (state === 'expired' && now > slot.notAfter + shownFor)) return null;
    const until = new Date(slot.notAfter * 1_000);
    if (state === 'expired') {
      return (
        <Callout key={key} tone="neutral" title={`${t('device.temporaryEnded')} · ${channel}`} live>
          {t('device.temporaryEndedBody', { time: format.dateTime(until) })}
        </Callout>
      );
    }
    return (
      <Callout key={key} tone="info" title={`${t('device.temporary')} · ${channel}`}>
        {t('device.temporaryLeft')}{' '}
        <span className="font-semibold tabular-nums">
          <Countdown until={until} now={clock} warnSeconds={300} />
        </span>
      </Callout>
    );
  });
}

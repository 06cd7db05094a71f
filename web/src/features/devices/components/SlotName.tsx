import type { FleetSlot } from '../../../data/index.ts';
import { Digest, SafeText } from '../../../ui/index.ts';
import type { FleetRow } from '../model/fleetRows.ts';
import { useText } from '../useText.ts';

interface SlotNameProps {
  readonly slot: FleetSlot;
  /** A row that shows it, which knows the device. */
  readonly row: FleetRow | undefined;
}

/** Whom an announcement addresses, and on which channel. */
export function SlotName({ slot, row }: SlotNameProps) {
  const t = useText();
  const name = slot.group === null ? row?.entry?.label : t('device.ofGroup', { group: slot.group });
  const device = slot.device ?? row?.device;
  return (
    <>
      {name ? <SafeText text={name} maxLength={60} /> : device ? <Digest value={device} copy={false} /> : null}
      {' · '}
      {slot.channel ?? <Digest value={slot.subject} copy={false} />}
    </>
  );
}

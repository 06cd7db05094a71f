import type { IssueState } from '@gridseal/sdk/delivery/issue';
import { useFleet } from '../../../fleet/index.ts';
import { Callout, Disclosure, SafeText } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** More are in the result file. */
const shown = 50;

/** Devices that nothing could be sealed to, and why. */
export function LeftOut({ devices }: { readonly devices: IssueState['leftOut'] }) {
  const t = useText();
  const { data: fleet } = useFleet();
  if (devices.length === 0) return null;
  const labels = new Map(fleet?.map(({ id, label }) => [id, label]));
  return (
    <Callout tone="warn" title={t('leftOut.title', { count: devices.length })}>
      <p>{t('leftOut.body')}</p>
      <Disclosure summary={t('leftOut.which')}>
        <ul className="space-y-1.5 text-sm">
          {devices.slice(0, shown).map(({ device, reason }) => (
            <li key={device}>
              <SafeText text={labels.get(device) ?? device} maxLength={48} />
              <span className="block text-muted">
                <SafeText text={reason} maxLength={200} />
              </span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </Callout>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { idGroups } from '../../../fleet/index.ts';
import { CopyButton } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** A device's id, all of it, in groups that can be read aloud. */
export function DeviceId({ id }: { readonly id: Hex }) {
  const t = useText();
  const groups = idGroups(id).map((text, at) => ({ text, at }));
  return (
    <div className="flex items-start gap-1">
      <code className="grid grid-cols-4 gap-x-3 gap-y-0.5 font-mono text-sm tabular-nums">
        {groups.map(({ text, at }) => (
          <span key={at}>{text}</span>
        ))}
      </code>
      <CopyButton value={id} label={t('device.copyId')} />
    </div>
  );
}

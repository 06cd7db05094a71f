import type { Hex } from '@gridseal/sdk/bytes';
import { idGroups } from '../../../fleet/index.ts';
import { CopyButton } from '../../../ui/index.ts';

/** A device's id, large enough to compare digit by digit with what the device shows. */
export function DeviceId({ id }: { readonly id: Hex }) {
  const rows = [0, 4, 8, 12].map((from) =>
    idGroups(id)
      .slice(from, from + 4)
      .join(' '),
  );
  return (
    <span className="inline-flex items-start gap-1">
      <code className="inline-block rounded-md bg-sunken px-3 py-2 font-mono tracking-wide whitespace-pre">
        {rows.join('\n')}
      </code>
      <CopyButton value={id} />
    </span>
  );
}

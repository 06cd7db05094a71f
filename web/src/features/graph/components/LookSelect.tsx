import type { Hex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { type QuorumRecord, useSettings, useTrustPolicy } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Select } from '../../../ui/index.ts';
import type { Look } from '../model/look.ts';
import { useText } from '../useText.ts';

const SHOWN = 200;

export interface LookSelectProps {
  readonly look: Look;
  readonly quorums: readonly QuorumRecord[];
  readonly onChange: (look: Look) => void;
}

/** From where one looks: one's anchors, a quorum that one need not trust, or nowhere in particular. */
export function LookSelect({ look, quorums, onChange }: LookSelectProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const { anchors } = useTrustPolicy();
  const named = (id: Hex) => (names[id] ? escapeText(names[id], { maxLength: 40 }) : shorten(id));
  const sorted = [...quorums].sort(
    (a, b) => Number(Boolean(names[b.id])) - Number(Boolean(names[a.id])) || b.endorsed - a.endorsed,
  );
  const listed = sorted.slice(0, SHOWN).map(({ id }) => id);
  const others = look !== 'mine' && look !== 'all' && !listed.includes(look) ? [look, ...listed] : listed;
  return (
    <Select
      aria-label={t('look.label')}
      className="min-w-0 sm:w-auto! sm:max-w-64 max-sm:basis-full"
      value={look}
      onChange={onChange}
      options={[
        {
          value: 'mine' as Look,
          label: anchors.length === 0 ? t('look.none') : t('look.mine', { count: anchors.length }),
        },
        { value: 'all' as Look, label: t('look.all') },
        ...others.map((id) => ({ value: id as Look, label: named(id) })),
      ]}
    />
  );
}

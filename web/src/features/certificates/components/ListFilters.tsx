import type { Hex } from '@gridseal/sdk/bytes';
import { type CertificateKind, certificateKinds } from '@gridseal/sdk/certificate';
import { escapeText } from '@gridseal/sdk/quorum';
import { useQuorums, useSettings, useTrustPolicy } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { useTrustText } from '../../../trust/index.ts';
import { SearchInput, Segmented, Select } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** What the list is narrowed to; empty means everything. */
export interface Filters {
  readonly text: string;
  readonly kind: CertificateKind | '';
  readonly quorum: Hex | '';
  readonly status: 'all' | 'endorsed' | 'revoked';
  /** Whose certificates: anyone can endorse anything. */
  readonly reach: 'anchors' | 'all';
}

export const noFilters: Filters = { text: '', kind: '', quorum: '', status: 'all', reach: 'anchors' };

export interface ListFiltersProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

export function ListFilters({ filters, onChange }: ListFiltersProps) {
  const t = useText();
  const words = useTrustText();
  const [{ names }] = useSettings();
  const { anchors } = useTrustPolicy();
  const quorums = useQuorums({ limit: 200 }).data?.items ?? [];
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:[&>*:first-child]:basis-full">
      <SearchInput label={t('list.search')} value={filters.text} onChange={(text) => set({ text })} />
      <Select
        aria-label={t('list.kind')}
        className="min-w-0 flex-1 max-sm:basis-2/5 sm:w-auto! sm:flex-none"
        value={filters.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: '', label: t('list.everyKind') },
          ...certificateKinds.map((kind) => ({ value: kind, label: words(`kinds.${kind}`) })),
        ]}
      />
      <Select
        aria-label={t('list.quorum')}
        className="min-w-0 flex-1 max-sm:basis-2/5 sm:w-auto! sm:max-w-56 sm:flex-none"
        value={filters.quorum}
        onChange={(quorum) => set({ quorum })}
        options={[
          { value: '', label: t('list.everyQuorum') },
          ...quorums.map(({ id }) => ({
            value: id,
            label: names[id] ? escapeText(names[id], { maxLength: 40 }) : shorten(id),
          })),
        ]}
      />
      <Segmented
        label={t('list.status')}
        value={filters.status}
        onChange={(status) => set({ status })}
        options={(['all', 'endorsed', 'revoked'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
      />
      {anchors.length > 0 ? (
        <Segmented
          label={t('list.reach')}
          value={filters.reach}
          onChange={(reach) => set({ reach })}
          options={[
            { value: 'anchors', label: t('list.fromAnchors') },
            { value: 'all', label: t('list.fromAnyone') },
          ]}
        />
      ) : null}
    </div>
  );
}

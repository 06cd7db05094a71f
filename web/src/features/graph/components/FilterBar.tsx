import { certificateKinds, certificateUsages } from '@gridseal/sdk/certificate';
import { escapeText } from '@gridseal/sdk/quorum';
import { X } from 'lucide-react';
import { useTrustText } from '../../../trust/index.ts';
import { Button, Select } from '../../../ui/index.ts';
import { type Filters, narrows, noFilters } from '../model/filter.ts';
import { standings } from '../model/picture.ts';
import { useText } from '../useText.ts';

const DEPTHS = [1, 2, 3, 4, 6, 8] as const;

export interface FilterBarProps {
  readonly filters: Filters;
  /** The roles that can be chosen: text from outside. */
  readonly roles: readonly string[];
  readonly onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, roles, onChange }: FilterBarProps) {
  const t = useText();
  const words = useTrustText();
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const isNarrow = narrows(filters) || filters.depth !== null;
  const look = 'min-w-0 sm:w-auto! sm:max-w-52 max-sm:flex-1 max-sm:basis-36';
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">{t('filter.label')}</legend>
      <Select
        aria-label={t('filter.kind')}
        className={look}
        value={filters.kind}
        onChange={(kind) => set({ kind })}
        options={[
          { value: '', label: t('filter.everyKind') },
          ...certificateKinds.map((kind) => ({ value: kind, label: words(`kinds.${kind}`) })),
        ]}
      />
      <Select
        aria-label={t('filter.role')}
        className={look}
        value={filters.role}
        onChange={(role) => set({ role })}
        options={[
          { value: '', label: t('filter.everyRole') },
          ...[...new Set([...roles, ...(filters.role ? [filters.role] : [])])].map((role) => ({
            value: role,
            label: escapeText(role, { maxLength: 40 }),
          })),
        ]}
      />
      <Select
        aria-label={t('filter.usage')}
        className={look}
        value={filters.usage}
        onChange={(usage) => set({ usage })}
        options={[
          { value: '', label: t('filter.everyUsage') },
          ...certificateUsages.map((usage) => ({ value: usage, label: words(`usages.${usage}`) })),
        ]}
      />
      <Select
        aria-label={t('filter.standing')}
        className={look}
        value={filters.standing}
        onChange={(standing) => set({ standing })}
        options={[
          { value: '', label: t('filter.everyStanding') },
          ...standings.map((standing) => ({
            value: standing,
            label: t(`standing.${standing}`),
          })),
        ]}
      />
      <Select
        aria-label={t('filter.depth')}
        className={look}
        value={filters.depth === null ? '' : String(filters.depth)}
        onChange={(depth) => set({ depth: depth === '' ? null : Number(depth) })}
        options={[
          { value: '', label: t('filter.everyDepth') },
          ...DEPTHS.map((depth) => ({ value: String(depth), label: t('filter.depthCount', { count: depth }) })),
        ]}
      />
      {isNarrow ? (
        <Button variant="quiet" size="sm" icon={X} onClick={() => onChange({ ...noFilters, signers: filters.signers })}>
          {t('filter.clear')}
        </Button>
      ) : null}
    </fieldset>
  );
}

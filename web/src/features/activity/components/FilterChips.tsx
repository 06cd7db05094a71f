import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Button, CopyButton, SafeText } from '../../../ui/index.ts';
import { type ActivityFilter, everything, idFields, isEverything } from '../model/filter.ts';
import { useText } from '../useText.ts';
import type { FilterProps } from './FilterBar.tsx';

interface Chip {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  readonly without: ActivityFilter;
}

/** What the list is narrowed to, each to be taken away by itself. */
export function FilterChips({ filter, onChange }: FilterProps) {
  const t = useText();
  const chips = useChips(filter);
  if (isEverything(filter)) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ul aria-label={t('filter.active')} className="flex flex-wrap gap-1.5">
        {chips.map(({ key, label, value, without }) => (
          <li key={key} className="flex min-h-7 items-center rounded-md border border-line bg-surface ps-2 text-sm">
            <span className="text-muted">{label}:</span>
            <span className="ms-1 max-w-64 truncate font-medium">{value}</span>
            <button
              type="button"
              aria-label={t('filter.remove', { filter: label })}
              title={t('filter.remove', { filter: label })}
              onClick={() => onChange(without)}
              className="ms-1 flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      <Button size="sm" variant="quiet" onClick={() => onChange(everything)}>
        {t('filter.clear')}
      </Button>
      <CopyButton wide value={location.href} label={t('filter.link')} />
    </div>
  );
}

function useChips(filter: ActivityFilter): readonly Chip[] {
  const t = useText();
  const format = useFormat();
  const without = (...names: readonly (keyof ActivityFilter)[]): ActivityFilter => ({
    ...everything,
    ...Object.fromEntries(Object.entries(filter).filter(([name]) => !names.some((one) => one === name))),
  });
  const chips: Chip[] = [];
  const { types, text, signer, fromBlock, toBlock, from, to } = filter;
  if (types.length > 0) {
    const value = types.map((type) => t(`types.${type}`)).join(', ');
    chips.push({ key: 'types', label: t('filter.types'), value, without: without('types') });
  }
  if (text) {
    chips.push({ key: 'text', label: t('filter.text'), value: <SafeText text={text} />, without: without('text') });
  }
  for (const name of ['signer', ...idFields] as const) {
    const id = name === 'signer' ? signer : filter[name];
    if (!id) continue;
    const value = (
      <code title={id} className="font-mono">
        {shorten(id)}
      </code>
    );
    chips.push({ key: name, label: t(`filter.${name}`), value, without: without(name) });
  }
  const range = (first: string | undefined, last: string | undefined) =>
    first && last
      ? t('filter.range', { from: first, to: last })
      : first
        ? t('filter.since', { from: first })
        : t('filter.until', { to: last ?? '' });
  if (fromBlock !== undefined || toBlock !== undefined) {
    const number = (block: number | undefined) => (block === undefined ? undefined : format.number(block));
    const value = range(number(fromBlock), number(toBlock));
    chips.push({ key: 'blocks', label: t('filter.blocks'), value, without: without('fromBlock', 'toBlock') });
  }
  if (from || to) {
    const day = (one: string | undefined) => (one ? format.date(new Date(`${one}T12:00:00`)) : undefined);
    chips.push({
      key: 'days',
      label: t('filter.days'),
      value: range(day(from), day(to)),
      without: without('from', 'to'),
    });
  }
  return chips;
}

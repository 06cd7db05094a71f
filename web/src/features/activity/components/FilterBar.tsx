import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from '../../../lib/classNames.ts';
import { Button, SearchInput } from '../../../ui/index.ts';
import type { ActivityFilter } from '../model/filter.ts';
import { groupNames, hasGroup, toggleGroup } from '../model/groups.ts';
import { useText } from '../useText.ts';
import { FilterChips } from './FilterChips.tsx';
import { FilterPanel } from './FilterPanel.tsx';

export interface FilterProps {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}

const typingMs = 250;

/** Text and kinds at once; everything else behind a button; and what is active, to be taken away. */
export function FilterBar({ filter, onChange }: FilterProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <TextFilter filter={filter} onChange={onChange} />
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">{t('groups.label')}</legend>
          {groupNames.map((group) => {
            const isOn = hasGroup(filter.types, group);
            return (
              <button
                key={group}
                type="button"
                aria-pressed={isOn}
                onClick={() => onChange({ ...filter, types: toggleGroup(filter.types, group) })}
                className={classNames(
                  'min-h-9 rounded-md border px-3 text-sm font-medium transition-colors',
                  isOn
                    ? 'border-accent bg-accent-soft text-accent-strong'
                    : 'border-line-strong bg-surface text-muted hover:text-text',
                )}
              >
                {t(`groups.${group}`)}
              </button>
            );
          })}
        </fieldset>
        <Button icon={SlidersHorizontal} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('filter.more')}
        </Button>
      </div>
      {isOpen ? <FilterPanel filter={filter} onChange={onChange} /> : null}
      <FilterChips filter={filter} onChange={onChange} />
    </div>
  );
}

/** Takes effect once typing pauses. */
function TextFilter({ filter, onChange }: FilterProps) {
  const t = useText();
  const given = filter.text ?? '';
  const [text, setText] = useState(given);
  const told = useRef(given);
  const latest = useRef({ filter, onChange });
  latest.current = { filter, onChange };
  useEffect(() => {
    // Changed from elsewhere: by a link, or by clearing.
    if (given !== told.current) setText(given);
    told.current = given;
  }, [given]);
  useEffect(() => {
    if (text.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = text.trim();
      const { text: _, ...rest } = latest.current.filter;
      latest.current.onChange(told.current ? { ...rest, text: told.current.slice(0, 120) } : rest);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return <SearchInput label={t('filter.search')} value={text} onChange={setText} />;
}

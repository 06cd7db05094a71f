import { Search } from 'lucide-react';
import { Input } from './controls.tsx';
import { useUiText } from './useUiText.ts';

export interface SearchInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly placeholder?: string;
}

/** Filters a list while typing. */
export function SearchInput({ value, onChange, label, placeholder }: SearchInputProps) {
  const t = useUiText();
  return (
    <div className="relative min-w-48 flex-1">
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2.5 size-4 text-muted" />
      <Input
        type="search"
        aria-label={label ?? t('search')}
        placeholder={placeholder ?? label ?? t('search')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="ps-8.5"
      />
    </div>
  );
}

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useFormat } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';
import { useUiText } from './useUiText.ts';

/** No browser lays out what is higher than this, in pixels: Firefox ends at 17.9 million. */
const highest = 12_000_000;

/** Which rows of a list one scroller holds: all of them, unless it would be too high. */
export interface TablePart {
  readonly part: number;
  readonly parts: number;
  /** The first row, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** @example `tablePart(1_000_000, 40, 1)` is rows 300,000 to 600,000 */
export function tablePart(total: number, size: number, wanted: number): TablePart {
  const length = Math.max(1, Math.floor(highest / size));
  const parts = Math.max(1, Math.ceil(total / length));
  const part = Math.min(Math.max(0, wanted), parts - 1);
  return { part, parts, from: part * length, to: Math.min((part + 1) * length, total) };
}

export interface TablePartsProps {
  readonly shown: TablePart;
  readonly total: number;
  readonly onChange: (part: number) => void;
}

/** Leads from one part of a very long list to the next. */
export function TableParts({ shown, total, onChange }: TablePartsProps) {
  const t = useUiText();
  const format = useFormat();
  const { part, parts, from, to } = shown;
  return (
    <nav
      aria-label={t('parts.label')}
      className="flex items-center justify-end gap-2 border-t border-line px-4 py-2 text-sm text-muted"
    >
      <span aria-live="polite" className="tabular-nums">
        {t('parts.shown', { from: format.number(from + 1), to: format.number(to), total: format.number(total) })}
      </span>
      <IconButton
        label={t('parts.previous')}
        icon={ChevronLeft}
        className="disabled:pointer-events-none disabled:opacity-40"
        disabled={part === 0}
        onClick={() => onChange(part - 1)}
      />
      <IconButton
        label={t('parts.next')}
        icon={ChevronRight}
        className="disabled:pointer-events-none disabled:opacity-40"
        disabled={part === parts - 1}
        onClick={() => onChange(part + 1)}
      />
    </nav>
  );
}

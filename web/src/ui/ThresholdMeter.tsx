import { Check } from 'lucide-react';
import { classNames } from '../lib/classNames.ts';
import { useUiText } from './useUiText.ts';

export interface ThresholdMeterProps {
  /** The weight that has approved. */
  readonly have: number;
  readonly need: number;
  readonly className?: string;
}

const MOST_SEGMENTS = 12;

/** k of m: one segment a unit of weight, where there are few. */
export function ThresholdMeter({ have, need, className }: ThresholdMeterProps) {
  const t = useUiText();
  const done = have >= need;
  const segments = Math.min(need, MOST_SEGMENTS);
  const filled = need === 0 ? 0 : Math.floor((Math.min(have, need) / need) * segments);
  return (
    <span className={classNames('inline-flex items-center gap-2', className)}>
      <meter
        className="sr-only"
        aria-label={t('thresholdLabel', { have, need })}
        min={0}
        max={Math.max(need, 1)}
        value={Math.min(have, need)}
      />
      <span aria-hidden className="flex gap-0.5">
        {[...Array(segments).keys()].map((at) => (
          <span
            key={at}
            className={classNames(
              'h-2 w-3 rounded-xs',
              at < filled ? (done ? 'bg-ok' : 'bg-accent') : 'bg-line-strong/45',
            )}
          />
        ))}
      </span>
      <span aria-hidden className={classNames('text-sm font-medium whitespace-nowrap', done && 'text-ok')}>
        {t('threshold', { have, need })}
        {done ? <Check className="ms-1 inline size-3.5 align-[-0.125em]" /> : null}
      </span>
    </span>
  );
}

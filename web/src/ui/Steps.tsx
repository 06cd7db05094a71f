import { Check } from 'lucide-react';
import { classNames } from '../lib/classNames.ts';
import { useUiText } from './useUiText.ts';

export interface StepsProps {
  readonly label: string;
  readonly steps: readonly { readonly id: string; readonly label: string }[];
  readonly current: string;
  /** Lets the user go back to an earlier step. */
  readonly onSelect?: (id: string) => void;
}

/** Where one is in a wizard. */
export function Steps({ label, steps, current, onSelect }: StepsProps) {
  const t = useUiText();
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={label}>
      <p className="text-sm text-muted sm:hidden">
        {t('step', { current: at + 1, total: steps.length })}:{' '}
        <span className="font-medium text-text">{steps[at]?.label}</span>
      </p>
      <ol className="hidden flex-wrap gap-x-2 gap-y-1 sm:flex">
        {steps.map((step, index) => {
          const state = index < at ? 'done' : index === at ? 'current' : 'ahead';
          const mark = (
            <>
              <span
                aria-hidden
                className={classNames(
                  'flex size-5 items-center justify-center rounded-full border text-xs font-semibold',
                  state === 'done' && 'border-accent bg-accent text-on-accent',
                  state === 'current' && 'border-accent text-accent',
                  state === 'ahead' && 'border-line-strong text-muted',
                )}
              >
                {state === 'done' ? <Check className="size-3" strokeWidth={3} /> : index + 1}
              </span>
              {step.label}
              {state === 'done' ? <span className="sr-only"> ({t('stepDone')})</span> : null}
            </>
          );
          const look = classNames(
            'flex items-center gap-1.5 text-sm',
            state === 'current' ? 'font-semibold' : 'text-muted',
          );
          return (
            <li
              key={step.id}
              aria-current={state === 'current' ? 'step' : undefined}
              className="flex items-center gap-2"
            >
              {index > 0 ? <span aria-hidden className="h-px w-4 bg-line-strong" /> : null}
              {state === 'done' && onSelect ? (
                <button type="button" className={classNames(look, 'hover:text-text')} onClick={() => onSelect(step.id)}>
                  {mark}
                </button>
              ) : (
                <span className={look}>{mark}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

import { useId } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { toneText } from '../../../ui/index.ts';
import { type DeliveryState, deliveryStates } from '../model/deliveryState.ts';
import type { Filtered } from '../model/fleetFilter.ts';
import { useText } from '../useText.ts';
import { stateLooks } from './StateBadge.tsx';

interface StateFilterProps {
  readonly value: DeliveryState | '';
  readonly filtered: Pick<Filtered, 'counts' | 'total'>;
  readonly onChange: (state: DeliveryState | '') => void;
}

/** How many channels are in each state, and a filter at the same time. Arrow keys move as in any radio group. */
export function StateFilter({ value, filtered, onChange }: StateFilterProps) {
  const t = useText();
  const format = useFormat();
  const name = useId();
  return (
    <fieldset className="card grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-4 lg:grid-cols-7">
      <legend className="sr-only">{t('list.states')}</legend>
      {(['', ...deliveryStates] as const).map((state) => {
        const count = state === '' ? filtered.total : filtered.counts[state];
        const look = state === '' ? null : stateLooks[state];
        const Icon = look?.icon;
        return (
          <label
            key={state}
            title={state === '' ? undefined : t(`state.${state}Hint`)}
            className={classNames(
              'relative flex min-w-0 flex-col bg-surface px-4 py-2 hover:bg-sunken has-checked:bg-accent-soft',
              'max-sm:flex-row max-sm:items-center max-sm:justify-between max-sm:gap-2 max-sm:px-3',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-[-2px] has-focus-visible:outline-accent',
              state === '' && 'max-sm:col-span-2 sm:max-lg:col-span-2',
            )}
          >
            <input
              type="radio"
              name={name}
              className="absolute inset-0 opacity-0"
              checked={state === value}
              onChange={() => onChange(state)}
            />
            <span className="flex min-w-0 items-center gap-1.5 text-sm text-muted sm:order-2">
              {Icon && look ? (
                <Icon aria-hidden className={classNames('size-3.5 shrink-0', toneText[look.tone])} />
              ) : null}
              <span className="truncate">{state === '' ? t('list.all') : t(`state.${state}`)}</span>
            </span>
            <span className="text-lg font-semibold max-sm:text-base sm:order-1 tracking-tight tabular-nums">
              {format.number(count)}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

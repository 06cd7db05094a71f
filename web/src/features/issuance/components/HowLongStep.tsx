import { useFormat } from '../../../i18n/index.ts';
import { Callout, Field, Input } from '../../../ui/index.ts';
import { formatDuration, parseDuration, presets, temporary } from '../model/duration.ts';
import { useClock } from '../model/hooks.ts';
import { useText } from '../useText.ts';
import type { StepProps } from './stepProps.ts';

/** For how long: usual lengths, or any other. */
export function HowLongStep({ recipe, onChange, problem }: StepProps) {
  const t = useText();
  const format = useFormat();
  const clock = useClock();
  const seconds = parseDuration(recipe.ttl);
  return (
    <div className="space-y-4">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">{t('long.usual')}</legend>
        <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-4">
          {presets.map((preset) => (
            <label
              key={preset}
              className="flex items-center justify-center rounded-md border border-line px-2 py-2 text-sm font-medium has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="ttl"
                className="sr-only"
                checked={seconds === preset}
                onChange={() => onChange({ ttl: formatDuration(preset) })}
              />
              {t(`long.presets.${formatDuration(preset) as '15m'}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={t('long.other')} hint={t('long.otherHint')} error={problem('ttl')} className="max-w-56">
        {(control) => (
          <Input {...control} mono value={recipe.ttl} onChange={(event) => onChange({ ttl: event.target.value })} />
        )}
      </Field>
      {seconds === null ? null : (
        <p>
          {t('long.until')} <strong>{format.dateTime(new Date(clock() + seconds * 1_000))}</strong>
          <span className="block text-sm text-muted">{t('long.clock')}</span>
        </p>
      )}
      {seconds !== null && seconds < temporary ? (
        <Callout tone="info" title={t('long.temporary')}>
          {t('long.temporaryBody')}
        </Callout>
      ) : null}
    </div>
  );
}

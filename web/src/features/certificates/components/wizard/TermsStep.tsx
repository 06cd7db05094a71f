import { useFormat } from '../../../../i18n/index.ts';
import { Button } from '../../../../ui/index.ts';
import { secondsOf, typed, untilAfter } from '../../model/draft/draft.ts';
import { useText } from '../../useText.ts';
import { Advised } from './Advised.tsx';
import { ReplacesField } from './ReplacesField.tsx';
import { TextField } from './TextField.tsx';
import type { WizardProps } from './wizardProps.ts';

const SPANS = [1, 2, 5, 10] as const;
const DAY = 86_400;

/** From when to when, and in place of what. */
export function TermsStep(props: WizardProps) {
  const { draft, advice, onChange } = props;
  const t = useText();
  const format = useFormat();
  const [from, until] = [secondsOf(draft.from), secondsOf(draft.until)];
  const days = from === null || until === null || until < from ? null : Math.round((until - from) / DAY);
  return (
    <div className="space-y-6">
      <div className="space-y-3">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...props} field="from" type="datetime-local" />
          <TextField
            {...props}
            field="until"
            type="datetime-local"
            hint={days === null ? t('new.untilHint') : t('new.untilDays', { count: days, days: format.number(days) })}
          />
        </div>
        {from === null ? null : (
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-sm text-muted">{t('new.validFor')}</span>
            {SPANS.map((years) => (
              <Button
                key={years}
                size="sm"
                aria-pressed={until === untilAfter(from, years)}
                onClick={() => onChange({ until: typed(untilAfter(from, years)) })}
              >
                {t('new.years', { count: years })}
              </Button>
            ))}
          </div>
        )}
      </div>
      <ReplacesField {...props} />
      <Advised advice={advice} only={['expired', 'long']} />
    </div>
  );
}

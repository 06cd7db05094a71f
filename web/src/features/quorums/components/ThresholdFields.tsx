import { Button, Card, Field, Input } from '../../../ui/index.ts';
import { type Checked, type Draft, majorityOf } from '../model/draft.ts';
import { useText } from '../useText.ts';

export interface ThresholdFieldsProps {
  readonly draft: Draft;
  readonly checked: Checked;
  readonly onChange: (part: Pick<Draft, 'threshold'> | Pick<Draft, 'revocationThreshold'>) => void;
}

/** Both thresholds, each with what is wrong with it once there are members. */
export function ThresholdFields({ draft, checked, onChange }: ThresholdFieldsProps) {
  const t = useText();
  const { problems, total } = checked;
  const majority = majorityOf(draft.members);
  const isAsked = draft.members.length > 0 || draft.threshold !== '';
  const threshold = { number: 'problem.threshold', tooHigh: 'problem.tooHigh' } as const;
  const revocation = { number: 'problem.revocation', aboveThreshold: 'problem.aboveThreshold' } as const;
  return (
    <Card title={t('form.thresholds')}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label={t('form.threshold')}
          hint={t('form.thresholdHint', { total })}
          error={isAsked && problems.threshold ? t(threshold[problems.threshold], { total }) : undefined}
          required
        >
          {(control) => (
            <div className="flex flex-wrap items-center gap-2">
              <Input
                {...control}
                inputMode="numeric"
                className="w-24!"
                value={draft.threshold}
                onChange={({ target }) => onChange({ threshold: target.value })}
              />
              {draft.members.length > 1 && draft.threshold.trim() !== String(majority) ? (
                <Button size="sm" variant="quiet" onClick={() => onChange({ threshold: String(majority) })}>
                  {t('form.majority', { count: majority })}
                </Button>
              ) : null}
            </div>
          )}
        </Field>
        <Field
          label={t('form.revocation')}
          hint={t('form.revocationHint')}
          error={problems.revocationThreshold ? t(revocation[problems.revocationThreshold]) : undefined}
          optional
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="w-24!"
              placeholder={draft.threshold}
              value={draft.revocationThreshold}
              onChange={({ target }) => onChange({ revocationThreshold: target.value })}
            />
          )}
        </Field>
      </div>
    </Card>
  );
}

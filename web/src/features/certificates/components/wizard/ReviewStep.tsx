import { Certificate } from '@gridseal/sdk/certificate';
import { useFormat } from '../../../../i18n/index.ts';
import { CertificateInWords, useTrustText } from '../../../../trust/index.ts';
import { Button, Callout, Digest, Disclosure, JsonView, KeyValue } from '../../../../ui/index.ts';
import { fieldsOf, type Step, steps } from '../../model/draft/steps.ts';
import { useText } from '../../useText.ts';
import { Advised } from './Advised.tsx';
import { HandOver } from './HandOver.tsx';
import { useWordsOf } from './useProblemWords.ts';
import type { WizardProps } from './wizardProps.ts';

/** Everything that it will say, made from exactly the bytes whose digest is endorsed. */
export function ReviewStep({ checked, advice, onStep }: WizardProps & { readonly onStep: (step: Step) => void }) {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  const { certificate } = checked;
  if (!certificate) return <Unfinished checked={checked} onStep={onStep} />;
  return (
    <div className="space-y-5">
      <CertificateInWords certificate={certificate} />
      <Advised advice={advice} />
      <div className="space-y-3 border-t border-line pt-4">
        <KeyValue
          items={[
            { label: t('detail.id'), value: <Digest value={Certificate.id(certificate)} full /> },
            { label: words('bundle.size'), value: format.bytes(Certificate.encode(certificate).length) },
          ]}
        />
        <Disclosure summary={t('detail.raw')}>
          <JsonView label={t('detail.json')} value={certificate} />
        </Disclosure>
      </div>
      <div className="border-t border-line pt-4">
        <HandOver certificate={certificate} />
      </div>
    </div>
  );
}

/** What is still wrong, and the way back to it. */
function Unfinished({ checked, onStep }: Pick<WizardProps, 'checked'> & { readonly onStep: (step: Step) => void }) {
  const t = useText();
  const words = useWordsOf();
  const bad = steps.flatMap((step) =>
    fieldsOf[step].flatMap((field) => {
      const problem = checked.problems.get(field);
      return problem ? [{ step, field, problem }] : [];
    }),
  );
  return (
    <Callout tone="warn" title={t('new.unfinished')}>
      <ul className="space-y-1">
        {bad.map(({ step, field, problem }) => (
          <li key={field} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>
              <span className="font-medium">{t(`new.${field}`)}</span>: {words(problem)}
            </span>
            <Button size="sm" variant="quiet" onClick={() => onStep(step)}>
              {t('new.goThere', { step: t(`new.steps.${step}`) })}
            </Button>
          </li>
        ))}
      </ul>
      {checked.whole ? <p lang="en">{checked.whole}</p> : null}
    </Callout>
  );
}

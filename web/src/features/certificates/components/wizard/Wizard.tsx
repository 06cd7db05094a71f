import { ArrowLeft, ArrowRight, FolderOpen, RotateCcw } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CertificateInWords } from '../../../../trust/index.ts';
import { Button, Callout, Card, Page, Steps } from '../../../../ui/index.ts';
import { type Step, steps } from '../../model/draft/steps.ts';
import { useText } from '../../useText.ts';
import { KindStep } from './KindStep.tsx';
import { OpenDraft } from './OpenDraft.tsx';
import { PowersStep } from './PowersStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { SubjectStep } from './SubjectStep.tsx';
import { TermsStep } from './TermsStep.tsx';
import { useWizard, type WizardOptions } from './useWizard.ts';
import type { WizardProps } from './wizardProps.ts';

interface Props extends WizardOptions {
  readonly title: string;
  readonly lead: string;
  readonly back: { readonly to: string; readonly label: string };
}

/** Writes a certificate, step by step; shows what it will say while it is written. */
export function Wizard({ title, lead, back, ...options }: Props) {
  const t = useText();
  const wizard = useWizard(options);
  const { draft, step, checked, advice, touched, change } = wizard;
  const [isOpening, setOpening] = useState(false);
  const [isUnproven, setUnproven] = useState(false);
  const props: WizardProps = { draft, checked, advice, touched, onChange: change };
  const bodies: Readonly<Record<Step, () => ReactNode>> = {
    kind: () => <KindStep {...props} />,
    subject: () => <SubjectStep {...props} />,
    powers: () => <PowersStep {...props} />,
    terms: () => <TermsStep {...props} />,
    review: () => <ReviewStep {...props} onStep={wizard.goTo} />,
  };
  return (
    <Page
      title={title}
      description={lead}
      back={back}
      actions={
        <>
          {touched.size > 0 ? (
            <Button variant="quiet" icon={RotateCcw} onClick={() => wizard.reset()}>
              {t('new.startAgain')}
            </Button>
          ) : null}
          <Button icon={FolderOpen} onClick={() => setOpening(true)}>
            {t('new.open.button')}
          </Button>
        </>
      }
    >
      {wizard.isRestored ? <Callout tone="neutral">{t('new.restored')}</Callout> : null}
      {isUnproven ? <Callout tone="warn">{t('new.open.unproven')}</Callout> : null}
      <Steps
        label={t('new.stepsLabel')}
        steps={steps.map((id) => ({ id, label: t(`new.steps.${id}`) }))}
        current={step}
        onSelect={(id) => wizard.goTo(id as Step)}
      />
      <Frame step={step} preview={<Preview checked={checked} />} onNext={wizard.next} onBack={wizard.back}>
        {bodies[step]()}
      </Frame>
      {isOpening ? (
        <OpenDraft
          now={options.now}
          onClose={() => setOpening(false)}
          onDraft={({ draft: next, from, isProven }) => {
            wizard.replace(next, from === 'enrolment' ? 'subject' : 'review', true);
            setOpening(false);
            setUnproven(!isProven);
          }}
        />
      ) : null}
    </Page>
  );
}

interface FrameProps {
  readonly step: Step;
  readonly preview: ReactNode;
  /** Returns the field that stands in the way, if any. */
  readonly onNext: () => string | undefined;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

function Frame({ step, preview, onNext, onBack, children }: FrameProps) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const heading = useHeadingFocus(step);
  const isReview = step === 'review';
  // Where there is nothing to say yet, or everything is said.
  const isWide = isReview || step === 'kind';
  const next = () => {
    const field = onNext();
    if (field) form.current?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  };
  return (
    <div className={isWide ? '' : 'grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]'}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          next();
        }}
      >
        <Card
          title={
            <span ref={heading} tabIndex={-1} className="outline-none">
              {t(`new.steps.${step}`)}
            </span>
          }
          description={t(`new.stepLeads.${step}`)}
        >
          {children}
          <div className="mt-6 flex items-center justify-between gap-2 border-t border-line pt-4">
            {step === 'kind' ? (
              <span />
            ) : (
              <Button icon={ArrowLeft} onClick={onBack}>
                {t('new.back')}
              </Button>
            )}
            {isReview ? null : (
              <Button type="submit" variant="primary" icon={ArrowRight}>
                {t('new.next')}
              </Button>
            )}
          </div>
        </Card>
      </form>
      {isWide ? null : <div className="max-xl:hidden xl:sticky xl:top-20">{preview}</div>}
    </div>
  );
}

/** Whoever goes to another step by keyboard or screen reader is at its beginning. */
function useHeadingFocus(step: Step) {
  const heading = useRef<HTMLSpanElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current !== step) heading.current?.focus();
    last.current = step;
  }, [step]);
  return heading;
}

function Preview({ checked: { certificate, problems } }: Pick<WizardProps, 'checked'>) {
  const t = useText();
  return (
    <Card title={t('new.preview')} description={t('new.previewBody')}>
      {certificate ? (
        <CertificateInWords certificate={certificate} />
      ) : (
        <p className="text-muted">{t(problems.has('name') ? 'new.incomplete' : 'new.incorrect')}</p>
      )}
    </Card>
  );
}

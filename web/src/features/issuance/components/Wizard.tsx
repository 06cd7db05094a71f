import { ArrowLeft, ArrowRight, PackageCheck } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, Card, Steps } from '../../../ui/index.ts';
import { type Step, steps } from '../model/checks.ts';
import type { Recipe } from '../model/recipe.ts';
import { useStart } from '../model/useStart.ts';
import { useText } from '../useText.ts';
import { HowLongStep } from './HowLongStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { Summary } from './Summary.tsx';
import { useForm } from './useForm.ts';
import { WhatStep } from './WhatStep.tsx';
import { WhoStep } from './WhoStep.tsx';

/** Who gets what for how long, step by step; nothing is made before the last one. */
export function Wizard({ begin }: { readonly begin: () => Recipe }) {
  const t = useText();
  const form = useForm(begin);
  const { recipe, change, problem, caKey, files, complaints } = form;
  const [step, setStep] = useState<Step>('who');
  const [, navigate] = useLocation();
  const start = useStart();
  const heading = useRef<HTMLSpanElement>(null);
  const body = useRef<HTMLFormElement>(null);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the step
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [step]);
  const goTo = (next: Step) => {
    form.show(false);
    setStep(next);
  };
  /** Says what is wrong, and leads to it. */
  const complain = () => {
    form.show(true);
    setTimeout(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
  };
  const next = (event: FormEvent) => {
    event.preventDefault();
    if (complaints.some((one) => one.step === step)) return complain();
    const after = steps[steps.indexOf(step) + 1];
    if (after) return goTo(after);
    const [first] = complaints;
    if (first) {
      setStep(first.step);
      return complain();
    }
    navigate(`/devices/issue/run/${start({ recipe, caKey, files })}`);
  };
  const props = { recipe, onChange: change, problem };
  const isReview = step === 'review';
  return (
    <>
      <Steps
        label={t('steps.label')}
        steps={steps.map((id) => ({ id, label: t(`steps.${id}`) }))}
        current={step}
        onSelect={(id) => goTo(id as Step)}
      />
      <div className={isReview ? '' : 'grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]'}>
        <form ref={body} noValidate onSubmit={next}>
          <Card
            title={
              <span ref={heading} tabIndex={-1} className="outline-none">
                {t(`steps.${step}`)}
              </span>
            }
            description={t(`stepLead.${step}`)}
          >
            {step === 'who' ? <WhoStep {...props} /> : null}
            {step === 'what' ? (
              <WhatStep {...props} caKey={caKey} onCaKey={form.chooseKey} files={files} onFiles={form.setFiles} />
            ) : null}
            {step === 'howLong' ? <HowLongStep {...props} /> : null}
            {isReview ? <ReviewStep {...props} caKey={caKey} files={files} /> : null}
            <div className="mt-6 flex items-center justify-between gap-2 border-t border-line pt-4">
              {step === 'who' ? (
                <span />
              ) : (
                <Button icon={ArrowLeft} onClick={() => goTo(steps[steps.indexOf(step) - 1] as Step)}>
                  {t('steps.back')}
                </Button>
              )}
              <Button variant="primary" type="submit" icon={isReview ? PackageCheck : ArrowRight}>
                {t(isReview ? 'steps.make' : 'steps.next')}
              </Button>
            </div>
          </Card>
        </form>
        {isReview ? null : (
          <Card title={t('summary.title')} className="hidden xl:block">
            <Summary recipe={recipe} issuer={caKey?.name ?? null} files={files.length} />
          </Card>
        )}
      </div>
    </>
  );
}

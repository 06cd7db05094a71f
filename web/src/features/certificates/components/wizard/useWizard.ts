import { useEffect, useMemo, useState } from 'react';
import { adviceOn } from '../../model/draft/advice.ts';
import { checkDraft } from '../../model/draft/checkDraft.ts';
import type { Draft, DraftField } from '../../model/draft/draft.ts';
import { forgetDraft, keepDraft, keptDraft } from '../../model/draft/draftStore.ts';
import { fieldsOf, firstProblem, type Step, steps } from '../../model/draft/steps.ts';

/** The wizard's state. */
export interface WizardOptions {
  /** What is written: `new`, or the id of what it replaces. */
  readonly of: string;
  readonly begin: () => Draft;
  /** Block time in seconds since 1970. */
  readonly now: number;
}

/** A draft and where its author is, kept in this tab. */
export function useWizard({ of, begin, now }: WizardOptions) {
  const [start] = useState(() => keptDraft(sessionStorage, of));
  const [draft, setDraft] = useState(() => start?.draft ?? begin());
  const [step, setStep] = useState<Step>(start?.step ?? 'kind');
  const [isRestored, setRestored] = useState(start !== null);
  const [touched, setTouched] = useState<ReadonlySet<DraftField>>(
    () => new Set(start ? steps.slice(0, steps.indexOf(start.step)).flatMap((one) => fieldsOf[one]) : []),
  );
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const advice = useMemo(() => adviceOn(draft, now), [draft, now]);
  useEffect(() => {
    // What nobody has changed is not worth keeping.
    if (touched.size > 0) keepDraft(sessionStorage, of, { draft, step });
  }, [of, draft, step, touched]);
  const touch = (fields: readonly DraftField[]) => setTouched((known) => new Set([...known, ...fields]));
  return {
    draft,
    step,
    checked,
    advice,
    touched,
    isRestored,
    change: (part: Partial<Draft>) => {
      setDraft((known) => ({ ...known, ...part }));
      touch(Object.keys(part).filter((field): field is DraftField => field !== 'serial'));
    },
    goTo: setStep,
    /** To the next step, or to the field of this one that stands in the way. */
    next: (): DraftField | undefined => {
      touch(fieldsOf[step]);
      const problem = firstProblem(step, checked);
      if (problem === undefined) setStep(steps[steps.indexOf(step) + 1] ?? step);
      return problem;
    },
    back: () => setStep(steps[steps.indexOf(step) - 1] ?? step),
    replace: (next: Draft, at: Step, isTouched: boolean) => {
      setDraft(next);
      setStep(at);
      setRestored(false);
      setTouched(new Set(isTouched ? Object.values(fieldsOf).flat() : []));
      if (!isTouched) forgetDraft(sessionStorage, of);
    },
    /** Begins anew. */
    reset() {
      this.replace(begin(), 'kind', false);
    },
  };
}

import type { Checked } from './checkDraft.ts';
import type { DraftField } from './draft.ts';

/** The wizard's steps, each with the fields that are typed in it. */
export const steps = ['kind', 'subject', 'powers', 'terms', 'review'] as const;
export type Step = (typeof steps)[number];

export const fieldsOf: Readonly<Record<Step, readonly DraftField[]>> = {
  kind: ['kind'],
  subject: ['name', 'signer', 'keys', 'party', 'leavesRoot', 'leavesSize'],
  powers: ['role', 'usages', 'certifies', 'pathLength', 'required'],
  terms: ['from', 'until', 'replaces'],
  review: [],
};

/** The first field of a step with something wrong in it. */
export function firstProblem(step: Step, { problems }: Checked): DraftField | undefined {
  return fieldsOf[step].find((field) => problems.has(field));
}

/** The first step, up to `last`, in which something is wrong; null if one may go on. */
export function firstBadStep(checked: Checked, last: Step = 'review'): Step | null {
  return steps.slice(0, steps.indexOf(last) + 1).find((step) => firstProblem(step, checked) !== undefined) ?? null;
}

export function isStep(value: unknown): value is Step {
  return steps.some((step) => step === value);
}

/** What the doctor found out about one thing. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });
export const warning = (check: string, detail: string, hint: string): Finding => ({
  check,
  state: 'warning',
  detail,
  hint,
});
export const problem = (check: string, detail: string, hint: string): Finding => ({
  check,
  state: 'problem',
  detail,
  hint,
});
export const skipped = (check: string, detail: string, hint: string): Finding => ({
  check,
  state: 'skipped',
  detail,
  hint,
});

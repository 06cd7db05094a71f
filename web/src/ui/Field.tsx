import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useUiText } from './useUiText.ts';

/** What a control inside a {@link Field} needs: spread it on the control. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly required: boolean | undefined;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and what to do about it; read out when it appears. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Marks it as one that may stay empty. */
  readonly optional?: boolean;
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
}

/**
 * A label, a control, its hint and its error, tied together for screen readers.
 *
 * @example
 * ```tsx
 * <Field label={t('name')} error={problem}>
 *   {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
 * </Field>
 * ```
 */
export function Field({ label, hint, error, required, optional, className, children }: FieldProps) {
  const id = useId();
  const t = useUiText();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {optional ? <span className="ms-1.5 font-normal text-muted">{t('optional')}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        required: required || undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      ) : null}
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-sm text-bad empty:hidden">
        {error ? (
          <>
            <CircleAlert aria-hidden className="me-1 inline size-3.5 align-[-0.125em]" />
            {error}
          </>
        ) : null}
      </p>
    </div>
  );
}

import { type ReactNode, useId } from 'react';
import { Field, Input } from '../../../../ui/index.ts';
import type { Draft } from '../../model/draft/draft.ts';
import { useText } from '../../useText.ts';
import { useProblemWords } from './useProblemWords.ts';
import type { WizardProps } from './wizardProps.ts';

/** The fields that are a line of text. */
type TextFieldName = {
  [Name in keyof Draft]: Draft[Name] extends string ? (string extends Draft[Name] ? Name : never) : never;
}[keyof Draft];

interface TextFieldProps extends WizardProps {
  readonly field: Exclude<TextFieldName, 'serial'>;
  readonly hint?: ReactNode;
  readonly mono?: boolean;
  readonly optional?: boolean;
  readonly isNumber?: boolean;
  readonly type?: 'text' | 'datetime-local';
  readonly suggestions?: readonly string[];
  readonly className?: string;
}

/** One line of a draft, with what is wrong with it as soon as it was typed. */
export function TextField(props: TextFieldProps) {
  const { field, hint, mono = false, optional = false, isNumber = false, type = 'text', suggestions = [] } = props;
  const { draft, onChange, className } = props;
  const t = useText();
  const problem = useProblemWords(props);
  const list = useId();
  return (
    <Field
      label={t(`new.${field}`)}
      hint={hint ?? t(`new.${field}Hint`)}
      optional={optional}
      error={problem(field)}
      {...(className === undefined ? {} : { className })}
    >
      {(control) => (
        <>
          <Input
            {...control}
            data-field={field}
            type={type}
            step={type === 'datetime-local' ? 1 : undefined}
            inputMode={isNumber ? 'numeric' : undefined}
            list={suggestions.length > 0 ? list : undefined}
            mono={mono}
            value={draft[field]}
            onChange={({ target }) => onChange({ [field]: target.value })}
          />
          {suggestions.length > 0 ? (
            <datalist id={list}>
              {suggestions.map((suggestion) => (
                <option key={suggestion} value={suggestion} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}

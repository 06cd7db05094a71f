import { createContext, type ReactNode, useContext, useId } from 'react';

const Group = createContext('');

/** One of a list, each a line. Arrow keys move as in any radio group. */
export function Choices({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className="divide-y divide-line rounded-md border border-line">
      <legend className="sr-only">{label}</legend>
      <Group value={useId()}>{children}</Group>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly title: ReactNode;
  readonly detail: ReactNode;
}

export function Choice({ checked, onChoose, title, detail }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-center gap-2.5 px-3 py-2 hover:bg-sunken has-checked:bg-accent-soft">
      <input type="radio" name={useContext(Group)} className="size-4 shrink-0" checked={checked} onChange={onChoose} />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
        <span className="min-w-0 font-medium">{title}</span>
        <span className="text-sm text-muted">{detail}</span>
      </span>
    </label>
  );
}

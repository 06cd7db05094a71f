import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { classNames } from '../lib/classNames.ts';

export interface Tab {
  readonly id: string;
  readonly label: ReactNode;
  /** A number or a mark behind the label. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The open one, if the caller keeps it; else the first. */
  readonly value?: string;
  readonly onChange?: (id: string) => void;
}

/** Tabs with the keys of the ARIA pattern: arrows, Home, End. Only the open panel is made. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  const [own, setOwn] = useState(tabs[0]?.id);
  const id = useId();
  const open = tabs.find((tab) => tab.id === (value ?? own)) ?? tabs[0];
  const select = (tab: Tab | undefined) => {
    if (!tab) return;
    setOwn(tab.id);
    onChange?.(tab.id);
    document.getElementById(`${id}-${tab.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = open ? tabs.indexOf(open) : 0;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(tabs[to % tabs.length]);
  };
  if (!open) return null;
  return (
    <div>
      <div role="tablist" aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab === open}
            aria-controls={`${id}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => select(tab)}
            onKeyDown={onKeyDown}
            className={classNames(
              '-mb-px flex min-h-9 items-center gap-2 border-b-2 px-3 font-medium whitespace-nowrap outline-offset-[-2px]',
              tab === open ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text',
            )}
          >
            {tab.label}
            {tab.badge}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${open.id}`} className="pt-4">
        {open.content}
      </div>
    </div>
  );
}

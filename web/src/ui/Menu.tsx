import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../lib/classNames.ts';
import { buttonClasses } from './buttonClasses.ts';
import { useUiText } from './useUiText.ts';

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** For choices: whether it is the one that holds. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** What the button is called. */
  readonly label?: string;
  /** What the list is called, if the button's own text names it well enough. */
  readonly listLabel?: string;
  /** What stands on the button; three dots by default. */
  readonly trigger?: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  /** Without a border, for icons. */
  readonly quiet?: boolean;
  readonly className?: string;
}

/** A button that opens a list of actions; arrows, Home, End and Escape work as in the ARIA menu pattern. */
export function Menu({ label, listLabel, trigger, items, align = 'end', quiet = false, className }: MenuProps) {
  const t = useUiText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const first = root.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? entriesIn(root.current)[0];
    first?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entriesIn(root.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const last = all.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (to !== undefined) all[to]?.focus();
    if (event.key === 'Escape' || to !== undefined) event.preventDefault();
  };
  return (
    <div ref={root} className={classNames('relative', className)}>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label ?? (trigger ? undefined : t('more'))}
        title={trigger && !quiet ? undefined : (label ?? t('more'))}
        onClick={() => setOpen(!open)}
        className={
          trigger && !quiet ? buttonClasses('secondary', 'md') : classNames(buttonClasses('quiet', 'md'), 'px-2')
        }
      >
        {trigger ?? <Ellipsis aria-hidden className="size-4" />}
      </button>
      {open ? (
        <div
          id={id}
          role="menu"
          aria-label={listLabel ?? label ?? t('more')}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          className={classNames(
            'absolute top-full z-30 mt-1 min-w-48 rounded-md border border-line bg-raised p-1 shadow-lg',
            align === 'end' ? 'end-0' : 'start-0',
          )}
        >
          {items.map((item) => (
            <MenuEntry key={item.label} item={item} onDone={close} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function entriesIn(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)') ?? [])];
}

function MenuEntry({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }) {
  const { label, icon: Icon, danger, disabled, checked, onSelect } = item;
  const role =
    checked === undefined
      ? ({ role: 'menuitem' } as const)
      : ({ role: 'menuitemradio', 'aria-checked': checked } as const);
  return (
    <button
      type="button"
      {...role}
      tabIndex={-1}
      disabled={disabled}
      onClick={() => {
        onDone();
        onSelect();
      }}
      className={classNames(
        'flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-start outline-offset-[-2px] hover:bg-sunken focus:bg-sunken disabled:opacity-55',
        danger && 'text-bad',
        checked && 'font-semibold text-accent-strong',
      )}
    >
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {label}
    </button>
  );
}

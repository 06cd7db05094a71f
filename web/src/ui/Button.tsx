import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from '../lib/classNames.ts';
import { type ButtonSize, type ButtonVariant, buttonClasses } from './buttonClasses.ts';
import { useUiText } from './useUiText.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: LucideIcon;
  /** Shows that its work is under way, and takes no further clicks. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** A button with words. One `primary` a view; `danger` for what cannot be undone. */
export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'md', icon: Icon, busy = false, children, className, ...rest } = props;
  const t = useUiText();
  const { onClick, ...others } = rest;
  return (
    <button
      type="button"
      {...others}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={classNames(buttonClasses(variant, size), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" /> : null}
      {!busy && Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
      {busy ? <span className="sr-only">, {t('working')}</span> : null}
    </button>
  );
}

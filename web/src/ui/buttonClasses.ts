import { classNames } from '../lib/classNames.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md';

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong',
  secondary: 'bg-surface text-text border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-text border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
};
const SIZES: Readonly<Record<ButtonSize, string>> = {
  sm: 'min-h-7 px-2 text-sm',
  md: 'min-h-9 px-3 text-base',
};

/** The look of a button, for what is one and for links that look like one. */
export function buttonClasses(variant: ButtonVariant, size: ButtonSize): string {
  return classNames(
    'inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline transition-colors',
    'disabled:opacity-55 aria-disabled:opacity-75',
    VARIANTS[variant],
    SIZES[size],
  );
}

import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '../lib/classNames.ts';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, for screen readers and as its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly size?: 'sm' | 'md';
}

/** A button that is an icon alone. */
export function IconButton({ label, icon: Icon, size = 'md', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-sunken hover:text-text',
        size === 'md' ? 'size-9' : 'size-6',
        className,
      )}
    >
      <Icon aria-hidden className={size === 'md' ? 'size-4.5' : 'size-3.5'} />
    </button>
  );
}

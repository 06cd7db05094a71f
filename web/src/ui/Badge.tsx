import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/classNames.ts';
import { type Tone, toneClasses, toneIcons } from './tone.ts';

export interface BadgeProps {
  readonly tone?: Tone;
  /** The tone's own icon by default; null for none (a count). */
  readonly icon?: LucideIcon | null;
  readonly children: ReactNode;
  readonly title?: string;
}

/** A state in a word: icon, word and colour say the same. */
export function Badge({ tone = 'neutral', icon, children, title }: BadgeProps) {
  const Icon = icon === null ? null : (icon ?? (tone === 'neutral' ? null : toneIcons[tone]));
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex min-h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        toneClasses[tone],
      )}
    >
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}

import type { ReactNode } from 'react';
import { classNames } from '../lib/classNames.ts';
import { type Tone, toneIcons, toneText } from './tone.ts';
import { useUiText } from './useUiText.ts';

export interface CalloutProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** True for what appears while the page is open: screen readers read it out (`bad` at once). */
  readonly live?: boolean;
}

const EDGES: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-sunken',
  ok: 'border-ok/35 bg-ok-soft',
  warn: 'border-warn/35 bg-warn-soft',
  bad: 'border-bad/35 bg-bad-soft',
  info: 'border-info/35 bg-info-soft',
};

/** A message in the page, with what to do about it. */
export function Callout({ tone = 'info', title, children, actions, live = false }: CalloutProps) {
  const t = useUiText();
  const Icon = toneIcons[tone];
  const role = live ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div role={role} className={classNames('flex gap-2.5 rounded-lg border px-3 py-2.5', EDGES[tone])}>
      <Icon
        aria-label={t(`tone.${tone}`)}
        role="img"
        className={classNames('mt-0.5 size-4 shrink-0', toneText[tone])}
      />
      <div className="min-w-0 flex-1 space-y-1 wrap-anywhere">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div>{children}</div> : null}
        {actions ? <div className="flex flex-wrap gap-2 pt-1">{actions}</div> : null}
      </div>
    </div>
  );
}

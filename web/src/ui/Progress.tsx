import { classNames } from '../lib/classNames.ts';

export interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** What stands beside the label: “320 of 10,000”. */
  readonly text?: string;
  readonly tone?: 'accent' | 'ok' | 'warn' | 'bad';
}

const BARS = { accent: 'bg-accent', ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad' } as const;

/** How far work has come. */
export function Progress({ label, value, max, text, tone = 'accent' }: ProgressProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div>
      <div className="mb-1 flex justify-between gap-4 text-sm">
        <span>{label}</span>
        {text ? <span className="text-muted">{text}</span> : null}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className={classNames('h-full rounded-full', BARS[tone])} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

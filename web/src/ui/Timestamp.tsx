import { useEffect, useState } from 'react';
import { useFormat } from '../i18n/index.ts';

export interface TimestampProps {
  readonly at: Date;
  /** `relative` (“3 hours ago”, the exact time as a tooltip), `date` or `full`. */
  readonly as?: 'relative' | 'date' | 'full';
  readonly now?: () => number;
}

/** A time in the reader's language and zone. */
export function Timestamp({ at, as = 'full', now = Date.now }: TimestampProps) {
  const format = useFormat();
  const [current, setCurrent] = useState(() => now());
  useEffect(() => {
    if (as !== 'relative') return;
    const timer = setInterval(() => setCurrent(now()), 30_000);
    return () => clearInterval(timer);
  }, [as, now]);
  const text = {
    relative: () => format.relative(at, new Date(current)),
    date: () => format.date(at),
    full: () => format.dateTime(at),
  };
  return (
    <time dateTime={Number.isFinite(at.getTime()) ? at.toISOString() : undefined} title={format.dateTime(at)}>
      {text[as]()}
    </time>
  );
}

import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../i18n/index.ts';
import { classNames } from '../lib/classNames.ts';
import { useUiText } from './useUiText.ts';

export interface CountdownProps {
  readonly until: Date;
  /** The time to count from, in milliseconds; the browser's clock by default. */
  readonly now?: () => number;
  readonly onEnd?: () => void;
  /** Turns to the warning colour when fewer seconds are left; 60 by default. */
  readonly warnSeconds?: number;
}

/** What is left until then, to the second. Screen readers are given the time of day, not every tick. */
export function Countdown({ until, now = Date.now, onEnd, warnSeconds = 60 }: CountdownProps) {
  const format = useFormat();
  const t = useUiText();
  const [current, setCurrent] = useState(() => now());
  const ended = useRef(false);
  const left = Math.ceil((until.getTime() - current) / 1_000);
  useEffect(() => {
    const timer = setInterval(() => setCurrent(now()), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  useEffect(() => {
    if (left > 0) ended.current = false;
    else if (!ended.current) {
      ended.current = true;
      onEnd?.();
    }
  }, [left, onEnd]);
  return (
    <time
      dateTime={Number.isFinite(until.getTime()) ? until.toISOString() : undefined}
      title={format.dateTime(until)}
      className={classNames('whitespace-nowrap', left <= 0 ? 'text-bad' : left < warnSeconds && 'text-warn')}
    >
      <span aria-hidden>{left > 0 ? format.duration(left) : t('expired')}</span>
      <span className="sr-only">{format.dateTime(until)}</span>
    </time>
  );
}

import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { toCodeParts } from '../lib/codeParts.ts';
import { Callout } from './Callout.tsx';
import { IconButton } from './IconButton.tsx';
import { QrCode, type QrCodeProps } from './QrCode.tsx';
import { useUiText } from './useUiText.ts';

const EVERY_MS = 700;

/** A text that may be too long for one code that cameras read: as many codes as it takes, one after the other, for {@link QrScanner}. */
export function QrCodes({ value, label, size = 300 }: QrCodeProps) {
  const t = useUiText();
  const parts = useMemo(() => toCodeParts(value), [value]);
  const count = parts?.length ?? 0;
  const [at, setAt] = useState(0);
  const [running, setRunning] = useState(() => !matchMedia?.('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    if (!running || count < 2) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % count), EVERY_MS);
    return () => clearInterval(timer);
  }, [running, count]);
  if (parts === null) return <Callout tone="warn">{t('codeTooLong')}</Callout>;
  const step = (by: number) => {
    setRunning(false);
    setAt((at + by + count) % count);
  };
  const number = Math.min(at, count - 1);
  return (
    <div className="inline-flex max-w-full flex-col items-center gap-1 [&_svg:not(.lucide)]:h-auto [&_svg:not(.lucide)]:max-w-full">
      <QrCode
        value={parts[number] ?? ''}
        label={count > 1 ? t('codeOf', { label, number: number + 1, count }) : label}
        size={size}
      />
      {count > 1 ? (
        <div className="flex items-center gap-1">
          <IconButton icon={ChevronLeft} label={t('codeBefore')} onClick={() => step(-1)} />
          <IconButton
            icon={running ? Pause : Play}
            label={t(running ? 'codesPause' : 'codesPlay')}
            onClick={() => setRunning(!running)}
          />
          <IconButton icon={ChevronRight} label={t('codeAfter')} onClick={() => step(1)} />
          <span className="ms-1 text-sm text-muted tabular-nums">{t('codeNumber', { number: number + 1, count })}</span>
        </div>
      ) : null}
    </div>
  );
}

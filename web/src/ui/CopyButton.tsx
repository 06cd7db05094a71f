import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { useUiText } from './useUiText.ts';

export interface CopyButtonProps {
  readonly value: string;
  /** What is copied: “Copy the digest”. */
  readonly label?: string;
  /** With words on it, instead of the icon alone. */
  readonly wide?: boolean;
}

/** Copies text, and says whether that went well. */
export function CopyButton({ value, label, wide = false }: CopyButtonProps) {
  const t = useUiText();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    // Without TLS there is no clipboard at all.
    Promise.resolve(navigator.clipboard?.writeText(value) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  const said = state === 'copied' ? t('copied') : state === 'failed' ? t('copyFailed') : '';
  const icon = state === 'copied' ? Check : Copy;
  return (
    <span className="inline-flex items-center gap-1">
      {wide ? (
        <Button size="sm" icon={icon} onClick={copy}>
          {label ?? t('copy')}
        </Button>
      ) : (
        <IconButton size="sm" icon={icon} label={label ?? t('copy')} onClick={copy} />
      )}
      <span role="status" className={state === 'failed' ? 'text-sm text-bad' : 'sr-only'}>
        {said}
      </span>
    </span>
  );
}

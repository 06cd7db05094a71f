import { escapeText } from '@gridseal/sdk/quorum';
import { useState } from 'react';
import { classNames } from '../lib/classNames.ts';
import { useUiText } from './useUiText.ts';

export interface SafeTextProps {
  /** Text from outside: a certificate's name, a note, an error of an endpoint. */
  readonly text: string;
  /** How many characters are shown at first; 80 by default. */
  readonly maxLength?: number;
  /** Offers the rest, up to 4,000 characters. */
  readonly reveal?: boolean;
  readonly className?: string;
}

const LIMIT = 4_000;

/** Shows hostile text: nothing invisible, nothing that turns the reading direction, nothing endless. */
export function SafeText({ text, maxLength = 80, reveal = false, className }: SafeTextProps) {
  const t = useUiText();
  const [all, setAll] = useState(false);
  const hidden = text.length - maxLength;
  return (
    <bdi className={classNames('wrap-anywhere', className)}>
      {escapeText(text, { maxLength: all ? LIMIT : maxLength })}
      {reveal && hidden > 0 ? (
        <button
          type="button"
          className="ms-1 text-sm text-accent underline"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('showLess') : t('characters', { count: Math.min(hidden, LIMIT) })}
        </button>
      ) : null}
    </bdi>
  );
}

import { useLanguage } from '../i18n/index.ts';
import { SafeText } from './SafeText.tsx';
import { useUiText } from './useUiText.ts';

export interface MachineTextProps {
  /** What a decoder, a contract or an endpoint says: English, and text from outside. */
  readonly text: string;
  readonly maxLength?: number;
  readonly className?: string;
}

/** A sentence of the machine. Where the page speaks another language it says so, and screen readers change their voice. */
export function MachineText({ text, maxLength = 300, className }: MachineTextProps) {
  const t = useUiText();
  const isForeign = useLanguage() !== 'en';
  return (
    <span className={className}>
      {isForeign ? <span className="text-muted">{t('machineSays')} </span> : null}
      <span lang="en">
        <SafeText text={text} maxLength={maxLength} />
      </span>
    </span>
  );
}

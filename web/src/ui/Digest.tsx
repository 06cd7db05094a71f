import { shorten } from '../lib/shorten.ts';
import { CopyButton } from './CopyButton.tsx';

export interface DigestProps {
  readonly value: string;
  /** The whole, broken over lines, instead of its ends. */
  readonly full?: boolean;
  readonly copy?: boolean;
  /** For the copy button: “Copy the certificate's id”. */
  readonly label?: string;
}

/** A hash, an id or a signature: its ends, the whole as a tooltip and by copying. */
export function Digest({ value, full = false, copy = true, label }: DigestProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle">
      <code
        title={full ? undefined : value}
        className={full ? 'font-mono text-sm wrap-anywhere' : 'font-mono text-sm whitespace-nowrap'}
      >
        {full ? value : shorten(value)}
      </code>
      {copy ? <CopyButton value={value} {...(label ? { label } : {})} /> : null}
    </span>
  );
}

import { classNames } from '../lib/classNames.ts';
import { CopyButton } from './CopyButton.tsx';

export interface CodeBlockProps {
  readonly code: string;
  /** What it is: “Command”, “Certificate as JSON”. */
  readonly label: string;
  readonly copy?: boolean;
  /** Lines are broken instead of scrolled. */
  readonly wrap?: boolean;
  readonly className?: string;
}

/** A command, JSON or another text to be read exactly. What may be hostile goes through {@link JsonView} or {@link SafeText}. */
export function CodeBlock({ code, label, copy = true, wrap = false, className }: CodeBlockProps) {
  return (
    <figure className={classNames('overflow-hidden rounded-md border border-line bg-sunken', className)}>
      <figcaption className="flex min-h-8 items-center justify-between gap-2 border-b border-line px-3 text-xs text-muted">
        {label}
        {copy ? <CopyButton value={code} /> : null}
      </figcaption>
      <section
        // Scrollable by keyboard.
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto outline-offset-[-2px]"
      >
        <pre className={classNames('p-3 font-mono text-sm', wrap && 'wrap-anywhere whitespace-pre-wrap')}>{code}</pre>
      </section>
    </figure>
  );
}

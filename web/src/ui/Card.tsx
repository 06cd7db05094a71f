import { type ReactNode, useId } from 'react';
import { classNames } from '../lib/classNames.ts';

export interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  /** False for tables and lists that reach the borders. */
  readonly padded?: boolean;
  /** The level of its heading; 2 by default. */
  readonly level?: 2 | 3;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A part of a page, with a hairline around it; a landmark of its own if it has a title. */
export function Card(props: CardProps) {
  const { title, description, actions, footer, padded = true, level = 2, className, children } = props;
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby={title ? id : undefined} className={classNames('card min-w-0', className)}>
      {title || actions ? (
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
          <div className="min-w-0 flex-1">
            {title ? (
              <Heading id={id} className="font-semibold">
                {title}
              </Heading>
            ) : null}
            {description ? <p className="text-sm text-muted">{description}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
        </header>
      ) : null}
      <div className={padded ? 'p-4' : ''}>{children}</div>
      {footer ? <footer className="border-t border-line px-4 py-2.5 text-sm text-muted">{footer}</footer> : null}
    </section>
  );
}

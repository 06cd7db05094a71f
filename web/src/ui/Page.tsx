import { type ReactNode, useEffect } from 'react';
import { TextLink } from './TextLink.tsx';

export interface PageProps {
  /** Also the title of the browser's tab, if it is text. */
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode;
  /** Where one comes from: `{ to: '/quorums', label: 'Quorums' }`. */
  readonly back?: { readonly to: string; readonly label: string };
  readonly children: ReactNode;
}

/** The frame of every page: one h1, which gets the focus when the route changes (the shell does that). */
export function Page({ title, description, actions, back, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Gridseal`;
  }, [title]);
  return (
    <>
      <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          {back ? (
            <p className="mb-1 text-sm">
              <TextLink to={back.to}>← {back.label}</TextLink>
            </p>
          ) : null}
          <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight wrap-anywhere outline-none">
            {title}
          </h1>
          {description ? <div className="mt-0.5 max-w-3xl text-muted">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </header>
      <div className="space-y-4">{children}</div>
    </>
  );
}

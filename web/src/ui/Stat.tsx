import type { ReactNode } from 'react';
import { Link } from 'wouter';

export interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly hint?: ReactNode;
  /** Leads to the page that shows what was counted. */
  readonly to?: string;
}

/** A figure and what it counts. */
export function Stat({ label, value, hint, to }: StatProps) {
  const content = (
    <>
      <span className="block text-sm text-muted">{label}</span>
      <span className="block text-2xl font-semibold tracking-tight">{value}</span>
      {hint ? <span className="block text-sm text-muted">{hint}</span> : null}
    </>
  );
  if (!to) return <div className="card px-4 py-3">{content}</div>;
  return (
    <Link to={to} className="card block px-4 py-3 text-text no-underline hover:border-line-strong">
      {content}
    </Link>
  );
}

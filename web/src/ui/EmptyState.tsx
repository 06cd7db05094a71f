import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: LucideIcon;
  readonly title: ReactNode;
  /** Why it is empty and what would fill it. */
  readonly body?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where nothing is yet. */
export function EmptyState({ icon: Icon, title, body, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-10 text-center">
      {Icon ? <Icon aria-hidden className="mb-3 size-7 text-muted" strokeWidth={1.5} /> : null}
      <p className="font-semibold">{title}</p>
      {body ? <p className="mt-1 max-w-md text-muted">{body}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

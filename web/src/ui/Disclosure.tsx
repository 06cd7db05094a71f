import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';

export interface DisclosureProps {
  readonly summary: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** Details on demand; made only once they were opened. */
export function Disclosure({ summary, open = false, children }: DisclosureProps) {
  const [wasOpen, setWasOpen] = useState(open);
  return (
    <details
      open={open}
      onToggle={(event) => event.currentTarget.open && setWasOpen(true)}
      className="group rounded-md border border-line"
    >
      <summary className="flex list-none items-center gap-2 rounded-md px-3 py-2 font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      {wasOpen ? <div className="border-t border-line p-3">{children}</div> : null}
    </details>
  );
}

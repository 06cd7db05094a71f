import { Fragment, type ReactNode } from 'react';

export interface KeyValueProps {
  /** Empty values (null, undefined, false) are left out. */
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[];
}

/** Names and values, in two columns where there is room. */
export function KeyValue({ items }: KeyValueProps) {
  return (
    <dl className="grid gap-x-6 gap-y-0.5 sm:grid-cols-[minmax(8rem,max-content)_1fr] sm:gap-y-2">
      {items.map(({ label, value }) =>
        value === null || value === undefined || value === false ? null : (
          <Fragment key={label}>
            <dt className="text-muted">{label}</dt>
            <dd className="mb-2 min-w-0 wrap-anywhere sm:mb-0">{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}

import { useMemo, useState } from 'react';
import type { EdgeType, Item, Picture } from '../model/picture.ts';
import { useText } from '../useText.ts';
import { useItemWords } from './itemWords.ts';
import { iconOf } from './looks.ts';

const SHOWN = 6;
const MORE = 50;

const incoming = {
  endorses: 'endorsedBy',
  revokes: 'revokedBy',
  speaksOf: 'empoweredBy',
  memberOf: 'members',
  replaces: 'replacedBy',
} as const satisfies Record<EdgeType, string>;
const outgoing = {
  endorses: 'endorses',
  revokes: 'revokes',
  speaksOf: 'empowers',
  memberOf: 'memberOf',
  replaces: 'replaces',
} as const satisfies Record<EdgeType, string>;

type Heading = (typeof incoming)[EdgeType] | (typeof outgoing)[EdgeType];

export interface JoinedProps {
  readonly id: string;
  readonly picture: Picture;
  readonly onSelect: (id: string) => void;
}

/** What an item is joined with, by the statement that joins them. */
export function Joined({ id, picture, onSelect }: JoinedProps) {
  const t = useText();
  const lists = useMemo(() => listsOf(id, picture), [id, picture]);
  if (lists.length === 0) return null;
  return (
    <section aria-label={t('details.says')} className="space-y-3 border-t border-line pt-3">
      {lists.map(([heading, items]) => (
        <div key={heading}>
          <h3 className="text-sm font-medium text-muted">
            {t(`details.${heading}`)} <span className="font-normal">{items.length}</span>
          </h3>
          <Neighbours items={items} onSelect={onSelect} />
        </div>
      ))}
    </section>
  );
}

function Neighbours({ items, onSelect }: { readonly items: readonly Item[]; readonly onSelect: (id: string) => void }) {
  const t = useText();
  const wordsOf = useItemWords();
  const [shown, setShown] = useState(SHOWN);
  const rest = items.length - shown;
  return (
    <ul className="-mx-2">
      {items.slice(0, shown).map((item) => {
        const { title, what } = wordsOf(item);
        const Icon = iconOf(item);
        return (
          <li key={item.id}>
            <button
              type="button"
              onClick={() => onSelect(item.id)}
              className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-start outline-offset-[-2px] hover:bg-sunken"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              <bdi className="min-w-0 flex-1 truncate">{title}</bdi>
              <span className="max-w-36 truncate text-xs text-muted">{what}</span>
            </button>
          </li>
        );
      })}
      {rest > 0 ? (
        <li>
          <button
            type="button"
            onClick={() => setShown(shown + MORE)}
            className="px-2 py-1 text-sm text-accent underline"
          >
            {t('details.more', { count: rest })}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function listsOf(id: string, { into, out, items }: Picture): readonly (readonly [Heading, readonly Item[]])[] {
  const lists = new Map<Heading, Item[]>();
  const add = (heading: Heading, other: string) => {
    const item = items.get(other);
    const list = lists.get(heading) ?? [];
    if (item) list.push(item);
    if (list.length > 0) lists.set(heading, list);
  };
  for (const { type, from } of into.get(id) ?? []) add(incoming[type], from);
  for (const { type, to } of out.get(id) ?? []) add(outgoing[type], to);
  return [...lists];
}

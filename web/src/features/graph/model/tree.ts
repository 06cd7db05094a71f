import type { EdgeType, Item, Picture } from './picture.ts';

/** How an item stands under its parent: said or made by it, or, for members, the other way round. */
export type Relation = EdgeType | 'start';

/** A line of the list: the same items and edges as in the picture, written down from the starts. */
export interface TreeRow {
  /** The way from the start: an item may stand in more than one place. */
  readonly key: string;
  readonly item: Item;
  readonly relation: Relation;
  /** 1 for a start. */
  readonly level: number;
  /** Among its siblings, from 1; and how many these are. */
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** Stands above itself: it goes on there. */
  readonly isRepeated: boolean;
}

interface Child {
  readonly relation: Relation;
  readonly id: string;
}

const MAX_ROWS = 50_000;

/** The lines that are open, from top to bottom; `isFirst` where an item has not stood above. */
export function treeRows(
  picture: Picture,
  isOpen: (key: string, level: number, isFirst: boolean) => boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const roots = picture.starts.map((id): Child => ({ relation: 'start', id }));
  const stack: { children: readonly Child[]; at: number; key: string; above: ReadonlySet<string> }[] = [
    { children: roots, at: 0, key: '', above: new Set() },
  ];
  for (let top = stack.at(-1); top && rows.length < MAX_ROWS; top = stack.at(-1)) {
    const child = top.children[top.at++];
    if (!child) {
      stack.pop();
      continue;
    }
    const item = picture.items.get(child.id);
    if (!item) continue;
    const key = `${top.key}/${child.relation} ${child.id}`;
    const isRepeated = top.above.has(child.id);
    const children = isRepeated ? [] : childrenOf(child.id, picture);
    const level = stack.length;
    const open = children.length > 0 && isOpen(key, level, !seen.has(child.id));
    seen.add(child.id);
    const place = { level, position: top.at, siblings: top.children.length };
    rows.push({
      key,
      item,
      relation: child.relation,
      ...place,
      hasChildren: children.length > 0,
      isOpen: open,
      isRepeated,
    });
    if (open) stack.push({ children, at: 0, key, above: new Set([...top.above, child.id]) });
  }
  return rows;
}

function childrenOf(id: string, { out, into, items }: Picture): readonly Child[] {
  const said = (out.get(id) ?? []).flatMap(({ type, to }): Child[] =>
    type === 'memberOf' ? [] : [{ relation: type, id: to }],
  );
  const members = (into.get(id) ?? []).flatMap(({ type, from }): Child[] =>
    type === 'memberOf' && items.get(from)?.type === 'signer' ? [{ relation: 'memberOf', id: from }] : [],
  );
  return [...members, ...said];
}

/** Opens everything of a small picture, and the starts of a large one. */
export function openedAtFirst(picture: Picture): (level: number) => boolean {
  const isSmall = picture.items.size <= 60;
  return (level) => (isSmall ? level < 8 : level < 2);
}

import { carriesTrust, type Picture } from './picture.ts';

/** In pixels at zoom 1. */
export const NODE = { width: 190, height: 46 } as const;
const GAP = 10;
/** More leaves than this with one origin stand in columns beside each other. */
const COLUMN = 10;
/** How much wider than high a block of leaves is. */
const SHAPE = 1.5;

/** What gets one place: an item, or a block of leaves about which the same is said. */
export interface Box {
  readonly id: string;
  readonly members: readonly string[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** Everything in boxes, in the order of the picture. */
export function boxesOf(picture: Picture): {
  readonly boxes: readonly Box[];
  readonly boxOf: ReadonlyMap<string, Box>;
} {
  const families = new Map<string, string[]>();
  for (const { id, type } of picture.items.values()) {
    const into = picture.into.get(id) ?? [];
    const isLeaf =
      type !== 'quorum' && !picture.out.has(id) && into.length > 0 && into.every((edge) => carriesTrust[edge.type]);
    const key = isLeaf
      ? into
          .map((edge) => `${edge.type} ${edge.from}`)
          .sort()
          .join(' ')
      : id;
    const family = families.get(key);
    if (family) family.push(id);
    else families.set(key, [id]);
  }
  const boxes = [...families.values()].flatMap((ids) =>
    ids.length > COLUMN ? [block(ids)] : ids.map((id) => block([id])),
  );
  return { boxes, boxOf: new Map(boxes.flatMap((box) => box.members.map((id) => [id, box] as const))) };
}

function block(members: readonly string[]): Box {
  const count = members.length;
  const cells = (count * (NODE.height + GAP) * SHAPE) / (NODE.width + GAP);
  const columns = count > COLUMN ? Math.max(2, Math.round(Math.sqrt(cells))) : 1;
  const rows = Math.ceil(count / columns);
  return {
    id: count > 1 ? `block ${members[0]}` : (members[0] as string),
    members,
    columns,
    width: columns * NODE.width + (columns - 1) * GAP,
    height: rows * NODE.height + (rows - 1) * GAP,
  };
}

/** Where the members of a box stand within it. */
export function cellsOf({
  members,
  columns,
}: Box): readonly { readonly id: string; readonly x: number; readonly y: number }[] {
  const rows = Math.ceil(members.length / columns);
  return members.map((id, i) => ({
    id,
    x: Math.floor(i / rows) * (NODE.width + GAP),
    y: (i % rows) * (NODE.height + GAP),
  }));
}

import type { Hex } from '@gridseal/sdk/bytes';
import {
  type CertificateItem,
  type Edge,
  type GroupItem,
  type Item,
  type Picture,
  pictureOf,
  type Standing,
} from './picture.ts';

/** So many nodes are drawn at most. */
export const MAX_DRAWN = 2_000;
/** More certificates than this that are alike become one node, if grouping is wanted. */
const MANY = 24;
/** So many more are drawn each time a group is opened. */
export const OPENED = 200;

const worst: Readonly<Record<Standing, number>> = {
  revoked: 0,
  notTrusted: 1,
  expired: 2,
  notYetValid: 3,
  unavailable: 4,
  undecided: 5,
  trusted: 6,
};

export interface Grouping {
  /** False: groups only where there would be too much to draw. */
  readonly wanted: boolean;
  /** How many members of a group are drawn by themselves. */
  readonly opened: ReadonlyMap<string, number>;
  /** Drawn by themselves in any case: what is selected. */
  readonly pinned: ReadonlySet<string>;
}

export interface Grouped {
  readonly picture: Picture;
  /** Items that have no place although everything is grouped. */
  readonly left: number;
  /** Groups were made although they were not wanted. */
  readonly forced: boolean;
}

/** Draws many certificates that are alike as one, so that a flood of them hides nothing else. */
export function groupPicture(whole: Picture, grouping: Grouping): Grouped {
  const alike = alikeOf(whole);
  const forced = !grouping.wanted && whole.items.size > MAX_DRAWN;
  const first = grouping.wanted || forced ? withGroups(whole, alike, MANY, grouping) : whole;
  const grouped = first.items.size > MAX_DRAWN ? withGroups(whole, alike, 1, grouping) : first;
  if (grouped.items.size <= MAX_DRAWN) return { picture: grouped, left: 0, forced };
  return { picture: cut(grouped, grouping.pinned), left: grouped.items.size - MAX_DRAWN, forced };
}

/** Certificates at which trust ends, by their kind and all that is said of them. */
function alikeOf({ items, out, into }: Picture): ReadonlyMap<string, readonly CertificateItem[]> {
  const groups = new Map<string, CertificateItem[]>();
  for (const item of items.values()) {
    if (item.type !== 'certificate' || (out.get(item.id)?.length ?? 0) > 0) continue;
    const said = into.get(item.id) ?? [];
    if (said.some(({ type }) => type === 'replaces' || type === 'memberOf')) continue;
    const key = [item.kind ?? '', ...said.map(({ type, from }) => `${type} ${from}`).sort()].join(' ');
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function withGroups(
  whole: Picture,
  alike: ReadonlyMap<string, readonly CertificateItem[]>,
  many: number,
  { opened, pinned }: Grouping,
): Picture {
  const hidden = new Set<string>();
  const groups: GroupItem[] = [];
  const edges: Edge[] = [];
  for (const [key, all] of alike) {
    if (all.length <= many) continue;
    const id = `group ${key}`;
    const rest = all
      .filter((item) => !pinned.has(item.id))
      .sort(byWorry)
      .slice(opened.get(id) ?? 0);
    if (rest.length <= 1) continue;
    for (const item of rest) hidden.add(item.id);
    groups.push({
      type: 'group',
      id,
      kind: all[0]?.kind ?? null,
      members: rest.map((item) => item.id as Hex),
      standings: countsOf(rest),
    });
    for (const { type, from } of whole.into.get((rest[0] as Item).id) ?? []) edges.push({ type, from, to: id });
  }
  const items = [...whole.items.values()].filter(({ id }) => !hidden.has(id));
  return pictureOf([...items, ...groups], [...whole.edges, ...edges], whole.starts);
}

function byWorry(a: CertificateItem, b: CertificateItem): number {
  return worst[a.standing] - worst[b.standing] || a.label.localeCompare(b.label) || (a.id < b.id ? -1 : 1);
}

function countsOf(items: readonly CertificateItem[]): readonly (readonly [Standing, number])[] {
  const counts = new Map<Standing, number>();
  for (const { standing } of items) counts.set(standing, (counts.get(standing) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => worst[a] - worst[b]);
}

/** What is nearest to the starts. */
function cut(picture: Picture, pinned: ReadonlySet<string>): Picture {
  const kept = new Set<string>([...pinned].filter((id) => picture.items.has(id)));
  const queue = new Set<string>(picture.starts);
  for (const id of queue) {
    if (kept.size >= MAX_DRAWN) break;
    kept.add(id);
    for (const { to } of picture.out.get(id) ?? []) queue.add(to);
  }
  return pictureOf(
    [...picture.items.values()].filter(({ id }) => kept.has(id)),
    picture.edges,
    picture.starts,
  );
}

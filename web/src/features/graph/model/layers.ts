import { carriesTrust, type Picture } from './picture.ts';

/** Twice the authorities that a path may have, and some: only cycles that strangers have tied are longer. */
const MAX_COLUMNS = 48;

/**
 * The column of each item: trust goes from left to right, so each stands to the right of all that leads to it, apart from cycles.
 * Keys stand just before the first quorum that they are members of.
 */
export function layersOf(picture: Picture): ReadonlyMap<string, number> {
  const longest = longestWays(picture);
  const layers = Math.max(0, ...longest.values()) < MAX_COLUMNS ? longest : shortestWays(picture);
  for (const { id, type } of picture.items.values()) {
    if (type !== 'signer' || (picture.into.get(id)?.length ?? 0) > 0) continue;
    const targets = (picture.out.get(id) ?? []).map(({ to }) => layers.get(to) ?? 0);
    layers.set(id, targets.length > 0 ? Math.min(...targets) - 1 : 0);
  }
  const first = Math.min(0, ...layers.values());
  return first === 0 ? layers : new Map([...layers].map(([id, layer]) => [id, layer - first]));
}

function shortestWays(picture: Picture): Map<string, number> {
  const layers = new Map(picture.starts.map((id) => [id, 0]));
  const follow = () => {
    for (const [id, layer] of layers)
      for (const to of trusting(id, picture)) if (!layers.has(to)) layers.set(to, layer + 1);
  };
  follow();
  for (const id of picture.items.keys()) {
    if (layers.has(id)) continue;
    layers.set(id, 0);
    follow();
  }
  return layers;
}

function longestWays(picture: Picture): Map<string, number> {
  const order = postorder(picture);
  const place = new Map(order.map((id, i) => [id, i]));
  const layers = new Map<string, number>();
  // From the last that was finished: whoever leads to an item comes before it. An edge back closes a cycle, and is not followed.
  for (let i = order.length - 1; i >= 0; i--) {
    const id = order[i] as string;
    const layer = layers.get(id) ?? 0;
    layers.set(id, layer);
    for (const to of trusting(id, picture)) {
      if ((place.get(to) as number) < i) layers.set(to, Math.max(layers.get(to) ?? 0, layer + 1));
    }
  }
  return layers;
}

const trusting = (id: string, { out }: Picture): string[] =>
  (out.get(id) ?? []).flatMap(({ type, to }) => (carriesTrust[type] ? [to] : []));

/** Depth first from the starts, without recursion: hostile chains are long. */
function postorder(picture: Picture): readonly string[] {
  const seen = new Set<string>();
  const done: string[] = [];
  const visit = (start: string) => {
    if (seen.has(start)) return;
    seen.add(start);
    const stack = [{ id: start, next: trusting(start, picture), at: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.next[top.at++];
      if (to === undefined) {
        done.push(top.id);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ id: to, next: trusting(to, picture), at: 0 });
      }
    }
  };
  // In reverse: the first start is finished last, and so stands first.
  for (const id of [...picture.starts].reverse()) visit(id);
  for (const id of picture.items.keys()) visit(id);
  return done;
}

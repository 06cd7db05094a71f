/** Where paths start, go and end, and how often a vertex may be in one. Vertices are compared as map keys. */
export interface WeightedProblem<V> {
  readonly starts: readonly V[];
  readonly next: (vertex: V) => Iterable<V>;
  readonly isEnd: (vertex: V) => boolean;
  readonly capacity: (vertex: V) => number;
  /** Stop at this many paths, counted as often as they are taken. */
  readonly limit: number;
  /** Called once for each edge that is looked at; throws to give up. */
  readonly onStep?: () => void;
}

/** A path, and how often it is taken. */
export interface WeightedPath<V> {
  readonly path: readonly V[];
  readonly times: number;
}

type Side = 'in' | 'out';

interface Visit<V> {
  readonly vertex: V;
  readonly side: Side;
  readonly from: Visit<V> | null;
  /** How much can come this far. */
  readonly amount: number;
}

interface Flow<V> {
  readonly begun: Map<V, number>;
  readonly ended: Map<V, number>;
  readonly through: Map<V, number>;
  /** From a vertex to the next one, and the same backwards. */
  readonly after: Map<V, Map<V, number>>;
  readonly before: Map<V, Map<V, number>>;
}

/**
 * As many paths from starts to ends as the vertices have room for, up to `limit`: maximum flow by shortest augmenting paths (Edmonds
 * and Karp). What they are in number is also the least capacity of vertices that would have to go to cut all of them.
 *
 * @example
 * ```ts
 * weightedPaths({ starts: ['a'], next: () => ['b'], isEnd: (v) => v === 'b', capacity: (v) => (v === 'a' ? 2 : 3), limit: 9 });
 * // [{ path: ['a', 'b'], times: 2 }]
 * ```
 */
export function weightedPaths<V>(problem: WeightedProblem<V>): readonly WeightedPath<V>[] {
  const flow: Flow<V> = { begun: new Map(), ended: new Map(), through: new Map(), after: new Map(), before: new Map() };
  let left = problem.limit;
  while (left > 0) {
    const last = augmenting(problem, flow, left);
    if (!last) break;
    apply(last, flow);
    left -= last.amount;
  }
  return decompose(flow);
}

function augmenting<V>(problem: WeightedProblem<V>, flow: Flow<V>, limit: number): Visit<V> | null {
  const seen = { in: new Set<V>(), out: new Set<V>() };
  const queue: Visit<V>[] = [];
  const visit = (vertex: V, side: Side, from: Visit<V> | null, room: number) => {
    problem.onStep?.();
    if (room <= 0 || seen[side].has(vertex)) return;
    seen[side].add(vertex);
    queue.push({ vertex, side, from, amount: Math.min(room, from?.amount ?? limit) });
  };
  for (const start of problem.starts) visit(start, 'in', null, limit);
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i] as Visit<V>;
    const { vertex, side } = at;
    const through = flow.through.get(vertex) ?? 0;
    if (side === 'in') {
      visit(vertex, 'out', at, problem.capacity(vertex) - through);
      // What comes in by another edge can be sent elsewhere instead.
      for (const [before, amount] of flow.before.get(vertex) ?? []) visit(before, 'out', at, amount);
      continue;
    }
    if (problem.isEnd(vertex)) return at;
    visit(vertex, 'in', at, through);
    for (const next of problem.next(vertex)) visit(next, 'in', at, limit);
  }
  return null;
}

function add<V>(map: Map<V, number>, key: V, amount: number): void {
  const sum = (map.get(key) ?? 0) + amount;
  if (sum === 0) map.delete(key);
  else map.set(key, sum);
}

function addEdge<V>(flow: Flow<V>, from: V, to: V, amount: number): void {
  for (const [map, key, other] of [
    [flow.after, from, to],
    [flow.before, to, from],
  ] as const) {
    const edges = map.get(key) ?? new Map<V, number>();
    add(edges, other, amount);
    map.set(key, edges);
  }
}

function apply<V>(last: Visit<V>, flow: Flow<V>): void {
  const { amount } = last;
  add(flow.ended, last.vertex, amount);
  let to = last;
  for (let from = last.from; from; to = from, from = from.from) {
    if (from.vertex === to.vertex) add(flow.through, to.vertex, from.side === 'in' ? amount : -amount);
    else if (from.side === 'out') addEdge(flow, from.vertex, to.vertex, amount);
    else addEdge(flow, to.vertex, from.vertex, -amount);
  }
  add(flow.begun, to.vertex, amount);
}

/** The paths that a flow consists of. Circles, which augmenting can leave behind, carry nothing and are dropped. */
function decompose<V>(flow: Flow<V>): WeightedPath<V>[] {
  const paths: WeightedPath<V>[] = [];
  for (const start of [...flow.begun.keys()]) {
    while (flow.begun.has(start)) {
      const path = walk(start, flow);
      const last = path.at(-1) as V;
      const edges = path.slice(1).map((to, i) => [path[i] as V, to] as const);
      const amounts = edges.map(([from, to]) => flow.after.get(from)?.get(to) ?? 0);
      const times = Math.min(flow.begun.get(start) ?? 0, flow.ended.get(last) ?? 0, ...amounts);
      add(flow.begun, start, -times);
      add(flow.ended, last, -times);
      for (const [from, to] of edges) addEdge(flow, from, to, -times);
      paths.push({ path, times });
    }
  }
  return paths;
}

function walk<V>(start: V, flow: Flow<V>): readonly V[] {
  const path: V[] = [start];
  for (;;) {
    const at = path.at(-1) as V;
    if (flow.ended.has(at)) return path;
    const [next] = (flow.after.get(at) as Map<V, number>).keys();
    const circle = path.indexOf(next as V);
    path.push(next as V);
    if (circle === -1) continue;
    const edges = path.slice(circle + 1).map((to, i) => [path[circle + i] as V, to] as const);
    const least = Math.min(...edges.map(([from, to]) => flow.after.get(from)?.get(to) ?? 0));
    for (const [from, to] of edges) addEdge(flow, from, to, -least);
    path.length = circle + 1;
  }
}

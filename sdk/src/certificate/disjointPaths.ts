/** Where paths start, go and end. Vertices are compared as map keys. */
export interface PathProblem<V> {
  readonly starts: readonly V[];
  readonly next: (vertex: V) => Iterable<V>;
  readonly isEnd: (vertex: V) => boolean;
  /** Stop at this many paths. */
  readonly limit: number;
  /** Called once for each edge that is looked at; throws to give up. */
  readonly onStep?: () => void;
}

/** Each vertex is two: paths enter it and leave it, with room for one path between. */
type Side = 'in' | 'out';

interface Visit<V> {
  readonly vertex: V;
  readonly side: Side;
  readonly from: Visit<V> | null;
}

/**
 * As many paths from starts to ends as there can be that share no vertex, up to `limit`: maximum flow by augmenting paths (Ford
 * and Fulkerson) on split vertices. By Menger's theorem fewer than that many vertices would have to fail to cut all of them.
 *
 * @example
 * ```ts
 * disjointPaths({ starts: ['a', 'b'], next: () => ['c'], isEnd: (v) => v === 'c', limit: 2 }).length; // 1
 * ```
 */
export function disjointPaths<V>(problem: PathProblem<V>): readonly (readonly V[])[] {
  const flow: Flow<V> = { after: new Map(), before: new Map(), begun: new Set(), ended: new Set() };
  let found = 0;
  while (found < problem.limit && augment(problem, flow)) found++;
  return [...flow.begun].map((start) => follow(start, flow));
}

interface Flow<V> {
  /** The next vertex of the path through a vertex, and the one before. */
  readonly after: Map<V, V>;
  readonly before: Map<V, V>;
  readonly begun: Set<V>;
  readonly ended: Set<V>;
}

function follow<V>(start: V, flow: Flow<V>): readonly V[] {
  const path = [start];
  for (let at = flow.after.get(start); at !== undefined; at = flow.after.get(at)) path.push(at);
  return path;
}

function isUsed<V>(vertex: V, flow: Flow<V>): boolean {
  return flow.begun.has(vertex) || flow.before.has(vertex);
}

function augment<V>(problem: PathProblem<V>, flow: Flow<V>): boolean {
  const seen = { in: new Set<V>(), out: new Set<V>() };
  const queue: Visit<V>[] = [];
  const visit = (vertex: V, side: Side, from: Visit<V> | null) => {
    problem.onStep?.();
    if (seen[side].has(vertex)) return;
    seen[side].add(vertex);
    queue.push({ vertex, side, from });
  };
  for (const start of problem.starts) if (!flow.begun.has(start)) visit(start, 'in', null);
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i] as Visit<V>;
    const { vertex, side } = at;
    if (side === 'in') {
      // A vertex in use is entered only to give back the path that comes into it.
      if (!isUsed(vertex, flow)) visit(vertex, 'out', at);
      else {
        const before = flow.before.get(vertex);
        if (before !== undefined) visit(before, 'out', at);
      }
      continue;
    }
    if (problem.isEnd(vertex) && !flow.ended.has(vertex)) {
      apply(at, flow);
      return true;
    }
    if (isUsed(vertex, flow)) visit(vertex, 'in', at);
    for (const next of problem.next(vertex)) if (flow.after.get(vertex) !== next) visit(next, 'in', at);
  }
  return false;
}

/** Adds the path found: edges forwards become part of the flow, edges backwards leave it. */
function apply<V>(last: Visit<V>, flow: Flow<V>): void {
  const steps: Visit<V>[] = [];
  for (let at: Visit<V> | null = last; at; at = at.from) steps.unshift(at);
  const removed: [V, V][] = [];
  const added: [V, V][] = [];
  for (const [i, to] of steps.entries()) {
    const from = steps[i - 1];
    if (!from) continue;
    if (from.side === 'out' && to.side === 'in' && from.vertex !== to.vertex) added.push([from.vertex, to.vertex]);
    if (from.side === 'in' && to.side === 'out' && from.vertex !== to.vertex) removed.push([to.vertex, from.vertex]);
  }
  for (const [from, to] of removed) {
    flow.after.delete(from);
    flow.before.delete(to);
  }
  for (const [from, to] of added) {
    flow.after.set(from, to);
    flow.before.set(to, from);
  }
  flow.begun.add((steps[0] as Visit<V>).vertex);
  flow.ended.add(last.vertex);
}

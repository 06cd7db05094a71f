import type { Hex } from '../bytes/index.ts';
import { escapeText } from '../quorum/index.ts';
import type { GraphEdge, GraphNode, GraphState, GraphView } from './graphView.ts';

/** How a node looks: the text says all that the colour does. */
export type Look = 'anchor' | 'quorum' | 'good' | 'bad' | 'late' | 'unknown';

/** Fill and outline. */
export const colours: Readonly<Record<Look, readonly [fill: string, line: string]>> = {
  anchor: ['#d2e3fc', '#174ea6'],
  quorum: ['#f1f3f4', '#5f6368'],
  good: ['#e6f4ea', '#137333'],
  bad: ['#fce8e6', '#a50e0e'],
  late: ['#feefc3', '#b06000'],
  unknown: ['#ffffff', '#5f6368'],
};

const stateWords: Readonly<Record<GraphState, readonly [word: string, look: Look]>> = {
  trusted: ['trusted', 'good'],
  notTrusted: ['not trusted', 'bad'],
  expired: ['expired', 'late'],
  notYetValid: ['not valid yet', 'late'],
  unavailable: ['not at hand', 'unknown'],
  undecided: ['', 'unknown'],
};

export const edgeWords: Readonly<Record<GraphEdge['type'], string>> = {
  endorses: 'endorses',
  revokes: 'has revoked',
  speaksOf: 'speaks of',
  replaces: 'replaces',
};

/** Both ends of an id: too many digits to find another id that looks the same by chance. */
const shortId = (id: Hex): string => `${id.slice(0, 12)}…${id.slice(-10)}`;

/** A node in words, line by line, safe to show; not yet escaped for any format. */
export function linesOf(node: GraphNode): readonly string[] {
  const name = node.name === undefined ? undefined : escapeText(node.name, { maxLength: 60 });
  if (node.type === 'quorum') {
    return [name ?? '', `${node.anchor ? 'anchor, ' : ''}quorum ${shortId(node.id)}`].filter((line) => line !== '');
  }
  const { kind, role, state, notAfter, id } = node;
  const about = [kind ?? 'certificate', role].filter((word) => word !== undefined).join(', ');
  const until = notAfter === undefined || notAfter === null ? '' : `until ${notAfter.slice(0, 10)}`;
  const judged = [stateWords[state][0], until].filter((word) => word !== '').join(', ');
  return [name ?? '', about, shortId(id), judged].filter((line) => line !== '');
}

export function lookOf(node: GraphNode): Look {
  if (node.type === 'quorum') return node.anchor ? 'anchor' : 'quorum';
  return stateWords[node.state][1];
}

/** What the picture does not show; null if it shows everything. */
export function omissionOf({ omitted: { nodes, edges } }: Pick<GraphView, 'omitted'>): string | null {
  const parts = [
    ...(nodes > 0 ? [`${nodes} more certificates and quorums`] : []),
    ...(edges > 0 ? [`${edges} more statements`] : []),
  ];
  return parts.length > 0 ? `Not shown: ${parts.join(' and ')}` : null;
}

/** Short names for a format: `n0`, `n1`, in order. */
export function handles(view: GraphView): ReadonlyMap<Hex, string> {
  return new Map(view.nodes.map(({ id }, i) => [id, `n${i}`]));
}

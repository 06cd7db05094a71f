import { colours, edgeWords, handles, linesOf, lookOf, omissionOf } from './graphText.ts';
import type { GraphEdge, GraphNode, GraphView } from './graphView.ts';

/** Mermaid refuses more than 50,000 characters and 500 edges, unless it is configured otherwise. */
const MAX_CHARACTERS = 48_000;
const MAX_EDGES = 480;

/**
 * Letters, digits and spaces stay; everything else becomes an entity code, so that nothing in it is markup, Markdown, a comment, or
 * the end of a label. Mermaid would make icons of words such as `fa:fa-check`: their colon is shown as an escape.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters"
 */
function escapeLabel(text: string): string {
  return text
    .replace(/:(?=[^\s\d])/gu, '\\u{3a}')
    .replace(/[^\p{L}\p{M}\p{Nd} ]/gu, (character) => `#${character.codePointAt(0)};`);
}

const arrows: Readonly<Record<GraphEdge['type'], string>> = {
  endorses: '-->',
  revokes: '--x',
  speaksOf: '-.->',
  replaces: '==>',
};

function nodeLine(node: GraphNode, handle: string | undefined): string {
  const label = `"${linesOf(node).map(escapeLabel).join('<br/>')}"`;
  const shape = node.type === 'quorum' ? `{{${label}}}` : `[${label}]`;
  return `  ${handle}${shape}:::${lookOf(node)}`;
}

function draw(view: GraphView): string {
  const names = handles(view);
  const note = omissionOf(view);
  return `${[
    'flowchart TB',
    ...Object.entries(colours).map(
      ([look, [fill, line]]) => `  classDef ${look} fill:${fill},stroke:${line},color:#202124`,
    ),
    ...view.nodes.map((node) => nodeLine(node, names.get(node.id))),
    ...view.edges.map(
      ({ type, from, to }) => `  ${names.get(from)} ${arrows[type]}|${edgeWords[type]}| ${names.get(to)}`,
    ),
    ...(note ? [`  note["${escapeLabel(note)}"]`] : []),
  ].join('\n')}\n`;
}

/** The first nodes of a view, and the edges between them. */
function shortened(view: GraphView, count: number): GraphView {
  const nodes = view.nodes.slice(0, count);
  const shown = new Set(nodes.map(({ id }) => id));
  const between = view.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const edges = between.slice(0, MAX_EDGES);
  const omitted = {
    nodes: view.omitted.nodes + view.nodes.length - nodes.length,
    edges: view.omitted.edges + view.edges.length - edges.length,
  };
  return { ...view, nodes, edges, omitted };
}

/**
 * The picture as a Mermaid flowchart, never longer than what Mermaid takes. Whatever names contain, they stay text.
 *
 * @example `toMermaid(graph.view({ below: [root], policy })) // 'flowchart TB\n…'`
 */
export function toMermaid(view: GraphView): string {
  for (let count = view.nodes.length; ; count = Math.floor(count * 0.9)) {
    const text = draw(shortened(view, count));
    if (text.length <= MAX_CHARACTERS) return text;
  }
}

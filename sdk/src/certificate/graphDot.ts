import { colours, edgeWords, handles, linesOf, lookOf, omissionOf } from './graphText.ts';
import type { GraphEdge, GraphNode, GraphView } from './graphView.ts';

/**
 * Text between double quotes. Graphviz reads backslashes in labels, and entities such as `&lt;`, so both are taken away
 * from it along with quotes.
 *
 * @see https://graphviz.org/doc/info/lang.html
 */
const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"')).join('\\n')}"`;

const edgeStyles: Readonly<Record<GraphEdge['type'], string>> = {
  endorses: 'color="#137333"',
  revokes: 'color="#a50e0e", fontcolor="#a50e0e", style=bold, arrowhead=tee',
  speaksOf: 'color="#5f6368", style=dashed, arrowhead=empty',
  replaces: 'color="#174ea6", style=dotted, constraint=false',
};

function nodeLine(node: GraphNode, handle: string | undefined): string {
  const [fill, line] = colours[lookOf(node)];
  const shape = node.type === 'quorum' ? 'hexagon' : 'box';
  const style = `shape=${shape}, fillcolor="${fill}", color="${line}"`;
  return `  ${handle} [label=${quoted(linesOf(node))}, tooltip=${quoted([node.id])}, ${style}];`;
}

/**
 * The picture in the language of Graphviz. Whatever names contain, they stay text.
 *
 * @example `toDot(graph.view({ from: id, policy })) // 'digraph gridseal {\n…'`
 */
export function toDot(view: GraphView): string {
  const names = handles(view);
  const note = omissionOf(view);
  return `${[
    'digraph gridseal {',
    '  graph [rankdir=TB, fontname="sans-serif"];',
    '  node [style=filled, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...view.nodes.map((node) => nodeLine(node, names.get(node.id))),
    ...view.edges.map(
      ({ type, from, to }) =>
        `  ${names.get(from)} -> ${names.get(to)} [label=${quoted([edgeWords[type]])}, ${edgeStyles[type]}];`,
    ),
    ...(note ? [`  note [label=${quoted([note])}, shape=plaintext, style=""];`] : []),
    '}',
  ].join('\n')}\n`;
}

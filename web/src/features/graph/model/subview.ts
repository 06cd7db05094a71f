import type { GraphEdge, GraphNode, GraphView } from '@gridseal/sdk/certificate';
import type { Picture } from './picture.ts';

/** The part of the SDK's view that a picture shows, groups taken apart: what is written as DOT, Mermaid or JSON. */
export function subview(view: GraphView, picture: Picture, names: Readonly<Record<string, string>>): GraphView {
  const shown = new Set<string>();
  for (const item of picture.items.values()) {
    if (item.type === 'group') for (const id of item.members) shown.add(id);
    else shown.add(item.id);
  }
  const nodes = view.nodes.filter(({ id }) => shown.has(id)).map((node): GraphNode => named(node, names[node.id]));
  const edges = view.edges.filter(({ from, to }: GraphEdge) => shown.has(from) && shown.has(to));
  return { ...view, nodes, edges };
}

function named(node: GraphNode, name: string | undefined): GraphNode {
  return node.type === 'quorum' && name ? { ...node, name } : node;
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { GraphNode, GraphView } from '@gridseal/sdk/certificate';
import { escapeText, Quorum } from '@gridseal/sdk/quorum';
import type { QuorumRecord } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { type Edge, type Item, type Picture, pictureOf, type Standing } from './picture.ts';

/** What a picture is made of. */
export interface Knowledge {
  readonly view: Pick<GraphView, 'nodes' | 'edges'>;
  readonly quorums: readonly QuorumRecord[];
  /** What the user calls quorums and signers. */
  readonly names: Readonly<Record<Hex, string>>;
  /** The registry whose quorums these are. */
  readonly registry: Hex;
}

const LABEL = 60;

/** The picture of the SDK's view, with the members of its quorums. */
export function readGraph({ view, quorums, names, registry }: Knowledge): Picture {
  const certified = certifiedNames(view);
  const nameOf = (id: Hex) => {
    const name = names[id] ?? certified.get(id);
    return name ? escapeText(name, { maxLength: LABEL }) : shorten(id);
  };
  const records = new Map(quorums.map((record) => [record.id, record]));
  const revoked = new Set(view.edges.flatMap(({ type, to }) => (type === 'revokes' ? [to] : [])));
  const items = new Map<string, Item>();
  for (const node of view.nodes) items.set(node.id, itemOf(node, revoked, records, nameOf));
  const edges: Edge[] = [...view.edges];
  const signerEdge = (type: 'speaksOf' | 'memberOf', signer: Hex, other: Hex) => {
    const id = Quorum.idOfSigner(registry, signer) ?? signer;
    if (!items.has(id)) items.set(id, { type: 'signer', id, label: nameOf(id) });
    edges.push(type === 'memberOf' ? { type, from: id, to: other } : { type, from: other, to: id });
  };
  for (const node of view.nodes) {
    if (node.type === 'quorum') {
      for (const { signer } of records.get(node.id)?.state.members ?? []) signerEdge('memberOf', signer, node.id);
    } else if (node.signer && Quorum.idOfSigner(registry, node.signer) === null) {
      signerEdge('speaksOf', node.signer, node.id);
    }
  }
  const anchors = view.nodes.flatMap((node) => (node.type === 'quorum' && node.anchor ? [node.id] : []));
  return pictureOf(items.values(), edges, anchors);
}

/** What trusted certificates call the quorums that they speak of; others can call them what they like. */
function certifiedNames({ nodes, edges }: Knowledge['view']): ReadonlyMap<Hex, string> {
  const trusted = new Map(
    nodes.flatMap((node) =>
      node.type === 'certificate' && node.state === 'trusted' && node.name ? [[node.id, node.name] as const] : [],
    ),
  );
  const names = new Map<Hex, string>();
  for (const { type, from, to } of edges) {
    const name = trusted.get(from);
    if (type === 'speaksOf' && name !== undefined && !names.has(to)) names.set(to, name);
  }
  return names;
}

function itemOf(
  node: GraphNode,
  revoked: ReadonlySet<Hex>,
  records: ReadonlyMap<Hex, QuorumRecord>,
  nameOf: (id: Hex) => string,
): Item {
  const { id } = node;
  if (node.type === 'quorum') {
    const state = records.get(id)?.state;
    const rule = state ? { threshold: state.threshold, members: state.members.length } : null;
    return { type: 'quorum', id, label: nameOf(id), anchor: node.anchor, rule };
  }
  const { name, kind, role, usages = [], notAfter = null, state } = node;
  const isRevoked = revoked.has(id);
  const standing: Standing = isRevoked && state !== 'trusted' ? 'revoked' : state;
  const label = name === undefined ? shorten(id) : escapeText(name, { maxLength: LABEL });
  return {
    type: 'certificate',
    id,
    label,
    standing,
    revoked: isRevoked,
    usages,
    notAfter,
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind }),
    ...(role === undefined ? {} : { role }),
  };
}

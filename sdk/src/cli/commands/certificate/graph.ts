import path from 'node:path';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { Certificate, type GraphView, toDot, toMermaid } from '../../../certificate/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toInteger } from '../../framework/values.ts';
import { type FoundCertificate, findCertificate } from '../shared/certificates.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { buildGraph, homeCertificates } from '../shared/onlineGraph.ts';
import { openChain } from '../shared/openChain.ts';
import { loadQuorums } from '../shared/quorumBook.ts';
import { givenAnchors, policyOf, timeOf } from './trust.ts';
import { readBundle } from './verify.ts';

/** A program reads this; people read it too, so it has lines. */
const toJson = (view: GraphView): string => `${JSON.stringify(view, null, 2)}\n`;

const writers: Readonly<Record<string, (view: GraphView) => string>> = {
  dot: toDot,
  mermaid: toMermaid,
  json: toJson,
};

/** The certificate to start from, and those that came with it. */
async function startOf(given: Given, input: Input, context: Context): Promise<readonly FoundCertificate[]> {
  const bundle = await readBundle(given);
  if (!bundle) return [await findCertificate(given, input, context)];
  const carried = bundle.certificates.map((certificate) => ({ id: Certificate.id(certificate), certificate }));
  return [...carried.filter(({ id }) => id === bundle.target), ...carried.filter(({ id }) => id !== bundle.target)];
}

async function look(input: Input, context: Context): Promise<GraphView> {
  const from = input.optional('from');
  const anchors = await givenAnchors(input, context);
  const policy = await policyOf(anchors, input, context);
  const maxNodes = toInteger(input.required('max'), 1, 2_000);
  const chain = await openChain(input);
  const known = await homeCertificates(context);
  const start = from ? await startOf(from, input, context) : [];
  const targets = from ? start.slice(0, 1) : known;
  const { graph, snapshot, complete } = await buildGraph(chain, targets, [...known, ...start], anchors, context);
  if (!complete) context.note('there are more certificates than are looked at: some are shown as endorsed by nobody');
  const names = new Map((await loadQuorums(context)).map(({ id, name }) => [id, name]));
  const at = timeOf(input) ?? snapshot.settled.timestamp;
  const [first] = targets;
  return graph.view({
    ...partOf(first, from !== undefined, anchors),
    ...(anchors.length > 0 ? { policy: { ...policy, at } } : {}),
    names,
    maxNodes,
    maxEdges: 4 * maxNodes,
  });
}

function partOf(first: FoundCertificate | undefined, upwards: boolean, anchors: readonly Hex[]) {
  if (upwards && first) return { from: first.id };
  return anchors.length > 0 ? { below: anchors } : {};
}

/** A picture of the graph, or of a part of it, for Graphviz, Mermaid or a program. */
export const graph: Action = async (input, context): Promise<Result> => {
  const format = input.required('format').text;
  const out = input.optional('out');
  const view = await look(input, context);
  const text = (writers[format] as (view: GraphView) => string)(view);
  const { nodes, edges, omitted } = view;
  if (omitted.nodes + omitted.edges > 0) {
    context.note(`not everything is shown: ${omitted.nodes} more nodes, ${omitted.edges} more edges (--max)`);
  }
  const picture = format === 'json' ? { format, ...view } : { format, text, omitted };
  if (!out || out.text === '-') return { data: picture, text: [{ kind: 'bytes', bytes: utf8Encode(text) }] };
  const file = path.resolve(out.text);
  await writeWhole(file, text, { field: out.field });
  return {
    data: { format, file, nodes: nodes.length, edges: edges.length, omitted },
    text: [
      {
        kind: 'fields',
        rows: [
          ['File', shortPath(file, context)],
          ['Nodes', nodes.length],
          ['Edges', edges.length],
        ],
      },
    ],
    brief: file,
  };
};

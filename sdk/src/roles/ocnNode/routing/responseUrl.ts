import { utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { decodedQuery, replaceMember } from '../../../ocn/message/index.ts';
import type { NodeContext } from '../context.ts';
import type { Link } from '../store/nodeStore.ts';
import { linkPath, uidOfNodeUrl } from './linkPaths.ts';
import { assertOwnUrl, type Links } from './links.ts';
import type { Receiver } from './receivers.ts';
import { Refusal } from './refusals.ts';
import type { Routed, View } from './routed.ts';
import { noBody } from './routed.ts';

/** What of a view a response URL is in. */
export type Replaced = Pick<View, 'query' | 'body' | 'json'> & {
  /** Under which this node keeps the URL, for the node that the message goes to. */
  readonly uid: string | null;
  /** The URL of this node that stands for it. */
  readonly ownUrl: string | null;
};

/** The URL at which the sender wants to hear how it went; null if there is none in this message. */
export function responseUrlOf({ endpoint, json, query }: Routed): string | null {
  const isAsked = endpoint?.role === 'RECEIVER' && ['commands', 'chargingprofiles'].includes(endpoint.module);
  if (!isAsked) return null;
  if (typeof json === 'object' && json !== null && 'response_url' in json) return String(json.response_url);
  return decodedQuery(query, 'query').find(([name]) => name === 'response_url')?.[1] ?? null;
}

/**
 * Puts a URL of this node in the place of the response URL, and keeps what it stands for.
 *
 * @throws {Refusal} for a URL of another host than the platform's, or, from a node, of another than that node's.
 */
export async function replaceResponseUrl(
  context: NodeContext,
  links: Links,
  message: Routed,
  receiver: Receiver,
  toV1: boolean,
): Promise<Replaced> {
  const { query, body, json } = message;
  const url = responseUrlOf(message);
  if (url === null) return { query, body, json, uid: null, ownUrl: null };
  const what = message.module === 'commands' ? (message.path.split('/')[1] as string) : 'result';
  const common = { version: message.version, module: message.module, role: 'SENDER', what } as const;
  if (message.copyOf !== null) {
    // Whoever gets a copy gets to know that there was a URL, and none that leads anywhere.
    const path = linkPath('response', context.random.uid(), what);
    const dead = `${context.self.url}/ocpi/sender/${common.version}/${common.module}${path}`;
    return { ...withUrl(message, url, dead), uid: null, ownUrl: null };
  }
  const target = targetOf(context, message, url);
  const ends = { owner: message.from, user: message.to };
  const given = await links.give({ ...common, ...ends, purpose: 'response', target });
  // Nodes of version 1 pass on what they get: the URL has to be one of theirs already.
  const shown =
    receiver.kind === 'remote' && toV1
      ? `${receiver.node.url.replace(/\/+$/, '')}/ocpi/sender/2.2/${common.module}${linkPath('response', given.uid, what)}`
      : given.url;
  return { ...withUrl(message, url, shown), uid: given.uid, ownUrl: given.url };
}

function targetOf({ directory }: NodeContext, message: Routed, url: string): Link['target'] {
  const { source, proxyUid, proxyResource } = message;
  if (source.kind === 'platform') {
    assertOwnUrl(url, source.platform, 'response_url');
    return { url };
  }
  const { operator } = source;
  if (proxyUid !== null && proxyResource !== null) return { operator, uid: proxyUid, url: proxyResource };
  const node = directory.node(operator);
  const uid = node === null ? null : uidOfNodeUrl(url, node.url.replace(/\/+$/, ''));
  if (uid === null) {
    throw new Refusal('link', 'invalidParameters', 'is no URL of the node that sends it', { field: 'response_url' });
  }
  return { operator, uid, url: null };
}

function withUrl({ query, body, json }: Routed, old: string, url: string): Pick<View, 'query' | 'body' | 'json'> {
  if (typeof json !== 'object' || json === null || !('response_url' in json)) {
    const replaced = query.map(([name, value]): readonly [string, string] =>
      name === 'response_url' ? [name, encodeURIComponent(url)] : [name, value],
    );
    return { query: replaced, body, json };
  }
  const changed = { ...json, response_url: url };
  const bytes = body ?? noBody;
  // A signature of version 2 can tell that nothing else has changed if the URL is there once, spelt as JSON.stringify does.
  const isPlain = utf8Decode(bytes).split(JSON.stringify(old)).length === 2;
  const written = isPlain ? replaceMember(bytes, 'response_url', url) : utf8Encode(JSON.stringify(changed));
  return { query, body: written, json: changed };
}

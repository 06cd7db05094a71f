import type { Hex } from '../../../bytes/index.ts';
import { parseTimestamp } from '../../../bytes/index.ts';
import type { DirectoryNode } from '../../../chain/index.ts';
import { BaseError } from '../../../errors/index.ts';
import { NodeDocument } from '../../../ocn/registry/index.ts';
import type { NodeContext } from '../context.ts';
import { Refusal } from './refusals.ts';
import { secondsOf } from './requestSignature.ts';

export type Peers = ReturnType<typeof createPeers>;
export type Speaks = 'v1' | 'v2';

/** How long it is believed that a host has no document, in milliseconds. */
const ABSENT_MS = 5 * 60_000;
/** A document is read again after this, also if it is good for longer. */
const LONGEST_MS = 60 * 60_000;
const MAX_KNOWN = 10_000;

interface Known {
  readonly node: DirectoryNode;
  readonly speaks: Speaks | null;
  readonly until: number;
}

/**
 * What is known of other nodes: which signatures they speak, from the documents on their hosts.
 *
 * What a node speaks only grows: one that was seen with version 2 is never heard with less, whatever it, or somebody on the way to it,
 * says now.
 */
export function createPeers(context: NodeContext) {
  const { store, directory, policy, now } = context;
  const known = new Map<Hex, Known>();
  const asking = new Map<Hex, Promise<Known>>();
  const keys = createKeys(context);

  const remember = (found: Known): Known => {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(found.node.operator, found);
    return found;
  };

  const ask = async (node: DirectoryNode): Promise<Known> => {
    const document = await readDocument(context, node);
    const said = document?.speaks ?? null;
    const before = await store.network.peerSpeaks(node.operator);
    const speaks = before === 'v2' ? 'v2' : said;
    if (speaks !== null && speaks !== before) await store.network.setPeerSpeaks(node.operator, speaks, now());
    const until = Math.min(document?.until ?? now() + ABSENT_MS, now() + LONGEST_MS);
    return remember({ node, speaks, until });
  };

  const find = async (node: DirectoryNode): Promise<Known> => {
    const found = known.get(node.operator);
    const isSame = found?.node.url === node.url && found.node.key === node.key;
    if (found && isSame && found.until > now()) return found;
    const running = asking.get(node.operator);
    if (running) return running;
    const work = ask(node).finally(() => asking.delete(node.operator));
    asking.set(node.operator, work);
    return work;
  };

  return {
    /** The operators whose node's key an address is. Anybody may write somebody else's key into the registry: so there may be several. */
    operatorsOf: keys.operatorsOf,

    /** @throws {Refusal} 4003 for a node without a document, unless the operator of this one allows such. */
    async speaks(node: DirectoryNode): Promise<Speaks> {
      const { speaks } = await find(node);
      if (speaks === 'v2') return speaks;
      const { legacyPeers } = policy;
      const isAllowed = legacyPeers === 'all' || legacyPeers.some((one) => one.toLowerCase() === node.operator);
      if (isAllowed) return 'v1';
      throw new Refusal('downgrade', 'receiverUnreachable', 'is served by a node that does not prove itself', {
        field: 'receiver',
      });
    },

    /** A message of version 2 came from it: no lesser one will do from now on. */
    async heardV2(operator: Hex): Promise<void> {
      const found = known.get(operator);
      if (found?.speaks === 'v2') return;
      await store.network.setPeerSpeaks(operator, 'v2', now());
      const node = directory.node(operator);
      if (node) remember({ node, speaks: 'v2', until: found?.until ?? now() + ABSENT_MS });
    },
  };
}

/** Null where there is none. @throws {BaseError} if the host cannot be reached: then nothing is known. */
async function readDocument({ http, policy, self, now }: NodeContext, node: DirectoryNode) {
  const url = NodeDocument.urlOf(node.url);
  const answer = await http.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    body: null,
    timeoutMs: policy.timeoutMs,
    maxBytes: NodeDocument.MAX_NODE_DOCUMENT_BYTES,
    reach: { kind: 'configured' },
  });
  // A fault of the moment says nothing about whether there is a document.
  if (answer.status >= 500 || answer.status === 429) {
    throw new Refusal('downgrade', 'receiverUnreachable', 'is served by a node that is not well', {
      field: 'receiver',
    });
  }
  if (answer.status !== 200) return null;
  try {
    const document = NodeDocument.decode(answer.body);
    await NodeDocument.assert(document, {
      network: self.network,
      node,
      fetchedFrom: url,
      now: secondsOf(now()),
    });
    const speaks: Speaks = document.signatures.includes('v2') ? 'v2' : 'v1';
    return { speaks, until: parseTimestamp(document.expires) * 1_000 };
  } catch (error) {
    if (error instanceof BaseError) return null;
    throw error;
  }
}

/** From a message key to its operators, as of the last change of the registry. */
function createKeys({ directory }: NodeContext) {
  let index: Map<string, Hex[]> | null = null;
  directory.onChange(() => {
    index = null;
  });
  const build = () => {
    const found = new Map<string, Hex[]>();
    for (const { key, operator } of directory.nodes()) {
      const name = key.toLowerCase();
      found.set(name, [...(found.get(name) ?? []), operator]);
    }
    return found;
  };
  return {
    operatorsOf(key: Hex): readonly Hex[] {
      index ??= build();
      return index.get(key.toLowerCase()) ?? [];
    },
  };
}

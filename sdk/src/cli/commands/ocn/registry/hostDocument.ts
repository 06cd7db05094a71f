import { fromHex, type Hex } from '../../../../bytes/index.ts';
import type { Chain } from '../../../../chain/index.ts';
import { verifiersOf, verifySigner } from '../../../../chain/index.ts';
import { keccak256Hex } from '../../../../crypto/index.ts';
import { BaseError } from '../../../../errors/index.ts';
import { NodeDocument } from '../../../../ocn/registry/index.ts';
import { createOutgoingHttp } from '../../../../roles/ocnNode/index.ts';
import type { Context } from '../../../framework/context.ts';
import type { Input } from '../../../framework/input.ts';
import type { Cell } from '../../../framework/page.ts';
import { toDuration } from '../../../framework/values.ts';

/** A node, as the registry has it or is to have it. */
export interface ClaimedNode {
  readonly operator: Hex;
  readonly url: string;
  /** Of the ERC-7913 signer of its messages; null for the operator itself. */
  readonly keyHash: Hex | null;
}

/** What a node's host says of it. */
export interface HostVerdict {
  readonly valid: boolean;
  /** Whether a document was found at all. */
  readonly reached: boolean;
  /** Where it has to be; null if the URL is none. */
  readonly place: string | null;
  readonly field: string | null;
  readonly reason: string | null;
  readonly document: NodeDocument.NodeDocument | null;
}

/**
 * Fetches the document of a node from its host and holds it against the registry: whether the operator has the host, and what it speaks.
 * Whatever is wrong is told and not thrown.
 */
export async function checkHost(
  node: ClaimedNode,
  network: string,
  chain: Chain | null,
  input: Input,
  context: Context,
): Promise<HostVerdict> {
  let place: string | null = null;
  let document: NodeDocument.NodeDocument | null = null;
  const verdict = (field: string | null, reason: string | null, valid = false): HostVerdict => ({
    valid,
    reached: document !== null,
    ...{ place, field, reason, document },
  });
  try {
    place = NodeDocument.urlOf(node.url);
    document = NodeDocument.decode(await fetchFrom(place, input, context));
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return verdict(error.field ?? 'url', error.shortMessage);
  }
  const key = keyOf(node, document);
  if (key === null) return verdict('key', 'is not the one that the registry names');
  const found = await NodeDocument.verify(document, {
    network,
    node: { operator: node.operator, url: node.url, key },
    fetchedFrom: place,
    now: Math.floor(context.now() / 1000),
    ...(chain
      ? {
          verifiers: verifiersOf(chain.addresses),
          ask: (question) => verifySigner(chain, question, { signal: context.signal }),
        }
      : {}),
  });
  return found.valid ? verdict(null, null, true) : verdict(found.field, found.reason);
}

/** The registry has the hash of the key alone; the document says the key. */
function keyOf({ operator, keyHash }: ClaimedNode, document: NodeDocument.NodeDocument): Hex | null {
  if (keyHash === null) return operator;
  return keccak256Hex(fromHex(document.key)) === keyHash ? document.key : null;
}

async function fetchFrom(url: string, input: Input, context: Context): Promise<Uint8Array> {
  const http = createOutgoingHttp({
    allowHttp: input.flag('allowHttp'),
    allowPrivateNetworks: input.flag('allowPrivateNetworks'),
  });
  try {
    const { status, body } = await http.send(
      {
        ...{ method: 'GET', url, headers: { accept: 'application/json' }, body: null },
        timeoutMs: toDuration(input.required('hostTimeout'), 1, 120) * 1_000,
        maxBytes: NodeDocument.MAX_NODE_DOCUMENT_BYTES,
        reach: { kind: 'configured' },
      },
      context.signal,
    );
    if (status === 200) return body;
    throw new BaseError('HTTP', `has no document: HTTP status ${status}`, { field: 'document' });
  } finally {
    await http.close();
  }
}

/** The verdict in a line. */
export function hostLine({ valid, field, reason }: HostVerdict): Cell {
  return valid ? { text: 'proves the operator', tone: 'good' } : { text: `${field}: ${reason}`, tone: 'warn' };
}

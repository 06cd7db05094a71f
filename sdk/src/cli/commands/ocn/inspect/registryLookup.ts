import type { Hex } from '../../../../bytes/index.ts';
import { type Chain, holderOf, networkOf, nodeOf, nodesOf, partyOf, verifySigner } from '../../../../chain/index.ts';
import type { SignatureToVerify } from '../../../../crypto/index.ts';
import type { MessageInspector } from '../../../../ocn/signature/index.ts';
import type { Context } from '../../../framework/context.ts';
import type { Input } from '../../../framework/input.ts';
import { openChain } from '../../shared/openChain.ts';

const MAX_NODES = 200;

/** What the node registry says of signers. */
export interface RegistryLookup {
  readonly network: string;
  readonly lookup: MessageInspector.SignerLookup;
  readonly ask: (question: SignatureToVerify) => Promise<boolean>;
}

/** Null if no chain is configured: a signature is taken apart all the same. */
export async function registryLookup(input: Input, context: Context): Promise<RegistryLookup | null> {
  if (input.many('rpcUrl').length === 0) return null;
  const chain = await openChain(input);
  return {
    network: networkOf(chain),
    lookup: lookupOf(chain, context.signal),
    ask: (question) => verifySigner(chain, question, { signal: context.signal }),
  };
}

/** Each question is asked once. */
function lookupOf(chain: Chain, signal: AbortSignal): MessageInspector.SignerLookup {
  const options = { signal };
  const node = once(async (operator: Hex) => {
    const { url, keyHash } = await nodeOf(chain, operator, options);
    return url === null ? null : { operator, url, key: keyHash ?? operator };
  });
  const nodes = once(async (_: 'all') => {
    const found = [];
    for await (const { operator } of nodesOf(chain, options)) {
      const one = await node(operator);
      if (one) found.push(one);
      // Anybody may list nodes: whoever is not among the newest is asked for by address alone.
      if (found.length === MAX_NODES) break;
    }
    return found;
  });
  return {
    party: async (id) => {
      const address = await holderOf(chain, id, options);
      return address === null ? null : ((await partyOf(chain, address, options)).party ?? null);
    },
    partyAt: once(async (address: Hex) => (await partyOf(chain, address, options)).party),
    node,
    nodes: () => nodes('all'),
  };
}

function once<K, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const known = new Map<K, Promise<V>>();
  return (key) => {
    const found = known.get(key) ?? ask(key);
    known.set(key, found);
    return found;
  };
}

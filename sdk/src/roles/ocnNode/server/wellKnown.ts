import { NodeDocument } from '../../../ocn/registry/index.ts';
import type { NodeContext } from '../context.ts';

/** How long a document is good, and when a new one is made. */
const VALID_SECONDS = 24 * 3_600;
const RENEW_MS = 6 * 3_600_000;

/**
 * The document by which the operator proves that the host is its own, signed anew every six hours. A key that is slow or asks a
 * person is asked that often and no more.
 */
export function createWellKnown({ self, now }: Pick<NodeContext, 'self' | 'now'>): () => Promise<string> {
  let made: { readonly at: number; readonly text: Promise<string> } | null = null;
  const make = async (at: number) => {
    const issued = Math.floor(at / 1_000);
    const document = await NodeDocument.sign(
      {
        network: self.network,
        operator: self.operator,
        url: self.url,
        signatures: ['v1', 'v2'],
        versions: ['2.2', '2.2.1'],
        issued,
        expires: issued + VALID_SECONDS,
      },
      self.signer,
    );
    return new TextDecoder().decode(NodeDocument.encode(document));
  };
  return () => {
    const at = now();
    if (made === null || at - made.at >= RENEW_MS || at < made.at) {
      const text = make(at);
      const mine = { at, text };
      made = mine;
      text.catch(() => {
        if (made === mine) made = null;
      });
    }
    return made.text;
  };
}

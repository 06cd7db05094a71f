import { type Chain, verifiersOf, verifySigner } from '@gridseal/sdk/chain';
import { MessageInspector } from '@gridseal/sdk/ocn/signature';
import type { RegistryView } from '../../../data/index.ts';
import { readMessage } from './readMessage.ts';
import { signerLookup } from './signerLookup.ts';

/** What the page knows beside the message. */
export interface InspectContext {
  /** `eip155:‹chain id›:‹registry›`. */
  readonly network: string;
  /** Null if the registry is not read: then it is not known who signers are. */
  readonly view: RegistryView | null;
  readonly chain?: Chain;
  /** Seconds since 1970; without it, nothing is too old. */
  readonly now?: number;
}

/** `unsigned`: a message with no signature in it. */
export type Inspected =
  | { readonly inspection: MessageInspector.Inspection }
  | { readonly problem: 'nothing' | 'unsigned' };

/** Inspects what was pasted. Rejects only for what the browser cannot do. */
export async function inspectPasted(text: string, { network, view, chain, now }: InspectContext): Promise<Inspected> {
  const pasted = readMessage(text);
  if (pasted.kind === 'nothing') return { problem: 'nothing' };
  const message = pasted.kind === 'message' ? { ...pasted.message, network } : { network };
  const signature = pasted.kind === 'signature' ? pasted.signature : MessageInspector.signatureIn(message);
  if (signature === null) return { problem: 'unsigned' };
  const inspection = await MessageInspector.inspect(signature, message, {
    ...(now === undefined ? {} : { now }),
    ...(view ? { lookup: signerLookup(view) } : {}),
    ...(chain
      ? {
          verifiers: verifiersOf(chain.addresses),
          ask: ({ signer, digest, signature: signed }) => verifySigner(chain, { signer, digest, signature: signed }),
        }
      : {}),
  });
  return { inspection };
}

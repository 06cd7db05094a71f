import type { Hex } from '../../bytes/index.ts';
import type { Endpoint, HttpMethod, InterfaceRole, OcpiVersion, Party } from '../../protocol/ocpi/index.ts';
import type { Platform } from './platform.ts';

/** A request between two parties, as this node has received it and checked its form. */
export interface Message {
  /** Null for custom modules, of which the node knows nothing. */
  readonly endpoint: Endpoint | null;
  readonly version: OcpiVersion;
  readonly module: string;
  readonly role: InterfaceRole;
  readonly method: HttpMethod;
  /** Below the module's URL, as it was sent, with no query: `/NL/TNM/LOC1`. */
  readonly path: string;
  /** As they were sent, in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly from: Party;
  readonly to: Party;
  readonly requestId: string;
  readonly correlationId: string;
  /** The very bytes; null for none. Never parsed and written again, so that no field and no digit is lost. */
  readonly body: Uint8Array | null;
  /** The header `OCN-Signature`, as it came. */
  readonly signature: string | null;
  readonly source: Source;
}

/** Who gave this node a message: one of its platforms, or the node of another operator. */
export type Source =
  | { readonly kind: 'platform'; readonly platform: Platform }
  | { readonly kind: 'node'; readonly operator: Hex };

/** What is answered to a message. */
export interface Answer {
  readonly status: number;
  /** `link`, `location`, `x-limit`, `x-total-count` and nothing else, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** The `OCN-Signature` of whoever answers (version 2); version 1 is in the body. */
  readonly signature: string | null;
}

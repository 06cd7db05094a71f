import type {
  Endpoint,
  HttpMethod,
  InterfaceRole,
  OcpiVersion,
  Party,
  PathParameters,
} from '../../../protocol/ocpi/index.ts';
import type { Call } from '../backOffice.ts';

/** Where a request leads below our URL. */
export interface Route {
  readonly version: OcpiVersion;
  readonly module: string;
  readonly role: InterfaceRole;
  /** Below the module's URL, as it was sent. */
  readonly path: string;
}

/** A request from party to party, once all that is the same for every module was looked at. */
export interface Incoming extends Route {
  readonly method: HttpMethod;
  /** Null for custom modules. */
  readonly endpoint: Endpoint | null;
  readonly parameters: PathParameters;
  readonly query: URLSearchParams;
  /** The very bytes. */
  readonly raw: Uint8Array;
  /** Decoded. */
  readonly body: unknown;
  readonly from: Party;
  readonly to: Party;
  readonly requestId: string;
  readonly correlationId: string;
  readonly signature: string | null;
  /** The request's URL, as it is outside. */
  readonly url: URL;
  readonly call: Call;
}

import { type Envelope, failure, OcpiError, success } from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import type { KeptAnswer } from '../store/bridgeStore.ts';

/** What a handler gives back: the data of the response, and the headers that belong to it. */
export interface Reply {
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called when the response has been kept: what follows from it, and may take long. */
  readonly after?: () => void;
}

/** A response that went well. */
export function answered(context: BridgeContext, reply: Reply): KeptAnswer {
  return kept(200, reply.headers ?? {}, success(reply.data, context.timestamp()));
}

/** A response that refuses. */
export function refused(
  context: BridgeContext,
  error: unknown,
  headers: Readonly<Record<string, string>> = {},
): KeptAnswer {
  const reason = OcpiError.from(error);
  if (reason.statusCode >= 3000) {
    const { cause } = reason;
    context.log?.('error', 'a request failed', { error: cause instanceof Error ? cause.name : reason.code });
  }
  return kept(reason.httpStatus, headers, failure(reason, context.timestamp()));
}

function kept(status: number, headers: Readonly<Record<string, string>>, envelope: Envelope): KeptAnswer {
  return { status, headers, body: JSON.stringify(envelope) };
}

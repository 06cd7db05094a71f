import { utf8Encode } from '../../../bytes/index.ts';
import { failure, formatDateTime, type OcpiError } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import { type Reply, signAnswer } from './answerSignature.ts';
import type { Want } from './forward.ts';
import { type Routed, viewOf } from './routed.ts';

/** The answer to a message that was refused, or could not be delivered. */
export function failureReply(context: NodeContext, error: OcpiError): Reply {
  const json = failure(error, formatDateTime(context.now()));
  return { status: error.httpStatus, headers: {}, body: utf8Encode(JSON.stringify(json)), signature: null, json };
}

/** That answer, with this node's signature for those who expect one. */
export function failureAnswer(context: NodeContext, message: Routed, error: OcpiError, want: Want): Promise<Answer> {
  const view = viewOf(message, context.self.url);
  return signAnswer(context, message, failureReply(context, error), { before: view, after: view, headers: {} }, want);
}

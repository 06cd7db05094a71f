import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { OcpiError, type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import type { Signed } from '../signing/verifying.ts';
import type { KeptAnswer, RequestName } from '../store/bridgeStore.ts';
import { answered, type Reply, refused } from './reply.ts';

/** The message that a request brings. */
export interface Named {
  readonly from: Party;
  readonly to: Party;
  readonly requestId: string;
  readonly correlationId: string;
  readonly method: string;
  readonly path: string;
  readonly digest: Hex;
  readonly signed: Signed | null;
  /** Whether it asks for something that may be another thing the next time. */
  readonly isQuestion: boolean;
}

/** After this, a process that began a request and did not finish it is taken for dead. */
const STALE_MS = 60_000;
const hash = (...parts: readonly string[]): Hex => sha256Hex(utf8Encode(parts.join('\n')));

/** The message's own name, whichever hop brings it how often. */
export function messageIdOf(named: Named): string {
  const { from, signed, correlationId, method, path, digest } = named;
  const parts = signed?.name ? [signed.name.key] : [partyKey(from), correlationId, method, path, digest];
  return hash(...parts).slice(2, 34);
}

/**
 * The names by which a message is known again: the request id of the last hop; from end to end, its signature's, or without one its
 * correlation id and all that it says.
 */
function namesOf(named: Named): readonly RequestName[] {
  const { from, to, requestId, correlationId, method, path, digest, signed, isQuestion } = named;
  const whole = hash(partyKey(to), method, path, digest);
  const names = [{ key: `h:${partyKey(from)} ${requestId}`, digest: whole }];
  if (signed?.name) names.push({ key: signed.name.key, digest: signed.name.digest });
  else if (!isQuestion) names.push({ key: `c:${partyKey(from)} ${correlationId} ${whole}`, digest: whole });
  return names;
}

/**
 * Carries a message out once: one that comes again gets the answer that it got, and one that has the name of another is refused.
 *
 * A fault of ours is not kept, so that the same message may try again.
 */
export async function once(context: BridgeContext, named: Named, run: () => Promise<Reply>): Promise<KeptAnswer> {
  const { store, now, limits } = context;
  const expires = Math.max(now() + limits.rememberMs, named.signed?.name?.expires ?? 0);
  const id = context.randomId();
  const state = await store.requests.begin(namesOf(named), id, now(), now() - STALE_MS, expires);
  if (state.state === 'done') return state.answer;
  if (state.state === 'other') {
    return refused(
      context,
      new OcpiError('invalidParameters', 'was used for another message', { field: 'X-Request-ID' }),
    );
  }
  if (state.state === 'busy') {
    return refused(
      context,
      new OcpiError('serverError', 'is being carried out', { field: 'X-Request-ID', httpStatus: 503 }),
    );
  }
  try {
    const reply = await run();
    const answer = answered(context, reply);
    await store.requests.finish(state.id, answer);
    reply.after?.();
    return answer;
  } catch (error) {
    const answer = refused(context, error);
    const isOurFault = answer.status >= 500 || OcpiError.from(error).statusCode >= 3000;
    await (isOurFault ? store.requests.abandon(state.id) : store.requests.finish(state.id, answer));
    return answer;
  }
}

import type { Hono } from 'hono';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import { OcpiError, statusKind, statusName } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer, Message } from '../message.ts';
import type { NodeEnv } from '../server/env.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import { failureAnswer } from './answers.ts';
import { createRoutingApp } from './app.ts';
import { publishClient } from './clientInfo.ts';
import { copiesOf } from './copies.ts';
import { checkForm } from './form.ts';
import { type Checked, toNode, toPlatform, type Want } from './forward.ts';
import { createLinks } from './links.ts';
import { createPeers, type Peers } from './peers.ts';
import { findReceiver } from './receivers.ts';
import { Refusal, toRefusal } from './refusals.ts';
import { fromPlatform, type Routed, viewOf } from './routed.ts';
import { assertSender } from './senders.ts';
import { checkRequest, noteSpeaks } from './signaturePolicy.ts';

export interface RoutingOptions {
  /** What another node says of one of its parties, once it is known to be true and new. */
  readonly onClient?: (client: KnownClient) => Promise<void> | void;
}

export interface Routing {
  /** Carries a message of a platform, or of a node, to whom the registry says. Whatever goes wrong is an answer. */
  deliver(message: Message, signal: AbortSignal): Promise<Answer>;
  /** To be mounted at `/`, after tokens were checked and bodies read. */
  readonly app: Hono<NodeEnv>;
  /** Tells all other nodes about a party of this one. Does not throw. */
  publishClient(client: KnownClient, signal?: AbortSignal): Promise<void>;
  /** Waits for the copies that are under way. */
  settled(): Promise<void>;
}

/** What every part of routing works with. */
export type RoutingContext = NodeContext & { readonly links: ReturnType<typeof createLinks>; readonly peers: Peers };

/** Runs the part of a delivery that must happen once, however often a message comes. */
export type Once = (checked: Checked, work: () => Promise<Answer>) => Promise<Answer>;

/**
 * The way of messages through a node: who sent it, who gets it, may it, is it signed, and the answer back.
 *
 * @example
 * ```ts
 * const routing = createRouting(context);
 * app.route('/', routing.app);
 * ```
 */
export function createRouting(base: NodeContext, options: RoutingOptions = {}): Routing {
  const context: RoutingContext = { ...base, links: createLinks(base), peers: createPeers(base) };
  const background = new Set<Promise<void>>();
  const carry = createCarrier(context, background);
  return {
    deliver: (message, signal) => {
      const { policy } = base;
      const unchecked = { ...message, json: undefined, ...fromPlatform };
      return carry(unchecked, signal, () => checkForm(unchecked, policy.maxBodyBytes));
    },
    app: createRoutingApp(context, carry, options),
    publishClient: (client, signal) => publishClient(context, client, signal),
    settled: async () => {
      while (background.size > 0) await Promise.all(background);
    },
  };
}

type Known = Omit<Routed, 'endpoint' | 'link'>;
export type Carry = (known: Known, signal: AbortSignal, check: () => Routed, once?: Once) => Promise<Answer>;

function createCarrier(context: RoutingContext, background: Set<Promise<void>>): Carry {
  const { log, now, metrics } = context;

  const deliver = async (
    checked: Checked,
    want: Want,
    signal: AbortSignal,
    { isOurCopy = false, hear = (_: number): void => undefined } = {},
  ): Promise<Answer> => {
    const receiver = await findReceiver(context, context.peers, checked.message, isOurCopy);
    return receiver.kind === 'local'
      ? toPlatform(context, checked, receiver, want, signal)
      : toNode(context, checked, receiver, want, signal, hear);
  };

  const copy = (checked: Checked): void => {
    for (const one of copiesOf(context, checked)) {
      const work = deliver(one, 'asIs', AbortSignal.timeout(context.policy.timeoutMs), { isOurCopy: true })
        .then((answer) => log.info({ status: answer.status }, 'a copy went to a service'))
        .catch((error: unknown) =>
          log.warn({ reason: toRefusal(error, 'receiver').shortMessage }, 'a copy was not taken'),
        )
        .finally(() => background.delete(work));
      background.add(work);
    }
  };

  return async (known, signal, check, once = (_, work) => work()) => {
    const started = now();
    const want = wanted(known);
    const done = (outcome: string, to: Routed | null) => report(context, known, to, outcome, now() - started);
    let routed: Routed | null = null;
    let outcome = 'delivered';
    const hear = (code: number) => {
      if (statusKind(code) === 'hub') outcome = statusName(code) ?? 'hubError';
    };
    try {
      const message = check();
      routed = message;
      const party = assertSender(context, message);
      const proof = await checkRequest(context, context.peers, message, party);
      const checked: Checked = { message, proof, before: viewOf(message, context.self.url) };
      await noteSpeaks(context, message, proof);
      const answer = await once(checked, () => {
        const result = deliver(checked, want, signal, { hear });
        copy(checked);
        return result;
      });
      done(outcome, message);
      return answer;
    } catch (error) {
      const refusal = toRefusal(error, 'form');
      if (refusal instanceof Refusal) metrics.refused(refusal.rule);
      if (refusal.statusName === 'serverError' && !(error instanceof OcpiError)) {
        log.error({ error, requestId: known.requestId }, 'a message could not be carried');
      }
      done(statusName(refusal.statusCode) ?? 'failed', routed);
      const answered = routed ?? { ...known, endpoint: null, link: null };
      return failureAnswer(context, answered, refusal, want);
    }
  };
}

/** A node of version 2 gets every answer with version 2; a platform gets what it speaks itself, and asks with right now. */
function wanted({ source, peerSpeaks, signature }: Known): Want {
  if (source.kind === 'node') return peerSpeaks ?? 'v2';
  const { speaks } = source.platform;
  if (speaks === 'v2' || (signature !== null && SignatureV2.isV2(signature))) return 'v2';
  return speaks === 'v1' || signature !== null ? 'v1' : 'asIs';
}

function report(
  { log, metrics, self, directory }: RoutingContext,
  { source, module, from, to, requestId }: Known,
  routed: Routed | null,
  outcome: string,
  milliseconds: number,
): void {
  const isHere = directory.party(to)?.operator === self.operator;
  const direction = source.kind === 'node' ? 'in' : isHere ? 'local' : 'out';
  const label = { module: routed?.endpoint ? module : 'custom', direction, outcome, from, to } as const;
  metrics.message(label, milliseconds);
  log.info({ ...label, requestId, milliseconds }, 'message');
}

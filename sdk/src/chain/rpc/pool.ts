import { BaseError } from '../../errors/index.ts';
import { DisagreementError, type EndpointReport, RpcResponseError, UnreachableError } from '../chainErrors.ts';
import { type Endpoint, printable, type RpcAnswer, type RpcCall, type RpcFault } from './endpoint.ts';
import { revertOf } from './revert.ts';

/** Reduces an answer to what matters, so that equal answers are equal; undefined: the endpoint does not have it (yet). */
export type Pick = (result: unknown) => unknown;

/** A question, and what of its answer counts. */
export interface Question {
  readonly call: RpcCall;
  readonly pick?: Pick;
  /** Servers may lack the method; a refusal then gives null. */
  readonly optional?: boolean;
}

/** An accepted answer: what `pick` made of the result, or the revert data. */
export type Agreed = { readonly value: unknown } | { readonly revert: `0x${string}` };

interface Reply {
  readonly endpoint: Endpoint;
  readonly answers: readonly Agreed[];
}

/** Several endpoints behind one door. */
export interface RpcPool {
  /** How many endpoints have to give the same answer to what matters. */
  readonly agreement: number;
  /** HTTP requests sent so far, to all endpoints. */
  readonly requests: () => number;
  /** The first good answer: each endpoint is asked at most once. For what cannot do harm when it is wrong. */
  readonly any: (what: string, questions: readonly Question[], signal?: AbortSignal) => Promise<Agreed[]>;
  /** The answer that `agreement` endpoints give alike. */
  readonly agree: (what: string, questions: readonly Question[], signal?: AbortSignal) => Promise<Agreed[]>;
  /** Every endpoint's answers, for what lawfully differs (the head), and why the others gave none. */
  readonly each: (
    questions: readonly Question[],
    signal?: AbortSignal,
  ) => Promise<{ readonly replies: readonly (readonly Agreed[])[]; readonly reports: readonly EndpointReport[] }>;
}

const looksBetweenProbes = 8;

/**
 * @example
 * ```ts
 * const pool = createPool(endpoints, { chainId: 4202, agreement: 2 });
 * const [block] = await pool.agree('block 7', [{ call: { method: 'eth_getBlockByNumber', params: ['0x7', false] } }]);
 * ```
 */
export function createPool(
  endpoints: readonly Endpoint[],
  options: { readonly chainId: number; readonly agreement: number },
): RpcPool {
  const failures = new Map(endpoints.map((endpoint) => [endpoint, 0]));
  const checked = new Set<Endpoint>();
  let looks = 0;

  /** Those that failed last come last: a dead endpoint costs its timeout once, not on every call. */
  const ordered = () => [...endpoints].sort((a, b) => (failures.get(a) ?? 0) - (failures.get(b) ?? 0));
  const fail = (endpoint: Endpoint) => {
    failures.set(endpoint, Math.min((failures.get(endpoint) ?? 0) + 1, 3));
    checked.delete(endpoint);
  };

  async function ask(endpoint: Endpoint, questions: readonly Question[], signal?: AbortSignal): Promise<Reply> {
    try {
      const first = checked.has(endpoint) ? [] : [{ call: { method: 'eth_chainId', params: [] } }];
      const raw = await endpoint.send(
        [...first, ...questions].map(({ call }) => call),
        signal,
      );
      if (first.length > 0) {
        checkChainId(raw.shift(), options.chainId);
        checked.add(endpoint);
      }
      const answers = questions.map((question, i) => accept(question, raw[i] as RpcAnswer));
      failures.set(endpoint, 0);
      return { endpoint, answers };
    } catch (error) {
      signal?.throwIfAborted();
      // A refusal is about the question, not the endpoint's health.
      if (!(error instanceof RpcResponseError)) fail(endpoint);
      throw error;
    }
  }

  async function any(what: string, questions: readonly Question[], signal?: AbortSignal): Promise<Agreed[]> {
    const failed: { readonly endpoint: string; readonly error: unknown }[] = [];
    for (const endpoint of ordered()) {
      try {
        return [...(await ask(endpoint, questions, signal)).answers];
      } catch (error) {
        signal?.throwIfAborted();
        failed.push({ endpoint: endpoint.label, error });
      }
    }
    throw toError(what, 1, [], failed);
  }

  async function agree(what: string, questions: readonly Question[], signal?: AbortSignal): Promise<Agreed[]> {
    const waiting = ordered();
    const replies: Reply[] = [];
    const failed: { readonly endpoint: string; readonly error: unknown }[] = [];
    while (waiting.length > 0) {
      const missing = options.agreement - largestGroup(replies).length;
      const asked = waiting.splice(0, missing);
      const settled = await Promise.allSettled(asked.map((endpoint) => ask(endpoint, questions, signal)));
      signal?.throwIfAborted();
      settled.forEach((outcome, i) => {
        if (outcome.status === 'fulfilled') replies.push(outcome.value);
        else failed.push({ endpoint: (asked[i] as Endpoint).label, error: outcome.reason });
      });
      const group = largestGroup(replies);
      if (group.length < options.agreement) continue;
      for (const reply of replies) if (!group.includes(reply)) fail(reply.endpoint);
      return [...(group[0] as Reply).answers];
    }
    throw toError(what, options.agreement, replies, failed);
  }

  async function each(questions: readonly Question[], signal?: AbortSignal) {
    const healthy = endpoints.filter((endpoint) => failures.get(endpoint) === 0);
    const replies: (readonly Agreed[])[] = [];
    const reports: EndpointReport[] = [];
    // Those that failed last are asked when there are too few others, and now and then beside them, waiting for nothing.
    const rounds = [healthy, endpoints.filter((endpoint) => !healthy.includes(endpoint))];
    for (const round of rounds) {
      if (replies.length >= options.agreement) break;
      const settled = await Promise.allSettled(round.map((endpoint) => ask(endpoint, questions, signal)));
      signal?.throwIfAborted();
      settled.forEach((outcome, i) => {
        if (outcome.status === 'fulfilled') replies.push(outcome.value.answers);
        else reports.push({ endpoint: (round[i] as Endpoint).label, reason: reasonOf(outcome.reason) });
      });
    }
    if (++looks % looksBetweenProbes === 0) probe();
    return { replies, reports };
  }

  function probe(): void {
    for (const endpoint of endpoints) if (failures.get(endpoint) !== 0) ask(endpoint, []).catch(() => undefined);
  }

  const requests = () => endpoints.reduce((sum, endpoint) => sum + endpoint.requests(), 0);
  return { agreement: options.agreement, requests, any, agree, each };
}

/** This endpoint does not have what was asked for, or serves another chain. */
class UnfitError extends BaseError {
  constructor(reason: string) {
    super('RPC_UNFIT', reason);
  }
}

function checkChainId(answer: RpcAnswer | undefined, chainId: number): void {
  if (answer && 'fault' in answer) throw new UnfitError(`does not say its chain id: ${answer.fault.message}`);
  const result = answer && 'result' in answer ? answer.result : undefined;
  const actual = typeof result === 'string' && /^0x[0-9a-f]{1,13}$/i.test(result) ? Number(result) : undefined;
  if (actual === undefined) throw new UnfitError('does not say its chain id');
  if (actual !== chainId) throw new UnfitError(`serves chain ${actual}, not ${chainId}`);
}

function accept(question: Question, answer: RpcAnswer): Agreed {
  if ('fault' in answer) return acceptFault(question, answer.fault);
  const value = question.pick ? question.pick(answer.result) : answer.result;
  if (value === undefined) throw new UnfitError('does not have it (yet)');
  return { value };
}

function acceptFault(question: Question, fault: RpcFault): Agreed {
  const revert = revertOf(fault);
  if (question.optional) return { value: null };
  if (revert === null) throw new RpcResponseError(`${question.call.method} refused: ${fault.message}`, fault.code);
  return { revert };
}

function largestGroup(replies: readonly Reply[]): Reply[] {
  let best: Reply[] = [];
  for (const reply of replies) {
    const group = replies.filter((other) => other === reply || giveAlike(other.answers, reply.answers));
    if (group.length > best.length) best = group;
  }
  return best;
}

function toError(
  what: string,
  needed: number,
  replies: readonly Reply[],
  failed: readonly { readonly endpoint: string; readonly error: unknown }[],
): BaseError {
  const reports = failed.map(({ endpoint, error }) => ({ endpoint, reason: reasonOf(error) }));
  if (largestGroup(replies).length < replies.length) {
    const answered = replies.map(({ endpoint, answers }) => ({
      endpoint: endpoint.label,
      reason: `says ${cut(stableText(answers))}`,
    }));
    return new DisagreementError(what, [...answered, ...reports]);
  }
  // When nobody could answer and one says why, that reason is the useful one (a range limit, for example).
  const refusal = failed.find(({ error }) => error instanceof RpcResponseError)?.error as RpcResponseError | undefined;
  if (refusal) return new RpcResponseError(refusal.shortMessage, refusal.rpcCode, { metaMessages: reports.map(line) });
  return new UnreachableError(what, replies.length, needed, reports);
}

const line = ({ endpoint, reason }: EndpointReport) => `${endpoint}: ${reason}`;
const cut = (text: string) => printable(text.length > 160 ? `${text.slice(0, 160)}...` : text);
const reasonOf = (error: unknown) => (error instanceof BaseError ? error.shortMessage : 'failed in an unknown way');

/** Whether answers are equal but for the case of hexadecimal and the data of reverts: servers differ in these. */
function giveAlike(a: readonly Agreed[], b: readonly Agreed[]): boolean {
  return a.every((one, i) => {
    const other = b[i] as Agreed;
    if ('revert' in one || 'revert' in other) return 'revert' in one && 'revert' in other;
    return isSame(one.value, other.value);
  });
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') {
    return a.length === b.length && a.startsWith('0x') && a.toLowerCase() === b.toLowerCase();
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  return isSameRecord(a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>);
}

function isSameRecord(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]));
}

/** For a message. JSON with sorted keys and lower-case hexadecimal, and reverts without data. */
function stableText(answers: readonly Agreed[]): string {
  const values = answers.map((answer) => ('revert' in answer ? { revert: true } : answer));
  return JSON.stringify(values, (_, item: unknown) => {
    if (typeof item === 'string' && item.startsWith('0x')) return item.toLowerCase();
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

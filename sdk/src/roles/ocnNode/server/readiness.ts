import type { NodeContext } from '../context.ts';

/** Whether a node should be sent requests, and if not, why. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

export interface ReadinessSource {
  readonly context: Pick<NodeContext, 'store' | 'directory' | 'now'>;
  /** How old what is known of the registry may be, in milliseconds. */
  readonly staleMs: number;
  /** When the registry was last read with success, in milliseconds since 1970; null for never. */
  readonly lastRefresh: () => number | null;
  /** A chain that makes blocks only when something happens: its newest block may be old. */
  readonly idleChain: boolean;
  readonly isStopping: () => boolean;
}

/** The database is asked once for everybody who asks within this. */
const ASK_MS = 1_000;
const ANSWER_MS = 2_000;

function createDatabaseCheck({ store, now }: ReadinessSource['context']): () => Promise<boolean> {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;
  return () => {
    if (asked === null || now() - asked.at >= ASK_MS) {
      const answer = store.isReady(AbortSignal.timeout(ANSWER_MS)).catch(() => false);
      asked = { at: now(), answer };
    }
    return asked.answer;
  };
}

/** How old what is known of the registry is, in milliseconds; null if nothing is known. */
export function registryAge({ context, lastRefresh, idleChain }: ReadinessSource): number | null {
  const asOf = context.directory.asOf();
  const refreshed = lastRefresh();
  if (asOf === null || refreshed === null) return null;
  const read = context.now() - refreshed;
  return Math.max(0, idleChain ? read : Math.max(read, context.now() - asOf.time * 1_000));
}

/**
 * Asks the database, and looks at how old the registry is: a node that follows a frozen chain would route by what was.
 *
 * @example `const { ready, reasons } = await createReadiness(source)()`
 */
export function createReadiness(source: ReadinessSource): () => Promise<Readiness> {
  const isDatabaseThere = createDatabaseCheck(source.context);
  return async () => {
    const age = registryAge(source);
    const reasons = [
      ...(source.isStopping() ? ['it is stopping'] : []),
      ...((await isDatabaseThere()) ? [] : ['the database does not answer']),
      ...(age === null ? ['the registry was not read yet'] : []),
      ...(age !== null && age > source.staleMs ? ['what is known of the registry is too old'] : []),
    ];
    return { ready: reasons.length === 0, reasons };
  };
}

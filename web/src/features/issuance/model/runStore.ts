import type { Hex } from '@gridseal/sdk/bytes';
import type { Chain, ContractError, OnceOnly } from '@gridseal/sdk/chain';
import type {
  Authority,
  EnrolledDevice,
  IssuePlan,
  IssueState,
  Refreshed,
  StepOptions,
} from '@gridseal/sdk/delivery/issue';
import type { Store } from '@gridseal/sdk/store';
import type { Issuing } from './issuing.ts';
import { newRun, type Run } from './run.ts';
import type { RunKeeper } from './runKeeper.ts';

/** What an issue is made from: it stays in memory. */
export interface Materials {
  readonly plan: IssuePlan;
  /** The devices, with the keys that envelopes are sealed to now. */
  readonly find: () => Promise<readonly Refreshed<EnrolledDevice>[]>;
  /** Called once nothing is being made of it any more: the keys that sign are not needed then. */
  readonly release?: () => void;
}

/** What a run is moved on with: the page's chain, IPFS, wallet and signers as they are at the moment. */
export interface Tools {
  readonly issuing: Issuing;
  readonly chain: Chain;
  readonly store: Store;
  readonly authority: Authority;
  /** The wallet that sends, in lower case. */
  readonly sender: Hex;
  readonly isContractError: (error: unknown) => error is ContractError;
  /** Sends; `mined` is its block. */
  readonly send: (once: OnceOnly) => Promise<{ readonly hash: Hex; readonly mined: Promise<unknown> }>;
  /** Writes down what was announced. */
  readonly record: (state: IssueState, transaction: Hex | null) => Promise<void>;
  /** Block time, seconds since 1970. */
  readonly time: () => Promise<number>;
}

/** All issues on their way in this tab. */
export interface RunStore {
  readonly get: () => readonly Run[];
  readonly subscribe: (changed: () => void) => () => void;
  /** Takes in what an earlier visit has left unfinished. */
  readonly load: () => Promise<void>;
  readonly start: (id: string, fields: Parameters<typeof newRun>[1], materials: Materials) => void;
  /** Goes on as far as it can be gone, or until everything is made; what stops it is in the run. */
  readonly advance: (id: string, tools: () => Promise<Tools>, until?: 'made' | 'announced') => Promise<void>;
  readonly pause: (id: string, isPaused: boolean) => void;
  /** Stops it for good. Nothing was announced, so nothing has happened; what was stored cannot be opened without an announcement. */
  readonly cancel: (id: string) => Promise<void>;
  /** Makes it anew, from the first step: somebody else has taken its epoch. False if it cannot, as what it was made from is gone. */
  readonly remake: (id: string) => boolean;
}

/** How work on many devices lets the page live. */
export interface Pace {
  /** Whether it has worked for long enough without a rest. */
  readonly isDue: () => boolean;
  /** Lets the browser draw and listen. */
  readonly rest: () => Promise<void>;
}

/** @example `const store = createRunStore(openRunKeeper(name), pace)` */
export function createRunStore(keeper: RunKeeper, pace: Pace): RunStore {
  let runs: readonly Run[] = [];
  const listeners = new Set<() => void>();
  const materials = new Map<string, Materials>();
  const controllers = new Map<string, AbortController>();
  const gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();

  const set = (next: readonly Run[]) => {
    runs = next;
    for (const listener of listeners) listener();
  };
  const find = (id: string) => runs.find((run) => run.id === id);
  const change = (id: string, fields: Partial<Run>) =>
    set(runs.map((run) => (run.id === id ? { ...run, ...fields } : run)));
  const keep = async (id: string, fields: Partial<Run>) => {
    change(id, fields);
    const run = find(id);
    if (run) await keeper.save(run);
  };

  function stepping(id: string): StepOptions {
    const controller = controllers.get(id) as AbortController;
    return {
      signal: controller.signal,
      onProgress: async (done, total) => {
        const isDue = pace.isDue();
        // Nobody sees what is not drawn.
        if (isDue || done === total) change(id, { progress: { done, total } });
        if (isDue) await pace.rest();
        await gates.get(id)?.opened;
        controller.signal.throwIfAborted();
        const isSealed = done === total && find(id)?.work === 'sealing';
        if (isSealed) change(id, { work: 'storing' });
      },
    };
  }

  async function make(id: string, { issuing, chain, authority }: Tools): Promise<IssueState> {
    const from = materials.get(id);
    if (!from) throw new Error('what it was made from is gone');
    try {
      change(id, { work: 'keys' });
      const found = await from.find();
      change(id, { work: 'making', progress: { done: 0, total: found.length } });
      return await issuing.beginIssue({ chain, authority }, from.plan, found, stepping(id));
    } finally {
      from.release?.();
    }
  }

  async function move(id: string, tools: Tools, until: 'made' | 'announced'): Promise<void> {
    const { issuing } = tools;
    const begun = find(id)?.state ?? null;
    const state = begun ?? (await make(id, tools));
    if (begun === null) await keep(id, { state });
    if (until === 'made') return;
    change(id, { work: 'signing', progress: null });
    const signed = await issuing.signIssue(tools, state);
    if (signed !== state) await keep(id, { state: signed });
    change(id, { work: 'sealing', progress: { done: 0, total: signed.drafts.length } });
    const sealed = await issuing.sealIssue(tools, signed, stepping(id));
    if (sealed !== signed) await keep(id, { state: sealed });
    change(id, { work: 'announcing', progress: null });
    const current = issuing.renewIssue(sealed, await tools.time());
    if (current !== sealed) await keep(id, { state: current });
    const transaction = await announce(id, current, tools);
    await tools.record(current, transaction);
    change(id, { isAnnounced: true, work: null });
    await keeper.remove(id);
    materials.delete(id);
  }

  async function announce(id: string, state: IssueState, tools: Tools): Promise<Hex | null> {
    const once = await tools.issuing.announceIssue(tools, state);
    try {
      const { hash, mined } = await tools.send(once);
      await keep(id, { transaction: hash });
      change(id, { work: 'mining' });
      await mined;
      return hash;
    } catch (error) {
      if (tools.isContractError(error) && (await once.isDone(error))) return find(id)?.transaction ?? null;
      throw error;
    }
  }

  return {
    get: () => runs,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    async load() {
      const kept = await keeper.load();
      set([...runs, ...kept.filter(({ id }) => !find(id))]);
    },
    start(id, fields, from) {
      materials.set(id, from);
      set([newRun(id, fields), ...runs]);
    },
    async advance(id, open, until = 'announced') {
      const run = find(id);
      if (!run || run.work !== null || run.isAnnounced) return;
      controllers.set(id, new AbortController());
      change(id, { work: run.state === null ? 'keys' : 'signing', failure: null, waiting: null });
      let tools: Tools | undefined;
      try {
        tools = await open();
        await move(id, tools, until);
      } catch (error) {
        const isWaiting = tools && error instanceof tools.issuing.ApprovalsNeededError;
        change(id, isWaiting ? { waiting: error.action } : { failure: error });
      } finally {
        change(id, { work: null, progress: null });
      }
    },
    pause(id, isPaused) {
      gates.get(id)?.open();
      gates.delete(id);
      if (isPaused) gates.set(id, gate());
      change(id, { isPaused });
    },
    async cancel(id) {
      controllers.get(id)?.abort();
      gates.get(id)?.open();
      materials.get(id)?.release?.();
      materials.delete(id);
      set(runs.filter((run) => run.id !== id));
      await keeper.remove(id);
    },
    remake(id) {
      if (!materials.has(id)) return false;
      change(id, { state: null, failure: null, waiting: null, transaction: null });
      return true;
    },
  };
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

import 'fake-indexeddb/auto';
import type { Hex } from '@gridseal/sdk/bytes';
import { ContractError } from '@gridseal/sdk/chain';
import type { IssueState } from '@gridseal/sdk/delivery/issue';
import { TransportError } from '@gridseal/sdk/errors';
import { describe, expect, test } from 'vitest';
import { emptyRecipe, type Recipe } from './recipe.ts';
import { isLostOnLeaving, newRun, type Run, stageOf } from './run.ts';
import { keptOf, openRunKeeper, type RunKeeper } from './runKeeper.ts';
import { createRunStore, type Materials, type Tools } from './runStore.ts';

const id32 = (byte: string): Hex => `0x${byte.repeat(32)}`;
const secret = 'c2VjcmV0LWtleQ';
const made: IssueState = {
  type: 'gridseal/pending/v1',
  id: id32('01'),
  channel: 'visit',
  group: null,
  kind: 'sshUser',
  issuer: 'users',
  serials: ['7'],
  leftOut: [],
  notBefore: 1,
  notAfter: 2,
  drafts: [{ manifest: { device: id32('02'), subject: id32('03'), epoch: 1 }, contents: [secret], recipients: [] }],
  signature: null,
  content: null,
};
const signed: IssueState = { ...made, signature: '0x01' };
const sealed: IssueState = { ...signed, content: { digest: id32('04'), codec: 0, deadline: 9 } };
const recipe: Recipe = { ...emptyRecipe([id32('02')]), principals: 'technician' };
const fields = { begunAt: 0, recipe, issuer: 'users', isBatch: false };

class NeedsApprovals extends Error {
  readonly action = { action: 'manifests' };
}

/** The SDK's steps, without a chain; each may be told to fail. */
function office(change: Partial<Tools> & { readonly steps?: Partial<Tools['issuing']> } = {}) {
  const kept = new Map<string, Run>();
  const recorded: (Hex | null)[] = [];
  const keeper: RunKeeper = {
    load: async () => [],
    save: async (run) => void (keptOf(run) && kept.set(run.id, run)),
    remove: async (id) => void kept.delete(id),
    saveRecipe: async () => {},
    recipe: async () => null,
  };
  const { steps = {}, ...rest } = change;
  const issuing = {
    beginIssue: async (
      _: unknown,
      __: unknown,
      ___: unknown,
      how: { onProgress?: (a: number, b: number) => unknown },
    ) => {
      for (let i = 1; i <= 3; i++) await how.onProgress?.(i, 3);
      return made;
    },
    signIssue: async () => signed,
    sealIssue: async () => sealed,
    renewIssue: (state: IssueState) => state,
    announceIssue: async () => ({ transaction: {}, isDone: async () => true }),
    ApprovalsNeededError: NeedsApprovals,
    ...steps,
  };
  const tools = {
    issuing,
    time: async () => 0,
    isContractError: (error: unknown): error is ContractError => error instanceof ContractError,
    send: async () => ({ hash: id32('05'), mined: Promise.resolve() }),
    record: async (_: unknown, transaction: Hex | null) => void recorded.push(transaction),
    ...rest,
  } as unknown as Tools;
  const store = createRunStore(keeper, { isDue: () => true, rest: async () => {} });
  const releases: string[] = [];
  const release = () => void releases.push(store.get()[0]?.work ?? '');
  const materials = { plan: {}, find: async () => [{}, {}, {}], release } as unknown as Materials;
  store.start('r', fields, materials);
  const run = () => store.get().find(({ id }) => id === 'r') as Run;
  return { store, run, kept, recorded, releases, open: async () => tools };
}

describe('an issue on its way', () => {
  test('behavior: stops once it is made, to be looked at; then goes to the end, and is written down', async () => {
    const { store, run, recorded, kept, releases, open } = office();
    await store.advance('r', open, 'made');
    expect(releases).toEqual(['making']);
    expect(stageOf(run())).toBe('made');
    expect(kept.has('r')).toBe(true);
    await store.advance('r', open);
    expect(run()).toMatchObject({ isAnnounced: true, transaction: id32('05'), work: null, failure: null });
    expect(recorded).toEqual([id32('05')]);
    expect(kept.size).toBe(0);
  });

  test('behavior: waits for approvals, and goes on from there', async () => {
    let isEnough = false;
    const signIssue = async () => {
      if (!isEnough) throw new NeedsApprovals();
      return signed;
    };
    const { store, run, open } = office({ steps: { signIssue } as never });
    await store.advance('r', open);
    expect(run()).toMatchObject({ waiting: { action: 'manifests' }, failure: null, work: null });
    isEnough = true;
    await store.advance('r', open);
    expect(run()).toMatchObject({ isAnnounced: true, waiting: null });
  });

  test('behavior: IPFS down loses nothing: what was signed is not signed again', async () => {
    let [isDown, signatures] = [true, 0];
    const signIssue = async (_: unknown, state: IssueState) => {
      if (state.signature !== null) return state;
      signatures++;
      return signed;
    };
    const sealIssue = async () => {
      if (isDown) throw new TransportError('down');
      return sealed;
    };
    const { store, run, open } = office({ steps: { signIssue, sealIssue } as never });
    await store.advance('r', open);
    expect(run().failure).toBeInstanceOf(TransportError);
    expect(stageOf(run())).toBe('signed');
    isDown = false;
    await store.advance('r', open);
    expect(run().isAnnounced).toBe(true);
    expect(signatures).toBe(1);
  });

  test('behavior: pausing holds the work between two devices, and stopping ends it', async () => {
    const { store, run, open, kept } = office();
    store.pause('r', true);
    const working = store.advance('r', open, 'made');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run()).toMatchObject({ isPaused: true, work: 'making', progress: { done: 1, total: 3 } });
    await store.cancel('r');
    await working;
    expect(store.get()).toEqual([]);
    expect(kept.size).toBe(0);
  });

  test('behavior: announced already, by whomever: nothing is sent twice', async () => {
    const error = Object.create(ContractError.prototype) as ContractError;
    const send = async () => Promise.reject(error);
    const { store, run, recorded, open } = office({ send });
    await store.advance('r', open);
    expect(run()).toMatchObject({ isAnnounced: true, failure: null });
    expect(recorded).toEqual([null]);
  });

  test('error: the wallet refuses: it stands where it stood', async () => {
    const refusal = new Error('refused');
    const { store, run, open } = office({ send: async () => Promise.reject(refusal) });
    await store.advance('r', open);
    expect(run()).toMatchObject({ failure: refusal, isAnnounced: false, work: null });
    expect(stageOf(run())).toBe('stored');
  });

  test('error: what it was made from is gone, so it cannot be made anew', async () => {
    const { store, open } = office();
    await store.advance('r', open);
    expect(store.remake('r')).toBe(false);
  });
});

describe('what is written down', () => {
  const run = (state: IssueState | null, change: Partial<Recipe> = {}): Run => {
    return { ...newRun('r', { ...fields, recipe: { ...recipe, ...change } }), state };
  };

  test('attack: no key that was made here, and no file, is ever kept', () => {
    for (const change of [{ keys: 'server' }, { kind: 'files' }] as const) {
      expect(keptOf(run(made, change))).toBeNull();
      expect(keptOf(run(signed, change))).toBeNull();
      expect(JSON.stringify(keptOf(run(sealed, change)))).not.toContain(secret);
      expect(isLostOnLeaving(run(signed, change))).toBe(true);
      expect(isLostOnLeaving(run(sealed, change))).toBe(false);
    }
  });

  test('behavior: a certificate of the device’s own key is public, and kept', () => {
    expect(keptOf(run(null))).toBeNull();
    expect(keptOf(run(made))?.state).toEqual(made);
    expect(isLostOnLeaving(run(made))).toBe(false);
  });

  test('behavior: comes back in another visit; what another version wrote is left alone', async () => {
    const keeper = openRunKeeper('runs-test');
    await keeper.save(run(signed));
    await keeper.saveRecipe(id32('03'), recipe);
    const again = openRunKeeper('runs-test');
    expect(await again.load()).toMatchObject([{ id: 'r', state: signed, work: null, failure: null }]);
    expect(await again.recipe(id32('03'))).toEqual(recipe);
    expect(await again.recipe(id32('99'))).toBeNull();
    await again.remove('r');
    expect(await again.load()).toEqual([]);
  });
});

import type { IssueState } from '@gridseal/sdk/delivery/issue';
import { type IDBPDatabase, openDB } from 'idb';
import { isSecret, type Recipe } from './recipe.ts';
import { newRun, type Run } from './run.ts';

/** Where unfinished issues, and what was asked for the last time, outlive a visit. */
export interface RunKeeper {
  readonly load: () => Promise<readonly Run[]>;
  /** Keeps what is not secret of it, if that is enough to go on. */
  readonly save: (run: Run) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly saveRecipe: (subject: string, recipe: Recipe) => Promise<void>;
  readonly recipe: (subject: string) => Promise<Recipe | null>;
}

const RUNS = 'runs';
const RECIPES = 'recipes';
const TYPE = 'gridseal/issue-run/v1';

/** What is written down of a run. */
interface KeptRun extends Pick<Run, 'id' | 'begunAt' | 'recipe' | 'issuer' | 'isBatch' | 'transaction'> {
  readonly type: typeof TYPE;
  readonly state: IssueState;
}

/**
 * What of a run may be written down; null if nothing that helps may. Credentials with the device's own key are public. Keys that were
 * made here, and files, never are: of these, a run is kept only once everything is sealed, and without the contents.
 */
export function keptOf({ id, begunAt, recipe, issuer, isBatch, transaction, state }: Run): KeptRun | null {
  if (state === null) return null;
  if (isSecret(recipe) && state.content === null) return null;
  const bare = isSecret(recipe) ? withoutContents(state) : state;
  return { type: TYPE, id, begunAt, recipe, issuer, isBatch, transaction, state: bare };
}

/** As the SDK's, whose chunk need not be loaded for it. */
function withoutContents(state: IssueState): IssueState {
  return { ...state, drafts: state.drafts.map((draft) => ({ ...draft, contents: [] })) };
}

/** @param name One database for each deployment. */
export function openRunKeeper(name: string): RunKeeper {
  let opened: Promise<IDBPDatabase> | undefined;
  const database = () => {
    opened ??= openDB(name, 1, {
      upgrade(tables) {
        tables.createObjectStore(RUNS, { keyPath: 'id' });
        tables.createObjectStore(RECIPES);
      },
    });
    return opened;
  };
  return {
    async load() {
      const kept: unknown[] = await (await database()).getAll(RUNS);
      return kept.flatMap((value) => (isKept(value) ? [{ ...newRun(value.id, value), ...restOf(value) }] : []));
    },
    async save(run) {
      const kept = keptOf(run);
      if (kept) await (await database()).put(RUNS, kept);
    },
    async remove(id) {
      await (await database()).delete(RUNS, id);
    },
    async saveRecipe(subject, recipe) {
      await (await database()).put(RECIPES, recipe, subject);
    },
    async recipe(subject) {
      return ((await (await database()).get(RECIPES, subject)) as Recipe | undefined) ?? null;
    },
  };
}

function restOf({ state, transaction }: KeptRun): Pick<Run, 'state' | 'transaction'> {
  return { state, transaction };
}

/** Another version of the page may have written it. */
function isKept(value: unknown): value is KeptRun {
  return typeof value === 'object' && value !== null && (value as Partial<KeptRun>).type === TYPE;
}

import { createContext, useContext, useSyncExternalStore } from 'react';

/** What stands out at the moment. Kept beside React: moving the mouse over 2,000 nodes renders those alone that change. */
export interface Marks {
  /** On the ways of trust of what is selected. */
  readonly lit: ReadonlySet<string>;
  readonly selected: string | null;
  /** Where the keyboard is. */
  readonly active: string | null;
  /** Joined with what the mouse is over. */
  readonly near: ReadonlySet<string>;
  /** There only because they lead to what matches. */
  readonly context: ReadonlySet<string>;
}

export const noMarks: Marks = { lit: new Set(), selected: null, active: null, near: new Set(), context: new Set() };

export class Emphasis {
  #marks: Marks = noMarks;
  readonly #listeners = new Set<() => void>();

  get marks(): Marks {
    return this.#marks;
  }

  change(part: Partial<Marks>): void {
    this.#marks = { ...this.#marks, ...part };
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const EmphasisContext = createContext(new Emphasis());

/** The marks of an item, as words for `data-marks`. */
export function useMarks(id: string): string {
  const emphasis = useContext(EmphasisContext);
  return useSyncExternalStore(emphasis.subscribe, () => wordsFor(id, emphasis.marks));
}

function wordsFor(id: string, { lit, selected, active, near, context }: Marks): string {
  const isLit = lit.size === 0 || lit.has(id);
  if (isLit && selected !== id && active !== id && near.size === 0 && context.size === 0)
    return lit.size === 0 ? '' : 'lit';
  return [
    lit.size > 0 ? (isLit ? 'lit' : 'dim') : '',
    selected === id ? 'selected' : '',
    active === id ? 'active' : '',
    near.has(id) ? 'near' : '',
    context.has(id) ? 'context' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

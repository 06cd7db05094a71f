import { certificateKinds, certificateUsages } from '@gridseal/sdk/certificate';
import type { Draft } from './draft.ts';
import { isStep, type Step } from './steps.ts';

/** Where the wizard was. */
export interface Kept {
  readonly draft: Draft;
  readonly step: Step;
}

const PREFIX = 'gridseal.draft.';
/** Longer than any certificate. */
const MAX_LENGTH = 262_144;
const texts = [
  'name',
  'role',
  'signer',
  'pathLength',
  'required',
  'from',
  'until',
  'party',
  'leavesRoot',
  'leavesSize',
  'serial',
] as const;

/**
 * Keeps a draft for this tab, so that it survives a reload. Nothing of it is secret.
 *
 * @param of What it is a draft of: `new`, or the id of the certificate that it replaces.
 */
export function keepDraft(storage: Storage, of: string, kept: Kept): void {
  try {
    storage.setItem(PREFIX + of, JSON.stringify(kept));
  } catch {
    // Full or denied: the draft lives as long as the page.
  }
}

/** What was kept; null if that is nothing, or nothing that can be read. */
export function keptDraft(storage: Storage, of: string): Kept | null {
  try {
    const text = storage.getItem(PREFIX + of) ?? '';
    if (text === '' || text.length > MAX_LENGTH) return null;
    const { draft, step } = JSON.parse(text) as { draft?: unknown; step?: unknown };
    return isDraft(draft) && isStep(step) ? { draft, step } : null;
  } catch {
    return null;
  }
}

export function forgetDraft(storage: Storage, of: string): void {
  try {
    storage.removeItem(PREFIX + of);
  } catch {
    // Denied: nothing was kept either.
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const draft = value as Readonly<Record<string, unknown>>;
  return (
    texts.every((field) => typeof draft[field] === 'string') &&
    isOneOf(certificateKinds)(draft.kind) &&
    isListOf(draft.certifies, isOneOf(certificateKinds)) &&
    isListOf(draft.usages, isOneOf(certificateUsages)) &&
    isListOf(draft.replaces, (one) => typeof one === 'string') &&
    isListOf(draft.keys, isKey) &&
    /^[\w-]{22}$/.test(draft.serial as string)
  );
}

const isOneOf = (words: readonly string[]) => (value: unknown) => words.some((word) => word === value);

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isKey(value: unknown): boolean {
  const { use, algorithm, publicKey } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [use, algorithm, publicKey].every((field) => typeof field === 'string');
}

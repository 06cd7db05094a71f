import { Quorum, Schema } from '@gridseal/sdk/quorum';
import { type Draft, emptyDraft, type MemberDraft } from './draft.ts';

/** What was begun, for as long as the tab lives; nothing in it is secret. */
const KEY = 'gridseal/quorums/draft/v1';
const MAX_TEXT = 100;
const MOST_MEMBERS = 2 * Quorum.MAX_MEMBERS;

/** What is stored is decoded, not believed; the empty form if there is nothing, or something else. */
export function readKeptDraft(storage: Pick<Storage, 'getItem'>): Draft {
  try {
    const { members, threshold, revocationThreshold, salt } = JSON.parse(storage.getItem(KEY) ?? '');
    if (!Array.isArray(members) || members.length > MOST_MEMBERS) return emptyDraft;
    if (![threshold, revocationThreshold, salt].every(isText)) return emptyDraft;
    return { members: members.map(memberFrom), threshold, revocationThreshold, salt };
  } catch {
    return emptyDraft;
  }
}

/** Remembers a form; an empty one is forgotten. A browser that keeps nothing is no reason to stop. */
export function keepDraft(storage: Pick<Storage, 'setItem' | 'removeItem'>, draft: Draft): void {
  try {
    if (draft.members.length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Full, or forbidden.
  }
}

/** @throws if it is none. */
function memberFrom({ signer, weight, pair }: Readonly<Record<string, unknown>>): MemberDraft {
  if (!isText(weight)) throw new TypeError('is no weight');
  const member = { signer: Schema.signer.parse(signer), weight };
  return pair === undefined ? member : { ...member, pair: Quorum.decode(pair) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

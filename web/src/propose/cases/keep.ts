import type { Hex } from '@gridseal/sdk/bytes';
import { Approval } from '@gridseal/sdk/quorum';
import { type IDBPDatabase, openDB } from 'idb';

/** What this browser remembers of proposals besides their drafts. Approvals are made to be handed on: nothing here is secret. */
export interface Kept {
  readonly approvals: readonly Approval.Approval[];
  /** Drafts that came by file or link, the newest first. */
  readonly drafts: readonly Hex[];
  /** Drafts that the user has put aside. */
  readonly rejections: ReadonlyMap<Hex, Rejection>;
}

/** A no that stays in this browser: on chain, not approving is all that a member can do. */
export interface Rejection {
  readonly note: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const APPROVALS = 'approvals';
const DRAFTS = 'drafts';
const REJECTIONS = 'rejections';
const MOST_APPROVALS = 5_000;
const MOST_DRAFTS = 500;
/** So that a note fits what a proposal's own note may have. */
export const MAX_NOTE = 1_000;

let opened: Promise<IDBPDatabase> | undefined;

function database(): Promise<IDBPDatabase> {
  opened ??= openDB('gridseal.approvals', 1, {
    upgrade(db) {
      db.createObjectStore(APPROVALS);
      db.createObjectStore(DRAFTS);
      db.createObjectStore(REJECTIONS);
    },
  });
  return opened;
}

/** Reads everything; what is stored is decoded, not believed. */
export async function readKept(): Promise<Kept> {
  const db = await database();
  const [files, drafts, draftTimes, noes, noKeys] = await Promise.all([
    db.getAll(APPROVALS, undefined, MOST_APPROVALS),
    db.getAllKeys(DRAFTS, undefined, MOST_DRAFTS),
    db.getAll(DRAFTS, undefined, MOST_DRAFTS),
    db.getAll(REJECTIONS),
    db.getAllKeys(REJECTIONS),
  ]);
  const newest = drafts.map((draft, i) => ({ draft: draft as Hex, at: Number(draftTimes[i]) }));
  return {
    approvals: files.flatMap(readApproval),
    drafts: newest.sort((a, b) => b.at - a.at).map(({ draft }) => draft),
    rejections: new Map(noKeys.map((draft, i) => [draft as Hex, noes[i] as Rejection])),
  };
}

function readApproval(bytes: unknown): readonly Approval.Approval[] {
  try {
    return [Approval.decode(bytes as Uint8Array)];
  } catch {
    return [];
  }
}

/** Keeps approvals: one for each signer and message, the newest of several. */
export async function keepApprovals(approvals: readonly Approval.Approval[]): Promise<void> {
  const transaction = (await database()).transaction(APPROVALS, 'readwrite');
  const writes = approvals.map((approval) =>
    transaction.store.put(Approval.encode(approval), `${approval.digest} ${approval.signer}`),
  );
  await Promise.all([...writes, transaction.done]);
}

/** Remembers that a draft came by file or link, so that the inbox lists it. */
export async function keepDraft(draft: Hex, now: number): Promise<void> {
  await (await database()).put(DRAFTS, now, draft);
}

export async function forgetDraft(draft: Hex): Promise<void> {
  await (await database()).delete(DRAFTS, draft);
}

export async function reject(draft: Hex, note: string, now: number): Promise<void> {
  await (await database()).put(REJECTIONS, { note: note.slice(0, MAX_NOTE), at: now } satisfies Rejection, draft);
}

export async function reconsider(draft: Hex): Promise<void> {
  await (await database()).delete(REJECTIONS, draft);
}

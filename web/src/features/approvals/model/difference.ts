import type { QuorumRules } from '@gridseal/sdk/quorum';

/** One field that is not the same. Texts are JSON of what stands there; null where nothing does. */
export interface Change {
  /** `subject.name`, `usages[2]`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Beyond this many differences, two certificates have nothing to do with each other. */
export const MAX_CHANGES = 200;

/**
 * What differs between two JSON values, field by field. Lists are compared as sets: their order says nothing.
 *
 * @example `difference({ a: 1 }, { a: 2 }) // [{ path: 'a', before: '1', after: '2' }]`
 */
export function difference(before: unknown, after: unknown, path = ''): readonly Change[] {
  const changes: Change[] = [];
  collectChanges(before, after, path, changes);
  return changes.slice(0, MAX_CHANGES);
}

function collectChanges(before: unknown, after: unknown, path: string, changes: Change[]): void {
  if (changes.length >= MAX_CHANGES) return;
  const [one, other] = [toText(before), toText(after)];
  if (one === other) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, fresh] = [before.map(toText), after.map(toText)];
    for (const text of old) if (!fresh.includes(text)) changes.push({ path, before: text, after: null });
    for (const text of fresh) if (!old.includes(text)) changes.push({ path, before: null, after: text });
    return;
  }
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collectChanges(before[key], after[key], path ? `${path}.${key}` : key, changes);
    }
    return;
  }
  changes.push({ path, before: one, after: other });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts as they are, everything else as JSON; null for nothing. */
function toText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What becomes of one member in a rotation. */
export interface MemberChange {
  readonly signer: `0x${string}`;
  readonly change: 'joins' | 'leaves' | 'weight' | 'stays';
  readonly before: number | null;
  readonly after: number | null;
}

/** Who joins, who leaves, who stays. */
export function memberChanges(before: QuorumRules, after: QuorumRules): readonly MemberChange[] {
  const [old, fresh] = [before, after].map(
    ({ members }) => new Map(members.map(({ signer, weight }) => [signer.toLowerCase() as `0x${string}`, weight])),
  ) as [Map<`0x${string}`, number>, Map<`0x${string}`, number>];
  return [...new Set([...old.keys(), ...fresh.keys()])].map((signer) => {
    const [was, is] = [old.get(signer) ?? null, fresh.get(signer) ?? null];
    const change = was === null ? 'joins' : is === null ? 'leaves' : was === is ? 'stays' : 'weight';
    return { signer, change, before: was, after: is };
  });
}

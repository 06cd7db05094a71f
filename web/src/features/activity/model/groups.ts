import type { EventType } from '@gridseal/sdk/chain';

/** What events are about, as people look for them. */
export const groups = {
  quorums: ['quorumCreated', 'quorumRotated'],
  certificates: ['certificateEndorsed', 'certificateRevoked'],
  approvals: ['proposed', 'approved'],
  keys: ['announced', 'withdrawn', 'claimed'],
} as const satisfies Readonly<Record<string, readonly EventType[]>>;

export type Group = keyof typeof groups;

export const groupNames = Object.keys(groups) as readonly Group[];
export const eventTypes: readonly EventType[] = Object.values(groups).flat();

/** Whether all types of a group are chosen. */
export function hasGroup(types: readonly EventType[], group: Group): boolean {
  return groups[group].every((type) => types.includes(type));
}

/** Chooses a group's types, or gives them up if all are chosen. The order is always the same. */
export function toggleGroup(types: readonly EventType[], group: Group): readonly EventType[] {
  const own: readonly EventType[] = groups[group];
  const others = types.filter((type) => !own.includes(type));
  return inOrder(hasGroup(types, group) ? others : [...others, ...own]);
}

/** In the order of {@link eventTypes}. All of them are the same as none: everything. */
export function inOrder(types: readonly EventType[]): readonly EventType[] {
  const chosen = eventTypes.filter((type) => types.includes(type));
  return chosen.length === eventTypes.length ? [] : chosen;
}

import type { Item, Picture } from './picture.ts';

/** Items whose name, role or id has the words; whatever begins with them comes first. */
export function searchPicture({ items }: Picture, text: string, limit: number): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const starting: Item[] = [];
  const having: Item[] = [];
  for (const item of items.values()) {
    if (starting.length >= limit) break;
    const label = item.type === 'group' ? '' : item.label.toLowerCase();
    if (label.startsWith(wanted) || item.id.startsWith(wanted)) starting.push(item);
    else if (having.length < limit && (label.includes(wanted) || hasId(item, wanted) || hasRole(item, wanted)))
      having.push(item);
  }
  return [...starting, ...having].slice(0, limit);
}

const hasId = (item: Item, wanted: string): boolean => item.type !== 'group' && item.id.includes(wanted);
const hasRole = (item: Item, wanted: string): boolean =>
  item.type === 'certificate' && (item.role?.toLowerCase().includes(wanted) ?? false);

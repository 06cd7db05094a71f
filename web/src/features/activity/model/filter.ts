import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { EventType } from '@gridseal/sdk/chain';
import { eventTypes, type Group, groupNames, groups, hasGroup, inOrder } from './groups.ts';

/** What the list is narrowed to. Whatever is absent does not matter. */
export interface ActivityFilter {
  /** None means all. */
  readonly types: readonly EventType[];
  /** A name, or part of an id. */
  readonly text?: string;
  readonly quorum?: Hex;
  readonly certificate?: Hex;
  /** An ERC-7913 signer: a wallet's address, or a verifier and a key. */
  readonly signer?: Hex;
  /** keccak256 of the authority's signer. */
  readonly authority?: Hex;
  /** keccak256 of the device's signer. */
  readonly device?: Hex;
  readonly transaction?: Hex;
  readonly fromBlock?: number;
  readonly toBlock?: number;
  /** The first and the last day, `2026-11-20`, in the reader's zone. */
  readonly from?: string;
  readonly to?: string;
}

/** What a link says: the filter, the event that is open, and what of it made no sense. */
export interface ActivityView {
  readonly filter: ActivityFilter;
  /** Block and log index of the event that is looked at. */
  readonly open: EventPlace | null;
  readonly ignored: readonly string[];
}

export interface EventPlace {
  readonly block: number;
  readonly logIndex: number;
}

export const everything: ActivityFilter = { types: [] };
const MAX_TEXT = 120;
const MAX_SIGNER_BYTES = 600;

export const idFields = ['quorum', 'certificate', 'authority', 'device', 'transaction'] as const;
export type IdField = (typeof idFields)[number];

/** Whether the filter lets everything through. */
export function isEverything(filter: ActivityFilter): boolean {
  return segmentsOf(filter).length === 0;
}

/**
 * The path of a view, after `/activity`: `/types=keys/quorum=0x12…/blocks=100-200`. Empty for everything.
 *
 * @example
 * ```ts
 * pathOf({ filter: { types: [], text: 'Fleet' }, open: null }); // '/text=Fleet'
 * ```
 */
export function pathOf({ filter, open }: Pick<ActivityView, 'filter' | 'open'>): string {
  const segments = segmentsOf(filter);
  if (open) segments.push(['event', `${open.block}.${open.logIndex}`]);
  return segments.map(([name, value]) => `/${name}=${encodeURIComponent(value.toWellFormed())}`).join('');
}

function segmentsOf(filter: ActivityFilter): [name: string, value: string][] {
  const { types, fromBlock, toBlock, from, to } = filter;
  const segments: [string, string][] = [];
  if (types.length > 0) segments.push(['types', typeWords(types).join('.')]);
  for (const name of ['text', 'signer', ...idFields] as const) if (filter[name]) segments.push([name, filter[name]]);
  if (fromBlock !== undefined || toBlock !== undefined)
    segments.push(['blocks', `${fromBlock ?? ''}-${toBlock ?? ''}`]);
  if (from) segments.push(['from', from]);
  if (to) segments.push(['to', to]);
  return segments;
}

/** Groups by their names, what is left by type. */
function typeWords(types: readonly EventType[]): readonly string[] {
  const whole = groupNames.filter((group) => hasGroup(types, group));
  const covered: readonly EventType[] = whole.flatMap((group) => groups[group]);
  return [...whole, ...types.filter((type) => !covered.includes(type))];
}

/** Reads what a link says. Anybody can write a link: what makes no sense is left out, and named. */
export function viewOf(path: string): ActivityView {
  const view: { filter: ActivityFilter; open: EventPlace | null } = { filter: everything, open: null };
  const ignored: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '') continue;
    const read = readSegment(segment);
    if (read === null) ignored.push(segment.slice(0, MAX_TEXT));
    else if ('open' in read) view.open = read.open;
    else view.filter = { ...view.filter, ...read };
  }
  return { ...view, ignored };
}

function readSegment(segment: string): Partial<ActivityFilter> | { readonly open: EventPlace } | null {
  const split = segment.indexOf('=');
  const [name, value] = [segment.slice(0, Math.max(0, split)), decoded(segment.slice(split + 1))];
  if (split < 1 || value === null || value === '') return null;
  switch (name) {
    case 'types':
      return readTypes(value);
    case 'text':
      return value.length <= MAX_TEXT ? { text: value } : null;
    case 'signer':
      return isSigner(value) ? { signer: value.toLowerCase() as Hex } : null;
    case 'blocks':
      return readBlocks(value);
    case 'from':
    case 'to':
      return isDay(value) ? { [name]: value } : null;
    case 'event': {
      const [, block, logIndex] = /^(\d{1,15})\.(\d{1,9})$/.exec(value) ?? [];
      return block && logIndex ? { open: { block: Number(block), logIndex: Number(logIndex) } } : null;
    }
    default: {
      const field = idFields.find((id) => id === name);
      return field && isHex(value, 32) ? { [field]: value.toLowerCase() as Hex } : null;
    }
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function readTypes(value: string): Partial<ActivityFilter> | null {
  const words = value.split('.');
  const known = (word: string) =>
    groupNames.some((group) => group === word) || eventTypes.some((type) => type === word);
  if (!words.every(known)) return null;
  return { types: inOrder(words.flatMap((word) => groups[word as Group] ?? [word as EventType])) };
}

function readBlocks(value: string): Partial<ActivityFilter> | null {
  const [, first, last] = /^(\d{0,15})-(\d{0,15})$/.exec(value) ?? [];
  if (!first && !last) return null;
  return { ...(first ? { fromBlock: Number(first) } : {}), ...(last ? { toBlock: Number(last) } : {}) };
}

/** Whether text may be an ERC-7913 signer: an address, or a verifier and a key. */
export function isSigner(text: string): text is Hex {
  return isHex(text) && text.length >= 42 && text.length <= 2 + 2 * MAX_SIGNER_BYTES;
}

/** Whether text is a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text);
}

import type { CertificateKind, CertificateUsage } from '@gridseal/sdk/certificate';
import { type CertificateItem, carriesTrust, type Item, type Picture, partOf, type Standing } from './picture.ts';

/** What the picture is narrowed to; empty means everything. */
export interface Filters {
  readonly kind: CertificateKind | '';
  readonly role: string;
  readonly usage: CertificateUsage | '';
  readonly standing: Standing | '';
  /** Certificates that one may pass from a start; null for any number. */
  readonly depth: number | null;
  /** Whether wallets and other keys are shown. */
  readonly signers: boolean;
}

export const noFilters: Filters = { kind: '', role: '', usage: '', standing: '', depth: null, signers: false };

/** The part of a picture that matches, and what leads to it. */
export interface Filtered {
  readonly picture: Picture;
  /** How many certificates match. */
  readonly matches: number;
  /** Certificates that are there only because they lead to a match. */
  readonly context: ReadonlySet<string>;
}

/** Whether filters ask for something of certificates. */
export function narrows({ kind, role, usage, standing }: Filters): boolean {
  return kind !== '' || role !== '' || usage !== '' || standing !== '';
}

/** Everything that matches, with all that leads to it: a picture of loose ends would explain nothing. */
export function filterPicture(whole: Picture, filters: Filters): Filtered {
  const depths = depthsOf(whole);
  const { depth, signers } = filters;
  const isNear = ({ id, type }: Item) => depth === null || type === 'signer' || (depths.get(id) ?? 0) <= depth;
  const near = [...whole.items.values()].filter(
    (item) => isNear(item) && (item.type !== 'signer' || (signers && isShared(item.id, whole))),
  );
  const picture = partOf(whole, new Set(near.map(({ id }) => id)));
  const certificates = near.filter((item) => item.type === 'certificate');
  const matching = certificates.filter((item) => isMatch(item, filters));
  if (!narrows(filters)) return { picture, matches: matching.length, context: new Set() };
  const matched = new Set<string>(matching.map(({ id }) => id));
  const kept = new Set<string>([...picture.starts, ...leadingTo(matched, picture), ...spokenOf(matched, picture)]);
  if (signers) for (const id of membersOf(kept, picture)) kept.add(id);
  const context = new Set(certificates.flatMap(({ id }) => (kept.has(id) && !matched.has(id) ? [id] : [])));
  return { picture: partOf(picture, kept), matches: matching.length, context };
}

function isMatch(item: CertificateItem, { kind, role, usage, standing }: Filters): boolean {
  if (kind !== '' && item.kind !== kind) return false;
  if (role !== '' && item.role !== role) return false;
  if (usage !== '' && !item.usages.includes(usage)) return false;
  return standing === '' || item.standing === standing || (standing === 'revoked' && item.revoked);
}

/** A key of one certificate alone says nothing new: it is shown with that certificate. */
function isShared(id: string, picture: Picture): boolean {
  return picture.out.has(id) || (picture.into.get(id)?.length ?? 0) > 1;
}

/** How many certificates stand between a start and each item, itself included. */
export function depthsOf(picture: Picture): ReadonlyMap<string, number> {
  const depths = new Map<string, number>(picture.starts.map((id) => [id, 0]));
  for (const [id, depth] of depths) {
    for (const { type, to } of picture.out.get(id) ?? []) {
      if (!carriesTrust[type] || depths.has(to)) continue;
      depths.set(to, depth + (picture.items.get(to)?.type === 'certificate' ? 1 : 0));
    }
  }
  return depths;
}

/** Some items, and everything from which trust goes to them. */
export function leadingTo(ids: Iterable<string>, picture: Picture): ReadonlySet<string> {
  const found = new Set(ids);
  for (const id of found) {
    for (const { type, from } of picture.into.get(id) ?? []) if (carriesTrust[type]) found.add(from);
  }
  return found;
}

function spokenOf(ids: Iterable<string>, { out }: Picture): string[] {
  return [...ids].flatMap((id) => (out.get(id) ?? []).flatMap(({ type, to }) => (type === 'speaksOf' ? [to] : [])));
}

function membersOf(ids: Iterable<string>, { into }: Picture): string[] {
  return [...ids].flatMap((id) =>
    (into.get(id) ?? []).flatMap(({ type, from }) => (type === 'memberOf' ? [from] : [])),
  );
}

/** The roles that certificates of a picture claim, most frequent first, at most 50. */
export function rolesOf(picture: Picture): readonly string[] {
  const counts = new Map<string, number>();
  for (const item of picture.items.values()) {
    if (item.type === 'certificate' && item.role) counts.set(item.role, (counts.get(item.role) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.slice(0, 50).map(([role]) => role);
}

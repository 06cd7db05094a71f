import type { Hex } from '@gridseal/sdk/bytes';
import type { CertificateKind, CertificateUsage, GraphState } from '@gridseal/sdk/certificate';

/** What a certificate is to whom one looks from. A revocation by a quorum of the picture stands before expiry, but not before trust. */
export type Standing = GraphState | 'revoked';

/** From the best to the least known. */
export const standings = [
  'trusted',
  'notTrusted',
  'revoked',
  'expired',
  'notYetValid',
  'unavailable',
  'undecided',
] as const satisfies readonly Standing[];

export interface CertificateItem {
  readonly type: 'certificate';
  readonly id: Hex;
  /** Safe to show. */
  readonly label: string;
  readonly standing: Standing;
  /** Somebody in the picture has revoked it, whatever it is to the anchors. */
  readonly revoked: boolean;
  readonly name?: string;
  readonly kind?: CertificateKind;
  readonly role?: string;
  readonly usages: readonly CertificateUsage[];
  readonly notAfter: string | null;
}

export interface QuorumItem {
  readonly type: 'quorum';
  readonly id: Hex;
  readonly label: string;
  readonly anchor: boolean;
  /** Null while nothing is known of it. */
  readonly rule: { readonly threshold: number; readonly members: number } | null;
}

/** A wallet or another key that is no quorum. */
export interface SignerItem {
  readonly type: 'signer';
  readonly id: Hex;
  readonly label: string;
}

/** Many certificates of one kind, with the same statements about them, drawn as one. */
export interface GroupItem {
  readonly type: 'group';
  readonly id: string;
  readonly kind: CertificateKind | null;
  /** Those that are not drawn, the most worrying first. */
  readonly members: readonly Hex[];
  readonly standings: readonly (readonly [standing: Standing, count: number])[];
}

export type Item = CertificateItem | QuorumItem | SignerItem | GroupItem;

/** Who says or is what: from quorums to certificates, from certificates to whom they speak of, from members to quorums. */
export type EdgeType = 'endorses' | 'revokes' | 'speaksOf' | 'memberOf' | 'replaces';

export interface Edge {
  readonly type: EdgeType;
  readonly from: string;
  readonly to: string;
  /** Of a revocation: a CRLReason of RFC 5280, section 5.3.1. */
  readonly reason?: number;
}

/** What is looked at, before it has places. */
export interface Picture {
  readonly items: ReadonlyMap<string, Item>;
  readonly edges: readonly Edge[];
  readonly out: ReadonlyMap<string, readonly Edge[]>;
  readonly into: ReadonlyMap<string, readonly Edge[]>;
  /** From which one looks: the anchors, or what nothing leads to. */
  readonly starts: readonly string[];
}

/** Edges along which trust goes: they give the picture its direction. */
export const carriesTrust: Readonly<Record<EdgeType, boolean>> = {
  endorses: true,
  revokes: true,
  speaksOf: true,
  memberOf: false,
  replaces: false,
};

/** Joins items and edges; edges to what is not among the items are left out. */
export function pictureOf(items: Iterable<Item>, edges: Iterable<Edge>, anchors: readonly string[]): Picture {
  const known = new Map<string, Item>();
  for (const item of items) known.set(item.id, item);
  const kept = [...edges].filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const out = indexBy(kept, 'from');
  const into = indexBy(kept, 'to');
  const starts = anchors.filter((id) => known.has(id));
  const isRoot = (id: string) => !into.get(id)?.some(({ type }) => carriesTrust[type]);
  const roots =
    starts.length > 0
      ? starts
      : [...known.values()].flatMap(({ id, type }) => (type !== 'signer' && isRoot(id) ? [id] : []));
  return { items: known, edges: kept, out, into, starts: roots };
}

function indexBy(edges: readonly Edge[], end: 'from' | 'to'): Map<string, Edge[]> {
  const index = new Map<string, Edge[]>();
  for (const edge of edges) {
    const list = index.get(edge[end]);
    if (list) list.push(edge);
    else index.set(edge[end], [edge]);
  }
  return index;
}

/** The part of a picture that consists of these items. */
export function partOf(picture: Picture, kept: ReadonlySet<string>): Picture {
  const items = [...picture.items.values()].filter(({ id }) => kept.has(id));
  return pictureOf(items, picture.edges, picture.starts);
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { TrustPath } from '@gridseal/sdk/certificate';
import { carriesTrust, type EdgeType, type Picture } from './picture.ts';
import { type Layout, routeKey } from './places.ts';

/** What is to stand out: items, and the edges between them. */
export interface Lit {
  readonly items: ReadonlySet<string>;
  readonly edges: readonly { readonly type: EdgeType; readonly from: string; readonly to: string }[];
}

export const nothingLit: Lit = { items: new Set(), edges: [] };

/** The ways on which trust reaches a certificate. */
export function litPaths(target: Hex, paths: readonly TrustPath[]): Lit {
  const edges = paths.flatMap(({ quorums, authorities }) =>
    quorums.flatMap((quorum, i) => {
      const certificate = authorities[i] ?? target;
      const next = quorums[i + 1];
      const endorses = { type: 'endorses' as const, from: quorum, to: certificate };
      return next === undefined ? [endorses] : [endorses, { type: 'speaksOf' as const, from: certificate, to: next }];
    }),
  );
  return { items: new Set([target, ...edges.flatMap(({ from, to }) => [from, to])]), edges };
}

/** An item and everything that it is joined with. */
export function litAround(id: string, picture: Picture): Lit {
  const edges = [...(picture.into.get(id) ?? []), ...(picture.out.get(id) ?? [])];
  return { items: new Set([id, ...edges.flatMap(({ from, to }) => [from, to])]), edges };
}

/** An item and all that speaks for or against it, up to the starts: where no path counts, one sees what stands there instead. */
export function litAbove(id: string, picture: Picture): Lit {
  const items = new Set([id]);
  const edges = [];
  for (const at of items) {
    for (const edge of picture.into.get(at) ?? []) {
      if (!carriesTrust[edge.type]) continue;
      edges.push(edge);
      items.add(edge.from);
    }
  }
  return { items, edges };
}

/** Adds the signer of a certificate to the ways to that certificate. */
export function litThrough(lit: Lit, from: Hex, to: string): Lit {
  return { items: new Set([...lit.items, to]), edges: [...lit.edges, { type: 'speaksOf', from, to }] };
}

/** The routes of a layout that stand out. */
export function litRoutes({ edges }: Lit, { boxOf }: Layout): ReadonlySet<string> {
  const box = (id: string) => boxOf.get(id) ?? id;
  return new Set(edges.map(({ type, from, to }) => routeKey(type, box(from), box(to))));
}

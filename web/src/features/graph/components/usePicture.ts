import type { Hex } from '@gridseal/sdk/bytes';
import type { GraphView } from '@gridseal/sdk/certificate';
import { useMemo } from 'react';
import { type QuorumRecord, useNetwork, useSettings } from '../../../data/index.ts';
import { type Filters, filterPicture } from '../model/filter.ts';
import { type Grouped, groupPicture } from '../model/group.ts';
import { layOut } from '../model/layout.ts';
import type { Picture } from '../model/picture.ts';
import type { Layout } from '../model/places.ts';
import { readGraph } from '../model/readGraph.ts';

export interface PictureInput {
  readonly view: GraphView;
  readonly quorums: readonly QuorumRecord[];
  readonly filters: Filters;
  readonly grouped: boolean;
  /** How many members of a group are drawn. */
  readonly opened: ReadonlyMap<string, number>;
  readonly selected: Hex | null;
}

export interface Shown {
  /** Everything that was asked for, filters apart. */
  readonly whole: Picture;
  readonly filtered: Picture;
  readonly matches: number;
  readonly context: ReadonlySet<string>;
  readonly drawn: Grouped;
  readonly layout: Layout;
}

const none: ReadonlySet<string> = new Set();

/** From the index's answer to what is drawn, each step only when something that it needs has changed. */
export function usePicture({ view, quorums, filters, grouped, opened, selected }: PictureInput): Shown {
  const { addresses } = useNetwork();
  const [{ names }] = useSettings();
  const registry = addresses.quorumRegistry;
  const { nodes, edges } = view;
  const whole = useMemo(
    () => readGraph({ view: { nodes, edges }, quorums, names, registry }),
    [nodes, edges, quorums, names, registry],
  );
  const { picture: filtered, matches, context } = useMemo(() => filterPicture(whole, filters), [whole, filters]);
  const first = useMemo(
    () => groupPicture(filtered, { wanted: grouped, opened, pinned: none }),
    [filtered, grouped, opened],
  );
  // What is selected is drawn by itself; if it is anyway, nothing moves.
  const pinned =
    selected !== null && filtered.items.has(selected) && !first.picture.items.has(selected) ? selected : null;
  const drawn = useMemo(
    () => (pinned === null ? first : groupPicture(filtered, { wanted: grouped, opened, pinned: new Set([pinned]) })),
    [pinned, first, filtered, grouped, opened],
  );
  const layout = useMemo(() => layOut(drawn.picture), [drawn.picture]);
  return { whole, filtered, matches, context, drawn, layout };
}

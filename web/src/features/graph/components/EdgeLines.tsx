import { ViewportPortal } from '@xyflow/react';
import { memo, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { curve, head } from '../model/curves.ts';
import type { EdgeType } from '../model/picture.ts';
import { type Layout, type Route, routeKey } from '../model/places.ts';
import { EmphasisContext } from './emphasis.ts';
import { lines } from './looks.ts';

const types = Object.keys(lines) as EdgeType[];

export interface EdgeLinesProps {
  readonly layout: Layout;
  /** Keys of the routes that stand out. */
  readonly lit: ReadonlySet<string>;
  /** What is drawn among the lines. */
  readonly children?: ReactNode;
}

/** All lines behind the nodes: one path for each kind of statement, however many there are. */
export const EdgeLines = memo(function EdgeLines({ layout, lit, children }: EdgeLinesProps) {
  const [behind, before] = useMemo(
    () => [layout.routes.filter(({ key }) => !lit.has(key)), layout.routes.filter(({ key }) => lit.has(key))],
    [layout, lit],
  );
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute -z-10 overflow-visible" width="1" height="1">
        {layout.frames.map(({ x, y, width, height }) => (
          <rect
            key={`${x} ${y}`}
            x={x}
            y={y}
            width={width}
            height={height}
            rx="10"
            className="fill-sunken stroke-line"
          />
        ))}
        <Lines routes={behind} className={lit.size > 0 ? 'opacity-35' : ''} />
        <NearLines layout={layout} />
        <Lines routes={before} isLit />
        {children}
      </svg>
    </ViewportPortal>
  );
});

interface LinesProps {
  readonly routes: readonly Route[];
  readonly className?: string;
  /** They stand out: thick, and in the accent's colour unless they say no. */
  readonly isLit?: boolean;
}

function Lines({ routes, className, isLit = false }: LinesProps) {
  const paths = useMemo(
    () =>
      types.flatMap((type) => {
        const own = routes.filter((route) => route.type === type);
        return own.length > 0 ? [{ type, way: own.map(curve).join(''), heads: own.map(head).join('') }] : [];
      }),
    [routes],
  );
  return (
    <g className={className}>
      {paths.map(({ type, way, heads }) => (
        <g
          key={type}
          className={
            isLit && type !== 'revokes' ? 'stroke-accent fill-accent' : `${lines[type].stroke} ${lines[type].fill}`
          }
        >
          <path d={way} fill="none" strokeWidth={isLit ? 2.5 : 1.25} strokeDasharray={lines[type].dash} />
          <path d={heads} stroke="none" />
        </g>
      ))}
    </g>
  );
}

/** The lines of what the mouse is over. */
function NearLines({ layout }: { readonly layout: Layout }) {
  const emphasis = useContext(EmphasisContext);
  const near = useSyncExternalStore(emphasis.subscribe, () => emphasis.marks.near);
  const routes = useMemo(() => {
    const [center, ...others] = near;
    if (center === undefined) return [];
    const box = (id: string) => layout.boxOf.get(id) ?? id;
    const keys = new Set(
      others.flatMap((other) =>
        types.flatMap((type) => [routeKey(type, box(center), box(other)), routeKey(type, box(other), box(center))]),
      ),
    );
    return layout.routes.filter(({ key }) => keys.has(key));
  }, [near, layout]);
  return <Lines routes={routes} isLit />;
}

import '@xyflow/react/dist/base.css';
import { type NodeMouseHandler, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../../ui/index.ts';
import { NODE } from '../model/boxes.ts';
import { type Lit, litAround, litRoutes } from '../model/lit.ts';
import type { Picture } from '../model/picture.ts';
import { itemAt, type Layout } from '../model/places.ts';
import { type Direction, firstOf, walk } from '../model/walk.ts';
import { useText } from '../useText.ts';
import { EdgeLines } from './EdgeLines.tsx';
import { Emphasis, EmphasisContext } from './emphasis.ts';
import { elementId, ItemNode, type ItemNodeData } from './ItemNode.tsx';
import { useItemWords } from './itemWords.ts';
import { Minimap } from './Minimap.tsx';
import { Shapes } from './Shapes.tsx';
import { LEAST, useView } from './useView.ts';

export interface GraphCanvasProps {
  readonly picture: Picture;
  readonly layout: Layout;
  /** What is looked at: when it changes, the view begins anew. */
  readonly subject: string;
  readonly selected: string | null;
  readonly lit: Lit;
  readonly context: ReadonlySet<string>;
  /** Null: nothing is selected any more. */
  readonly onSelect: (id: string | null) => void;
  readonly onSearch: () => void;
}

/** The picture: pan, zoom, a map, and keys for all of it. */
export function GraphCanvas(props: GraphCanvasProps) {
  const [emphasis] = useState(() => new Emphasis());
  return (
    <ReactFlowProvider>
      <EmphasisContext value={emphasis}>
        <Canvas {...props} />
      </EmphasisContext>
    </ReactFlowProvider>
  );
}

const nodeTypes = { item: ItemNode };
const noEdges: never[] = [];
const noNodes: ItemNodeData[] = [];
/** Below this, words are too small to be read. */
const FAR = 0.38;
const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function Canvas({ picture, layout, subject, selected, lit, context, onSelect, onSearch }: GraphCanvasProps) {
  const t = useText();
  const help = useId();
  const root = useRef<HTMLDivElement>(null);
  const emphasis = useContext(EmphasisContext);
  const [active, setActive] = useState<string | null>(null);
  const view = useView({ picture, layout, subject, selected, ways: lit.items });
  const nodes = useMemo(() => nodesOf(picture, layout), [picture, layout]);
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  const { screenToFlowPosition } = useReactFlow();
  const routes = useMemo(() => litRoutes(lit, layout), [lit, layout]);
  useEffect(
    () => emphasis.change({ lit: lit.items, selected, context, active }),
    [emphasis, lit, selected, context, active],
  );
  const onEnter: NodeMouseHandler<ItemNodeData> = (_, { id }) =>
    emphasis.change({ near: litAround(id, picture).items });
  const onLeave = () => emphasis.change({ near: new Set() });
  const open = (id: string) => {
    setActive(id);
    view.hold();
    onSelect(id);
  };
  const go = (id: string | null) => {
    if (id === null) return;
    setActive(id);
    view.touch();
    view.reveal(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const from = active !== null && layout.places.has(active) ? active : selected;
    const direction = arrows[event.key];
    if (direction) go(from === null ? firstOf(picture, layout) : walk(from, direction, picture, layout));
    else if (event.key === 'Home') go(firstOf(picture, layout));
    else if (event.key === 'Enter' || event.key === ' ') {
      if (from !== null) open(from);
    } else if (event.key === 'Escape') onSelect(null);
    else if (event.key === '/') onSearch();
    else if (event.key === '0') view.fit();
    else if (event.key === '+' || event.key === '=') view.zoomIn();
    else if (event.key === '-') view.zoomOut();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ReactFlow<ItemNodeData>
        nodes={isFar ? noNodes : nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        zoomOnDoubleClick={false}
        minZoom={LEAST}
        maxZoom={2}
        attributionPosition="top-right"
        onNodeClick={(_, { id }) => open(id)}
        onNodeMouseEnter={onEnter}
        onNodeMouseLeave={onLeave}
        onPaneClick={({ clientX, clientY }) => {
          const id = isFar ? itemAt(screenToFlowPosition({ x: clientX, y: clientY }), layout) : null;
          if (id !== null) open(id);
        }}
        onMoveStart={(event) => {
          root.current?.toggleAttribute('data-moving', true);
          if (event) view.touch();
        }}
        onMoveEnd={() => root.current?.toggleAttribute('data-moving', false)}
        ref={root}
        tabIndex={0}
        aria-label={t('canvas.label')}
        aria-describedby={help}
        aria-activedescendant={active === null ? undefined : elementId(active)}
        onKeyDown={onKeyDown}
        className="group/graph rounded-t-lg outline-offset-[-2px] [--xy-attribution-background-color:transparent] [&_a]:text-muted! data-moving:[&_.react-flow\_\_viewport]:will-change-transform"
      >
        <EdgeLines layout={layout} lit={routes}>
          {isFar ? <Far picture={picture} layout={layout} lit={lit} selected={selected} /> : null}
        </EdgeLines>
        <p
          aria-hidden
          className="pointer-events-none absolute start-3 top-3 z-10 hidden max-w-sm rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-muted shadow-sm group-focus-visible/graph:block"
        >
          {t('canvas.help')}
        </p>
        <Minimap picture={picture} layout={layout} />
        <div className="absolute start-3 bottom-3 z-10 flex flex-col rounded-md border border-line bg-surface">
          <IconButton icon={ZoomIn} label={t('canvas.zoomIn')} onClick={view.zoomIn} />
          <IconButton icon={ZoomOut} label={t('canvas.zoomOut')} onClick={view.zoomOut} />
          <IconButton icon={Maximize} label={t('canvas.fit')} onClick={view.fit} />
        </div>
      </ReactFlow>
      <p id={help} className="sr-only">
        {t('canvas.help')}
      </p>
      <Spoken picture={picture} active={active} />
    </>
  );
}

function nodesOf(picture: Picture, layout: Layout): ItemNodeData[] {
  return [...layout.places].flatMap(([id, position]) => {
    const item = picture.items.get(id);
    // With its size and no handles, a node need not be measured before it is shown.
    return item ? [{ id, type: 'item' as const, position, data: { item }, ...NODE, measured: NODE, handles: [] }] : [];
  });
}

interface FarProps extends Pick<GraphCanvasProps, 'picture' | 'layout' | 'lit' | 'selected'> {}

/** From afar, colours alone: thousands of them cost no more than a line. */
function Far({ picture, layout, lit, selected }: FarProps) {
  const place = selected === null ? undefined : layout.places.get(selected);
  const isAll = lit.items.size === 0;
  return (
    <>
      <Shapes picture={picture} layout={layout} className={isAll ? 'opacity-70' : 'opacity-25'} />
      {isAll ? null : <Shapes picture={picture} layout={layout} only={lit.items} />}
      {place ? (
        <rect
          x={place.x - 6}
          y={place.y - 6}
          width={NODE.width + 12}
          height={NODE.height + 12}
          fill="none"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
          className="stroke-accent"
        />
      ) : null}
    </>
  );
}

/** Says where the keyboard is; what is far away may not be drawn yet. */
function Spoken({ picture, active }: { readonly picture: Picture; readonly active: string | null }) {
  const wordsOf = useItemWords();
  const item = active === null ? undefined : picture.items.get(active);
  return (
    <p role="status" className="sr-only">
      {item ? wordsOf(item).sentence : ''}
    </p>
  );
}

import { useReactFlow, useStore } from '@xyflow/react';
import type { PointerEvent } from 'react';
import type { Picture } from '../model/picture.ts';
import type { Layout } from '../model/places.ts';
import { useText } from '../useText.ts';
import { Shapes } from './Shapes.tsx';

const SIZE = { width: 176, height: 112 } as const;
const MARGIN = 24;
export interface MinimapProps {
  readonly picture: Picture;
  readonly layout: Layout;
}

/** The whole picture in a corner, and which part of it is seen. A help for the eye and the mouse: keys have their own ways. */
export function Minimap({ picture, layout }: MinimapProps) {
  const t = useText();
  const { setCenter, getZoom } = useReactFlow();
  const { bounds } = layout;
  const box = {
    x: bounds.x - MARGIN,
    y: bounds.y - MARGIN,
    width: bounds.width + 2 * MARGIN,
    height: bounds.height + 2 * MARGIN,
  };
  const goTo = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    void setCenter(at.x, at.y, { zoom: getZoom() });
  };
  return (
    <svg
      aria-hidden
      viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
      {...SIZE}
      onPointerDown={goTo}
      onPointerMove={goTo}
      className="absolute end-3 bottom-3 z-10 cursor-crosshair touch-none rounded-md border border-line bg-surface/90 max-sm:hidden"
    >
      <title>{t('canvas.map')}</title>
      <Shapes picture={picture} layout={layout} className="opacity-70" />
      <Seen />
    </svg>
  );
}

/** The only part that changes while one moves. */
function Seen() {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return (
    <rect
      x={-x / zoom}
      y={-y / zoom}
      width={width / zoom}
      height={height / zoom}
      vectorEffect="non-scaling-stroke"
      strokeWidth="1.5"
      className="fill-accent/10 stroke-accent"
    />
  );
}

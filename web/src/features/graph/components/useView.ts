import { useReactFlow, useStore, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { NODE } from '../model/boxes.ts';
import type { Picture } from '../model/picture.ts';
import { boundsOf, type Layout, type Rectangle } from '../model/places.ts';
import { firstOf } from '../model/walk.ts';

const PADDING = 32;
/** Words can be read from here on. */
const READABLE = 0.62;
const CLOSE = 0.85;
/** Small, but names can still be told apart. */
const LEGIBLE = 0.5;
export const LEAST = 0.03;

const pace = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180);

export interface ViewInput {
  readonly picture: Picture;
  readonly layout: Layout;
  /** What is looked at: when it changes, the view begins anew. */
  readonly subject: string;
  readonly selected: string | null;
  /** What is to be seen together with what is selected, if there is room. */
  readonly ways: ReadonlySet<string>;
}

/** Moves the picture: to all of it, to one item. A new subject is shown whole if its words can be read then, else from where it starts. */
export function useView({ picture, layout, subject, selected, ways }: ViewInput) {
  const { setViewport, setCenter, getViewport, zoomIn, zoomOut } = useReactFlow();
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { bounds } = layout;

  const isWhole = useRef(false);
  const fit = useCallback(
    (least = LEAST) => {
      const room = store.getState();
      const zoom = zoomFor(bounds, room.width, room.height);
      isWhole.current = zoom >= least;
      if (zoom >= least) {
        const x = (room.width - bounds.width * zoom) / 2 - bounds.x * zoom;
        const y = (room.height - bounds.height * zoom) / 2 - bounds.y * zoom;
        void setViewport({ x, y, zoom }, { duration: least > LEAST ? 0 : pace() });
        return;
      }
      const first = layout.places.get(firstOf(picture, layout) ?? '');
      const top = (first?.y ?? bounds.y) + NODE.height / 2;
      void setViewport({ x: PADDING - bounds.x * CLOSE, y: room.height / 2 - top * CLOSE, zoom: CLOSE });
    },
    [bounds, layout, picture, setViewport, store],
  );

  const reveal = useCallback(
    (id: string, around: ReadonlySet<string> = new Set()) => {
      const place = layout.places.get(id);
      if (!place) return;
      const { width: across, height: down } = store.getState();
      const { x, y, zoom } = getViewport();
      const area = boundsOf([place, ...[...around].flatMap((other) => layout.places.get(other) ?? [])]);
      const whole = zoomFor(area, across, down);
      const target = whole >= LEGIBLE ? area : { ...place, ...NODE };
      if (zoom >= 0.4 && isInside(target, { x, y, zoom }, across, down)) return;
      const center = { x: target.x + target.width / 2, y: target.y + target.height / 2 };
      const wanted = target === area ? Math.min(whole, Math.max(zoom, CLOSE)) : Math.max(zoom, CLOSE);
      void setCenter(center.x, center.y, { zoom: wanted, duration: pace() });
    },
    [layout, store, getViewport, setCenter],
  );

  const isReady = width > 0 && height > 0;
  const touched = useRef<string | null>(null);
  const chased = useRef(selected);
  const left = useRef<string | null>(null);
  const target = `${selected} ${width} ${[...ways].join()}`;
  const touch = useCallback(() => {
    touched.current = subject;
    left.current = target;
  }, [subject, target]);
  // Until somebody moves it, the view keeps up with what is still being read.
  useEffect(() => {
    if (width > 0 && isReady && touched.current !== subject) fit(READABLE);
  }, [width, isReady, subject, fit]);
  // After the picture has its place; again when there is less room, because details have opened.
  useEffect(() => {
    if (!isReady || selected === null || left.current === target) return;
    if (chased.current !== selected && !isWhole.current) touched.current = subject;
    chased.current = selected;
    reveal(selected, ways);
  }, [isReady, selected, target, subject, ways, reveal]);

  return useMemo(
    () => ({
      fit: () => fit(),
      reveal,
      /** The user has moved it: nothing else does from now on. */
      touch,
      /** Unless all of it is seen, it stays as large as it is. */
      hold: () => {
        if (!isWhole.current) touched.current = subject;
      },
      zoomIn: () => {
        touch();
        void zoomIn({ duration: pace() });
      },
      zoomOut: () => {
        touch();
        void zoomOut({ duration: pace() });
      },
    }),
    [fit, reveal, touch, subject, zoomIn, zoomOut],
  );
}

function isInside(area: Rectangle, { x, y, zoom }: Viewport, width: number, height: number): boolean {
  const [left, top] = [area.x * zoom + x, area.y * zoom + y];
  return left > 0 && top > 0 && left + area.width * zoom < width && top + area.height * zoom < height;
}

function zoomFor(bounds: Rectangle, width: number, height: number): number {
  const zoom = Math.min(
    (width - 2 * PADDING) / Math.max(1, bounds.width),
    (height - 2 * PADDING) / Math.max(1, bounds.height),
  );
  return Math.max(LEAST, Math.min(1, zoom));
}

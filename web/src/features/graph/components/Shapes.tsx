import { memo, useMemo } from 'react';
import { NODE } from '../model/boxes.ts';
import type { Item, Picture } from '../model/picture.ts';
import type { Layout } from '../model/places.ts';
import { standings } from './looks.ts';

const fills = {
  ok: 'fill-ok',
  bad: 'fill-bad',
  warn: 'fill-warn',
  info: 'fill-info',
  neutral: 'fill-line-strong',
  accent: 'fill-accent',
} as const;
type Fill = keyof typeof fills;

export interface ShapesProps {
  readonly picture: Picture;
  readonly layout: Layout;
  /** These alone; all if left out. */
  readonly only?: ReadonlySet<string>;
  readonly className?: string;
}

/** Items as they look from afar: one path for each colour, however many there are. */
export const Shapes = memo(function Shapes({ picture, layout, only, className = '' }: ShapesProps) {
  const paths = useMemo(() => {
    const found = new Map<Fill, string[]>();
    for (const [id, { x, y }] of layout.places) {
      const item = picture.items.get(id);
      if (!item || (only && !only.has(id))) continue;
      const fill = fillOf(item);
      const parts = found.get(fill) ?? [];
      parts.push(`M${Math.round(x)} ${Math.round(y)}h${NODE.width}v${NODE.height}h-${NODE.width}z`);
      found.set(fill, parts);
    }
    return [...found].map(([fill, parts]) => ({ fill, way: parts.join('') }));
  }, [picture, layout, only]);
  return paths.map(({ fill, way }) => <path key={fill} d={way} className={`${fills[fill]} ${className}`} />);
});

function fillOf(item: Item): Fill {
  if (item.type === 'certificate') return standings[item.standing].tone;
  return item.type === 'quorum' && item.anchor ? 'accent' : 'neutral';
}

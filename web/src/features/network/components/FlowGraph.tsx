import { escapeText } from '@gridseal/sdk/quorum';
import { useState } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { useWide } from '../../../ui/index.ts';
import type { FlowBand, FlowEnd, FlowPicture } from '../model/flowPicture.ts';
import { useText } from '../useText.ts';

/** In units of the picture, which are pixels where there is room. */
interface Frame {
  readonly width: number;
  /** For the names, at each side. */
  readonly side: number;
}

const wide: Frame = { width: 820, side: 170 };
const narrow: Frame = { width: 360, side: 112 };
const BAR = 6;
const HEAD = 26;

/** Senders at the left, receivers at the right; the thicker a band, the more goes there. The table below says the same in words. */
export function FlowGraph({ picture }: { readonly picture: FlowPicture }) {
  const t = useText();
  const frame = useWide() ? wide : narrow;
  const { width, side } = frame;
  const [near, setNear] = useState<FlowEnd['id'] | undefined>(undefined);
  const { senders, receivers, bands, height } = picture;
  const isNear = (band: FlowBand) => near === undefined || band.from.id === near || band.to.id === near;
  return (
    <svg
      role="img"
      aria-label={t('flows.pictureLabel', { senders: senders.length, receivers: receivers.length })}
      viewBox={`0 0 ${width} ${height + HEAD + 4}`}
      className="mx-auto block w-full max-w-[820px]"
      onPointerLeave={() => setNear(undefined)}
    >
      <text x={side - 10} y={12} textAnchor="end" className="fill-muted text-xs">
        {t('flows.from')}
      </text>
      <text x={width - side + 10} y={12} className="fill-muted text-xs">
        {t('flows.to')}
      </text>
      <g transform={`translate(0 ${HEAD})`}>
        {bands.map((band) => (
          <Band key={`${band.from.id} ${band.to.id}`} frame={frame} band={band} isNear={isNear(band)} />
        ))}
        {senders.map((end) => (
          <End key={String(end.id)} frame={frame} end={end} side="from" onNear={setNear} />
        ))}
        {receivers.map((end) => (
          <End key={String(end.id)} frame={frame} end={end} side="to" onNear={setNear} />
        ))}
      </g>
    </svg>
  );
}

interface BandProps {
  readonly frame: Frame;
  readonly band: FlowBand;
  readonly isNear: boolean;
}

/** The failed share lies upon the whole, in another colour and dashed. */
function Band({ frame, band, isNear }: BandProps) {
  const format = useFormat();
  const t = useText();
  const { y0, y1, thickness, count, failed } = band;
  const middle = frame.width / 2;
  const path = `M ${frame.side + BAR} ${y0} C ${middle} ${y0}, ${middle} ${y1}, ${frame.width - frame.side - BAR} ${y1}`;
  const bad = failed === 0 ? 0 : Math.max(1.5, (thickness * failed) / count);
  return (
    <g className={classNames('transition-opacity', isNear ? 'opacity-100' : 'opacity-15')}>
      <title>{t('flows.band', { count: format.number(count), failed: format.number(failed) })}</title>
      <path d={path} fill="none" strokeWidth={thickness} className="stroke-accent/35" />
      {bad > 0 ? <path d={path} fill="none" strokeWidth={bad} strokeDasharray="5 3" className="stroke-bad" /> : null}
    </g>
  );
}

interface EndProps {
  readonly frame: Frame;
  readonly end: FlowEnd;
  readonly side: 'from' | 'to';
  readonly onNear: (id: FlowEnd['id'] | undefined) => void;
}

function End({ frame, end, side, onNear }: EndProps) {
  const t = useText();
  const format = useFormat();
  const { id, isRest, count, y, height } = end;
  const isLeft = side === 'from';
  const name = isRest ? t('flows.rest') : id === null ? t('flows.others') : escapeText(id, { maxLength: 12 });
  const x = isLeft ? frame.side - 10 : frame.width - frame.side + 10;
  const outer = frame.width - frame.side;
  const anchor = isLeft ? 'end' : 'start';
  return (
    <g onPointerEnter={() => onNear(id)} className="cursor-default">
      <rect x={isLeft ? 0 : outer} y={y} width={frame.side} height={height} className="fill-transparent" />
      <rect x={isLeft ? frame.side : outer - BAR} y={y} width={BAR} height={height} rx={2} className="fill-accent" />
      <text x={x} y={y + height / 2 + 4} textAnchor={anchor} className="fill-text text-base">
        <tspan className={id === null || isRest ? '' : 'font-mono'}>{isLeft ? '' : name}</tspan>
        <tspan dx={isLeft ? 0 : 8} className="fill-muted text-sm">
          {format.number(count)}
        </tspan>
        <tspan dx={isLeft ? 8 : 0} className={id === null || isRest ? '' : 'font-mono'}>
          {isLeft ? name : ''}
        </tspan>
      </text>
    </g>
  );
}

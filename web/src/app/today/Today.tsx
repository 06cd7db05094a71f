import { ArrowRight, CalendarClock, CircleCheck, FileSignature, type LucideIcon, TimerOff } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useChainTime } from '../../data/index.ts';
import { Card } from '../../ui/index.ts';
import { useSigners } from '../../wallet/index.ts';
import { routeFor } from '../routeFor.ts';
import { useAppText } from '../useAppText.ts';
import { expiryDays, useExpiring } from './useExpiring.ts';
import { useLate } from './useLate.ts';

/** What keys do is loaded when there is one. */
const Waiting = lazy(() => import('./Waiting.tsx'));

/** What wants to be done: approvals, renewals, devices that do not come. Nothing while nothing is known of either. */
export function Today() {
  const t = useAppText();
  const time = useChainTime();
  const hasSigner = useSigners().length > 0;
  const [waiting, setWaiting] = useState<number | null>(null);
  const expiring = useExpiring(time);
  const late = useLate(time);
  const isWaitingKnown = !hasSigner || waiting !== null;
  const items = [
    { name: 'waiting', count: waiting ?? 0, icon: FileSignature, to: routeFor('/approvals') },
    { name: 'late', count: late ?? 0, icon: TimerOff, to: routeFor('/devices') },
    { name: 'expiring', count: expiring ?? 0, icon: CalendarClock, to: routeFor('/certificates') },
  ] as const;
  const open = items.filter(({ count, to }) => count > 0 && to !== undefined);
  const isQuiet = open.length === 0 && isWaitingKnown && expiring !== null && late !== null;
  return (
    <>
      {hasSigner ? (
        <Suspense fallback={null}>
          <Waiting onCount={setWaiting} />
        </Suspense>
      ) : null}
      {open.length > 0 || (isQuiet && hasSigner) ? (
        <Card title={t('today.title')} padded={false}>
          <ul className="divide-y divide-line">
            {open.map(({ name, count, icon, to }) => (
              <li key={name}>
                <Item
                  icon={icon}
                  title={t(`today.${name}`, { count })}
                  body={t(`today.${name}Body`, { days: expiryDays })}
                  to={to ?? '/'}
                />
              </li>
            ))}
            {open.length === 0 ? (
              <li className="flex items-center gap-3 px-4 py-3 text-muted">
                <CircleCheck aria-hidden className="size-5 shrink-0 text-ok" strokeWidth={1.75} />
                {t('today.nothing')}
              </li>
            ) : null}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly body: string;
  readonly to: string;
}

function Item({ icon: Icon, title, body, to }: ItemProps) {
  return (
    <Link to={to} className="flex items-center gap-3 px-4 py-2.5 text-text no-underline hover:bg-sunken/60">
      <Icon aria-hidden className="size-5 shrink-0 text-warn" strokeWidth={1.75} />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-muted">{body}</span>
      </span>
      <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
    </Link>
  );
}

import { ArrowRight, Cpu, FileSignature, type LucideIcon, SearchCheck, Server } from 'lucide-react';
import { Link } from 'wouter';
import { Card } from '../ui/index.ts';
import { routeFor } from './routeFor.ts';
import { useAppText } from './useAppText.ts';

const STARTS = [
  { name: 'stakeholder', icon: FileSignature, path: '/approvals' },
  { name: 'administrator', icon: Server, path: '/devices' },
  { name: 'device', icon: Cpu, path: '/claim' },
  { name: 'anyone', icon: SearchCheck, path: '/verify' },
] as const satisfies readonly { readonly icon: LucideIcon; readonly [key: string]: unknown }[];

/** Four kinds of visitors, and where each begins. */
export function Starts() {
  const t = useAppText();
  const there = STARTS.filter(({ path }) => routeFor(path) !== undefined);
  if (there.length === 0) return null;
  return (
    <Card title={t('overview.start')} padded={false}>
      <ul className="divide-y divide-line">
        {there.map(({ name, icon: Icon, path }) => (
          <li key={name}>
            <Link to={path} className="flex items-center gap-3 px-4 py-3 text-text no-underline hover:bg-sunken/60">
              <Icon aria-hidden className="size-5 shrink-0 text-accent" strokeWidth={1.75} />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`overview.${name}`)}</span>
                <span className="block text-sm text-muted">{t(`overview.${name}Body`)}</span>
              </span>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

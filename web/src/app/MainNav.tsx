import { LayoutDashboard } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useLanguage } from '../i18n/index.ts';
import { classNames } from '../lib/classNames.ts';
import type { FeatureNav } from '../lib/feature.ts';
import { features } from './features.ts';
import { useAppText } from './useAppText.ts';

const GROUPS = ['work', 'records', 'own'] as const;
const overview: FeatureNav = {
  path: '/',
  label: { en: 'Overview', de: 'Übersicht' },
  icon: LayoutDashboard,
  order: 0,
  group: 'work',
};
const entries = [overview, ...features.flatMap(({ nav }) => (nav ? [nav] : []))].sort((a, b) => a.order - b.order);

export interface MainNavProps {
  readonly label: string;
  readonly onSelect?: () => void;
}

/** The features' entries, in groups. */
export function MainNav({ label, onSelect }: MainNavProps) {
  const t = useAppText();
  return (
    <nav aria-label={label} className="flex-1 space-y-5 px-2 py-3">
      {GROUPS.map((group) => {
        const inGroup = entries.filter((entry) => entry.group === group);
        if (inGroup.length === 0) return null;
        return (
          <div key={group}>
            <p className="px-2.5 pb-1 text-xs font-medium text-muted">{t(`nav.${group}`)}</p>
            <ul>
              {inGroup.map((entry) => (
                <li key={entry.path}>
                  <NavLink entry={entry} {...(onSelect ? { onSelect } : {})} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function NavLink({ entry, onSelect }: { readonly entry: FeatureNav; readonly onSelect?: () => void }) {
  const [location] = useLocation();
  const language = useLanguage();
  const { path, icon: Icon } = entry;
  const isHere = path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
  return (
    <Link
      to={path}
      aria-current={isHere ? 'page' : undefined}
      {...(onSelect ? { onClick: onSelect } : {})}
      className={classNames(
        'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 no-underline transition-colors lg:min-h-8',
        isHere ? 'bg-accent-soft font-medium text-accent-strong' : 'text-text hover:bg-sunken',
      )}
    >
      <Icon aria-hidden className={classNames('size-4 shrink-0', !isHere && 'text-muted')} />
      {entry.label[language]}
    </Link>
  );
}

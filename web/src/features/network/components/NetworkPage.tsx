import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { type RegistryView, useRegistry } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { Badge, Digest, Page } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { RegistryButton } from './RegistryButton.tsx';

const PARTS = [
  ['nodes', '/network'],
  ['parties', '/network/parties'],
  ['services', '/network/services'],
  ['flows', '/network/flows'],
  ['inspect', '/network/inspect'],
] as const;

export interface NetworkPageProps {
  /** Buttons of the part that is open. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the network's parts: what registry, how much is in it, and the way to the other parts. */
export function NetworkPage({ actions, children }: NetworkPageProps) {
  const t = useText();
  const { data: view } = useRegistry();
  return (
    <Page
      title={t('title')}
      description={
        <>
          {t('lead')}
          {view ? <RegistryFacts view={view} /> : null}
        </>
      }
      actions={
        <>
          {actions}
          <RegistryButton />
        </>
      }
    >
      <PartNav view={view ?? null} />
      {children}
    </Page>
  );
}

function RegistryFacts({ view }: { readonly view: RegistryView }) {
  const t = useText();
  const format = useFormat();
  const { registry, asOf, anchors } = view;
  const count = anchors.quorums.length;
  return (
    <span className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
      <Badge icon={null} title={t(count === 0 ? 'registry.openHint' : 'registry.anchoredHint')}>
        {count === 0 ? t('registry.open') : t('registry.anchored', { need: anchors.needed, count })}
      </Badge>
      <Digest value={registry} />
      <span>{t('registry.asOf', { block: format.number(asOf.block) })}</span>
    </span>
  );
}

function PartNav({ view }: { readonly view: RegistryView | null }) {
  const t = useText();
  const format = useFormat();
  const [location] = useLocation();
  const here = useRef<HTMLAnchorElement>(null);
  // On phones not all of them have room.
  useEffect(() => {
    if (PARTS.some(([, path]) => path === location)) {
      here.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    }
  }, [location]);
  const counts: Readonly<Partial<Record<(typeof PARTS)[number][0], number>>> = view
    ? { nodes: view.nodes.length, parties: view.parties.length, services: view.services.length }
    : {};
  return (
    <nav aria-label={t('nav.label')} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {PARTS.map(([part, path]) => {
          const count = counts[part];
          return (
            <li key={part}>
              <Link
                ref={location === path ? here : undefined}
                to={path}
                aria-current={location === path ? 'page' : undefined}
                className={classNames(
                  '-mb-px flex min-h-9 items-center gap-2 border-b-2 px-3 font-medium whitespace-nowrap no-underline outline-offset-[-2px]',
                  location === path ? 'border-accent text-text' : 'border-transparent text-muted hover:text-text',
                )}
              >
                {t(`nav.${part}`)}
                {count === undefined ? null : (
                  <span className="rounded-sm bg-sunken px-1.5 text-xs text-muted">{format.number(count)}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

import { useQuery } from '@tanstack/react-query';
import {
  ArrowRight,
  Contact,
  Cpu,
  FileBadge,
  FileSignature,
  History,
  LayoutDashboard,
  type LucideIcon,
  RadioTower,
  Search,
  Users,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useLocation, useRouter } from 'wouter';
import {
  useCertificates,
  useDataClient,
  useIndex,
  useNetwork,
  useRegistryReader,
  useSettings,
} from '../../data/index.ts';
import { useFleet } from '../../fleet/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { classNames } from '../../lib/classNames.ts';
import { shorten } from '../../lib/shorten.ts';
import { SafeText } from '../../ui/index.ts';
import { features } from '../features.ts';
import { hasPage } from '../hasPage.ts';
import { useAppText } from '../useAppText.ts';
import { type Found, type FoundKind, find } from './find.ts';
import { readQuery } from './query.ts';

const ICONS: Readonly<Record<FoundKind, LucideIcon>> = {
  page: LayoutDashboard,
  certificate: FileBadge,
  quorum: Users,
  proposal: FileSignature,
  device: Cpu,
  party: Contact,
  node: RadioTower,
  activity: History,
};

/** Leads from anything that was copied somewhere, or from a name, to its page. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useAppText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [isGoing, setGoing] = useState(false);
  const { found, isBusy } = useFound(typed);
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  const go = (target: Found | undefined) => {
    if (!target) return;
    onClose();
    navigate(target.to);
  };
  // Who presses Enter while it is still being looked for goes there once it is found.
  useEffect(() => {
    if (!isGoing || isBusy) return;
    setGoing(false);
    go(found[chosen]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && found.length > 0) setAt((chosen + step + found.length) % found.length);
    else if (event.key === 'Enter') setGoing(true);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label={t('palette.title')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
      className="mx-auto mt-[12dvh] mb-auto w-[min(40rem,calc(100vw-1.5rem))] overflow-hidden rounded-lg border border-line bg-raised p-0 text-text shadow-lg"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4.5 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('palette.hint')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setGoing(false);
          }}
          onKeyDown={onKeyDown}
          className="min-h-13 w-full min-w-0 bg-transparent outline-none placeholder:text-muted"
        />
        <kbd className="rounded-sm border border-line px-1.5 text-xs text-muted max-sm:hidden">Esc</kbd>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('palette.results')}
        className="max-h-[50dvh] overflow-y-auto p-1.5"
      >
        {found.map((one, index) => (
          <Option
            key={`${one.kind}${one.to}`}
            id={`${id}-${index}`}
            found={one}
            isChosen={index === chosen}
            onPoint={() => setAt(index)}
            onGo={() => go(one)}
          />
        ))}
      </div>
      <p role="status" className={classNames('px-4 text-muted', found.length === 0 ? 'pb-6 text-center' : 'sr-only')}>
        {isBusy
          ? t('palette.busy')
          : found.length === 0
            ? t('palette.nothing')
            : t('palette.count', { count: found.length })}
      </p>
    </dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly found: Found;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onGo: () => void;
}

function Option({ id, found, isChosen, onPoint, onGo }: OptionProps) {
  const t = useAppText();
  const { kind, name, id: hex } = found;
  const Icon = ICONS[kind];
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onPointerMove={onPoint}
      onClick={onGo}
      onKeyDown={(event) => event.key === 'Enter' && onGo()}
      className={classNames(
        'flex cursor-pointer items-center gap-3 rounded-md px-2.5 py-2',
        isChosen && 'bg-accent-soft text-accent-strong',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span className="min-w-0 flex-1 truncate">
        {name === null ? null : <SafeText text={name} maxLength={60} className="font-medium" />}{' '}
        {hex === null ? null : <code className="font-mono text-sm">{shorten(hex)}</code>}
      </span>
      <span className={classNames('shrink-0 text-sm', isChosen ? '' : 'text-muted')}>{t(`palette.kinds.${kind}`)}</span>
      <ArrowRight aria-hidden className={classNames('size-4 shrink-0', !isChosen && 'invisible')} />
    </div>
  );
}

const pauseMs = 120;
const NO_ROWS = { limit: 0 };

function useFound(typed: string): { readonly found: readonly Found[]; readonly isBusy: boolean } {
  const client = useDataClient();
  const { parser } = useRouter();
  const { chainId } = useNetwork();
  const { revision } = useIndex();
  const [{ names }] = useSettings();
  // Names come with bodies, which may be on their way from IPFS.
  const bodies = useCertificates(NO_ROWS).dataUpdatedAt;
  const devices = useFleet().data;
  const registry = useRegistryReader();
  const pages = usePages(typed);
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const query = readQuery(settled);
  const { data, isFetching } = useQuery({
    queryKey: ['palette', chainId, revision, bodies, settled, devices?.length, names],
    queryFn: () =>
      find(query, { client, names, registry, devices: devices ?? [], hasPage: (path) => hasPage(parser, path) }),
    enabled: query.is !== 'nothing',
    retry: false,
    placeholderData: (before: readonly Found[] | undefined) => before,
    gcTime: 0,
  });
  const isBusy = typed !== settled || isFetching;
  if (typed.trim() === '') return { found: pages, isBusy: false };
  return { found: [...pages, ...(data ?? [])], isBusy };
}

/** The main pages, of which the name has what was typed. */
function usePages(typed: string): readonly Found[] {
  const t = useAppText();
  const language = useLanguage();
  return useMemo(() => {
    const entries = features.flatMap(({ nav }) => (nav ? [nav] : [])).sort((a, b) => a.order - b.order);
    const all = [
      { to: '/', name: t('overview.title') },
      ...entries.map(({ path, label }) => ({ to: path, name: label[language] })),
    ];
    const wanted = typed.trim().toLowerCase();
    return all.flatMap(({ to, name }): Found[] =>
      name.toLowerCase().includes(wanted) ? [{ kind: 'page', to, name, id: null }] : [],
    );
  }, [t, language, typed]);
}

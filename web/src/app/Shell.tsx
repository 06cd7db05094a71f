import { Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Dialog, IconButton } from '../ui/index.ts';
import { ConnectButton, TransactionsMenu } from '../wallet/index.ts';
import { Footer } from './Footer.tsx';
import { Logo } from './Logo.tsx';
import { MainNav } from './MainNav.tsx';
import { NetworkStatus } from './NetworkStatus.tsx';
import { Preferences } from './Preferences.tsx';
import { SearchButton } from './palette/SearchButton.tsx';
import { placeOf } from './place.ts';
import { SyncNotice } from './SyncNotice.tsx';
import { useAppText } from './useAppText.ts';

/** The frame of every page: navigation at the side (a sheet on phones), network and wallet at the top. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useAppText();
  const main = useRef<HTMLElement>(null);
  const [menu, setMenu] = useState(false);
  useFocusOnNavigation(main);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <button
        type="button"
        onClick={() => focusHeading(main.current)}
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {t('skip')}
      </button>
      <aside
        aria-label="Gridseal"
        className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-e border-line bg-surface lg:flex"
      >
        <Link to="/" className="flex h-14 shrink-0 items-center gap-2.5 px-4 text-text no-underline">
          <Logo />
          <span className="text-lg font-semibold tracking-tight">Gridseal</span>
        </Link>
        <MainNav label={t('nav.label')} />
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:px-6">
          <IconButton icon={MenuIcon} label={t('nav.open')} onClick={() => setMenu(true)} className="lg:hidden" />
          <Link to="/" aria-label="Gridseal" className="lg:hidden">
            <Logo />
          </Link>
          <NetworkStatus />
          <div className="flex-1" />
          <SearchButton />
          <div className="hidden sm:block">
            <Preferences />
          </div>
          <TransactionsMenu />
          <ConnectButton />
        </header>
        <main ref={main} className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 sm:px-6">
          <SyncNotice />
          {children}
        </main>
        <Footer />
      </div>
      <Dialog open={menu} onClose={() => setMenu(false)} title="Gridseal" size="sheet">
        <div className="-m-4 flex min-h-full flex-col">
          <MainNav label={t('nav.label')} onSelect={() => setMenu(false)} />
          <div className="min-h-56 border-t border-line px-3 py-2">
            <Preferences align="start" />
          </div>
        </div>
      </Dialog>
    </div>
  );
}

/** After a change of route, the new page's heading has the focus: screen readers read it, and Tab goes on from there. */
function useFocusOnNavigation(main: { readonly current: HTMLElement | null }): void {
  const [path] = useLocation();
  const location = placeOf(path);
  const previous = useRef(location);
  useEffect(() => {
    if (previous.current === location) return;
    previous.current = location;
    window.scrollTo(0, 0);
    const now = focusHeading(main.current);
    if (now || !main.current) return;
    // The page's code is still on its way.
    const observer = new MutationObserver(() => focusHeading(main.current) && observer.disconnect());
    observer.observe(main.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [location, main]);
}

function focusHeading(main: HTMLElement | null): boolean {
  const heading = main?.querySelector('h1');
  heading?.focus({ preventScroll: true });
  return Boolean(heading);
}

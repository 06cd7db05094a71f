import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useAppText } from '../useAppText.ts';

/** Loaded when somebody looks for something. */
const Palette = lazy(() => import('./Palette.tsx'));

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Opens the search: by a press, by Ctrl-K (Cmd-K) from anywhere, by `/` where nothing is being typed. */
export function SearchButton() {
  const t = useAppText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isShortcut = event.key.toLowerCase() === 'k' && (isApple ? event.metaKey : event.ctrlKey) && !event.altKey;
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
      // Whoever is asked something answers that first, and a page may have a search of its own.
      if ((!isShortcut && !isSlash) || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts={isApple ? 'Meta+K /' : 'Control+K /'}
        title={t('palette.title')}
        className="flex min-h-9 items-center gap-2 rounded-md px-2 text-muted transition-colors hover:bg-sunken hover:text-text xl:min-w-56 xl:border xl:border-line-strong xl:bg-surface"
      >
        <Search aria-hidden className="size-4.5 shrink-0" />
        <span className="max-xl:sr-only">{t('palette.open')}</span>
        <kbd aria-hidden className="ms-auto rounded-sm border border-line px-1.5 text-xs max-xl:hidden">
          {isApple ? '⌘ K' : 'Ctrl K'}
        </kbd>
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Whether a key is text for somebody. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

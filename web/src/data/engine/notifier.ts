import type { ChangeScope } from '../model/status.ts';

/** Collects changes, so that the page does not ask again for each of thousands. */
export interface Notifier {
  readonly note: (scopes: Iterable<ChangeScope>) => void;
  /** Tells what was noted now. */
  readonly flush: () => void;
}

/**
 * @param tell Called with everything noted, `pauseMs` after the first note at the latest.
 * @param pauseMs Told whether changes come one after the other, so that each may wait for the next.
 * @example `const notifier = createNotifier((scopes) => page.changed(scopes), () => 200)`
 */
export function createNotifier(
  tell: (scopes: readonly ChangeScope[]) => void,
  pauseMs: (isBusy: boolean) => number,
): Notifier {
  const noted = new Set<ChangeScope>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** Whether something was told within the longest pause: then more is on its way. */
  let rest: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    const scopes = [...noted];
    noted.clear();
    if (rest !== null) clearTimeout(rest);
    rest = setTimeout(() => {
      rest = null;
    }, pauseMs(true));
    tell(scopes);
  };
  return {
    note: (scopes) => {
      for (const scope of scopes) noted.add(scope);
      if (noted.size > 0) timer ??= setTimeout(flush, pauseMs(rest !== null));
    },
    flush,
  };
}

import { useSyncExternalStore } from 'react';
import { preference } from '../lib/preference.ts';

export type Theme = 'system' | 'light' | 'dark';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const stored = preference<Theme>('theme', themes);
const listeners = new Set<() => void>();

export function currentTheme(): Theme {
  return stored.read() ?? 'system';
}

/** The theme of now; the component renders again when it is chosen anew. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

/** The stylesheet does the rest: without the attribute, the system's choice holds. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  stored.write(theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

import { preference } from '../lib/preference.ts';

export type Theme = 'system' | 'light' | 'dark';

const stored = preference<Theme>('theme', ['system', 'light', 'dark']);

export function currentTheme(): Theme {
  return stored.read() ?? 'system';
}

/** The stylesheet does the rest: without the attribute, the system's choice holds. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  stored.write(theme);
  applyTheme(theme);
}

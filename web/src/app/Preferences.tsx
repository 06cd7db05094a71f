import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { changeLanguage, languages, useLanguage } from '../i18n/index.ts';
import type { Language } from '../lib/feature.ts';
import { chooseTheme, Menu, themes, useTheme } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Language and theme. */
export function Preferences({ align = 'end' }: { readonly align?: 'start' | 'end' }) {
  const t = useAppText();
  const language = useLanguage();
  const theme = useTheme();
  const ThemeIcon = ICONS[theme];
  return (
    <div className="flex gap-1">
      <Menu
        label={t('language')}
        align={align}
        quiet
        trigger={<Languages aria-hidden className="size-4.5" />}
        items={(Object.keys(languages) as Language[]).map((one) => ({
          label: languages[one],
          checked: one === language,
          onSelect: () => void changeLanguage(one),
        }))}
      />
      <Menu
        label={t('theme.label')}
        align={align}
        quiet
        trigger={<ThemeIcon aria-hidden className="size-4.5" />}
        items={themes.map((one) => ({
          label: t(`theme.${one}`),
          icon: ICONS[one],
          checked: one === theme,
          onSelect: () => chooseTheme(one),
        }))}
      />
    </div>
  );
}

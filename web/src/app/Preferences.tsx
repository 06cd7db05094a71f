import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { changeLanguage, languages, useLanguage } from '../i18n/index.ts';
import type { Language } from '../lib/feature.ts';
import { Menu } from '../ui/index.ts';
import { chooseTheme, currentTheme, type Theme } from './theme.ts';
import { useAppText } from './useAppText.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Language and theme. */
export function Preferences({ align = 'end' }: { readonly align?: 'start' | 'end' }) {
  const t = useAppText();
  const language = useLanguage();
  const [theme, setTheme] = useState(currentTheme);
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
        items={(['system', 'light', 'dark'] as const satisfies readonly Theme[]).map((one) => ({
          label: t(`theme.${one}`),
          icon: ICONS[one],
          checked: one === theme,
          onSelect: () => {
            setTheme(one);
            chooseTheme(one);
          },
        }))}
      />
    </div>
  );
}

import { changeLanguage, languages, useLanguage } from '../../../i18n/index.ts';
import type { Language } from '../../../lib/feature.ts';
import { Card, chooseTheme, Segmented, themes, useTheme } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Language and theme. */
export function LookCard() {
  const t = useText();
  const language = useLanguage();
  const theme = useTheme();
  return (
    <Card title={t('look.title')}>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <div>
          <p aria-hidden className="mb-1 text-sm font-medium">
            {t('look.language')}
          </p>
          <Segmented
            label={t('look.language')}
            value={language}
            options={(Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value] }))}
            onChange={(value) => void changeLanguage(value)}
          />
        </div>
        <div>
          <p aria-hidden className="mb-1 text-sm font-medium">
            {t('look.theme')}
          </p>
          <Segmented
            label={t('look.theme')}
            value={theme}
            options={themes.map((value) => ({ value, label: t(`look.${value}`) }))}
            onChange={chooseTheme}
          />
        </div>
      </div>
    </Card>
  );
}

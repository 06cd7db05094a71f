import { useAppText } from './useAppText.ts';

export function Footer() {
  const t = useAppText();
  return (
    <footer className="border-t border-line px-4 py-4 text-sm text-muted sm:px-6">
      <p className="mx-auto max-w-7xl">
        {t('footer.about')} {t('footer.source')}
      </p>
    </footer>
  );
}

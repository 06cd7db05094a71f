import { SearchX } from 'lucide-react';
import { Button, EmptyState } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Stands where a filter leaves nothing. */
export function NothingFound({ onClear }: { readonly onClear: () => void }) {
  const t = useText();
  return (
    <EmptyState
      icon={SearchX}
      title={t('noMatch')}
      body={t('noMatchBody')}
      action={<Button onClick={onClear}>{t('showAll')}</Button>}
    />
  );
}

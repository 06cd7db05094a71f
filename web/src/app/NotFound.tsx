import { Compass } from 'lucide-react';
import { ButtonLink, Card, EmptyState, Page } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

export function NotFound() {
  const t = useAppText();
  return (
    <Page title={t('notFound.title')}>
      <Card>
        <EmptyState
          icon={Compass}
          title={t('notFound.title')}
          body={t('notFound.body')}
          action={<ButtonLink to="/">{t('notFound.home')}</ButtonLink>}
        />
      </Card>
    </Page>
  );
}

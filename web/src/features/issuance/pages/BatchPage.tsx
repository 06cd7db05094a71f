import { Page } from '../../../ui/index.ts';
import { BatchForm } from '../components/BatchForm.tsx';
import { UnfinishedCard } from '../components/UnfinishedCard.tsx';
import { useText } from '../useText.ts';

/** Issues to many devices at once, each with its own names, from a file. */
export default function BatchPage() {
  const t = useText();
  return (
    <Page title={t('batch.title')} description={t('batch.lead')} back={{ to: '/devices/issue', label: t('title') }}>
      <UnfinishedCard />
      <BatchForm />
    </Page>
  );
}

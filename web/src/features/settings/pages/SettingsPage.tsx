import { Page } from '../../../ui/index.ts';
import { SignerManager } from '../../../wallet/index.ts';
import { AnchorsCard } from '../components/AnchorsCard.tsx';
import { EndpointsCard } from '../components/EndpointsCard.tsx';
import { ForgetCard } from '../components/ForgetCard.tsx';
import { LookCard } from '../components/LookCard.tsx';
import { NamesCard } from '../components/NamesCard.tsx';
import { RolesCard } from '../components/RolesCard.tsx';
import { useText } from '../useText.ts';

/** Everything that this browser remembers, and how to change or forget it. */
export default function SettingsPage() {
  const t = useText();
  return (
    <Page title={t('title')} description={t('lead')}>
      <AnchorsCard />
      <RolesCard />
      <NamesCard />
      <SignerManager />
      <EndpointsCard />
      <LookCard />
      <ForgetCard />
    </Page>
  );
}

import { isHex } from '@gridseal/sdk/bytes';
import { Table2 } from 'lucide-react';
import { useParams } from 'wouter';
import { useSelection } from '../../../fleet/index.ts';
import { ButtonLink, Callout, Card, Page, Skeleton } from '../../../ui/index.ts';
import { useWrites } from '../../../wallet/index.ts';
import { UnfinishedCard } from '../components/UnfinishedCard.tsx';
import { Wizard } from '../components/Wizard.tsx';
import { useCaKeys, useLastRecipe } from '../model/hooks.ts';
import { emptyRecipe, type Recipe } from '../model/recipe.ts';
import { useText } from '../useText.ts';

/** Issues credentials: to the devices that were picked, to one, or again what a channel got the last time. */
export default function IssuePage() {
  const t = useText();
  const { device, subject } = useParams<{ device?: string; subject?: string }>();
  // Held by the page, so that a key outlives the steps.
  useCaKeys();
  return (
    <Page
      title={t(subject ? 'again.title' : 'title')}
      description={t(subject ? 'again.lead' : 'lead')}
      back={{ to: '/devices', label: t('devices') }}
      actions={
        <ButtonLink to="/devices/batch" icon={Table2}>
          {t('toBatch')}
        </ButtonLink>
      }
    >
      <UnfinishedCard />
      {subject === undefined ? <Fresh key={device ?? ''} device={device} /> : <Again key={subject} subject={subject} />}
    </Page>
  );
}

function Fresh({ device }: { readonly device: string | undefined }) {
  const t = useText();
  const [selection] = useSelection();
  const { account } = useWrites();
  if (device !== undefined && !isHex(device.toLowerCase(), 32)) return <Callout tone="warn">{t('notADevice')}</Callout>;
  const devices = device === undefined ? [...selection] : [device.toLowerCase() as `0x${string}`];
  return <Wizard begin={() => withAuthority(emptyRecipe(devices), account)} />;
}

function Again({ subject }: { readonly subject: string }) {
  const t = useText();
  const id = subject.toLowerCase();
  const last = useLastRecipe(isHex(id, 32) ? id : null);
  if (last === undefined) {
    return (
      <Card>
        <Skeleton lines={6} />
      </Card>
    );
  }
  return last ? (
    <Wizard begin={() => last} />
  ) : (
    <>
      <Callout tone="warn">{t('again.unknown')}</Callout>
      <Fresh device={undefined} />
    </>
  );
}

/** The connected wallet announces, unless somebody else is chosen. */
function withAuthority(recipe: Recipe, account: string | undefined): Recipe {
  return account ? { ...recipe, authority: account.toLowerCase() as `0x${string}` } : recipe;
}

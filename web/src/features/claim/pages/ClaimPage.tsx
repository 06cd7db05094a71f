import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { idGroups } from '../../../fleet/index.ts';
import {
  Button,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  SafeText,
  Skeleton,
  TextLink,
  Timestamp,
} from '../../../ui/index.ts';
import { NewDeviceDialog } from '../components/NewDeviceDialog.tsx';
import { RelayCard } from '../components/RelayCard.tsx';
import type { StoredDevice } from '../model/database.ts';
import { useDevices } from '../model/hooks.ts';
import { useText } from '../useText.ts';

/** The devices of this browser. */
export default function ClaimPage() {
  const t = useText();
  const { data: devices, error, isPending, refetch } = useDevices();
  const [making, setMaking] = useState(false);
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t(devices?.length ? 'make.another' : 'make.button')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('lead')} actions={devices?.length ? make : null}>
      {error ? (
        <ErrorPanel title={t('make.none')} body={t('make.noneBody')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {isPending ? <Skeleton lines={4} /> : null}
      {devices?.length === 0 ? (
        <Card>
          <EmptyState icon={KeyRound} title={t('empty.title')} body={t('empty.body')} action={make} />
        </Card>
      ) : null}
      {devices?.length ? (
        <Card title={t('list.title')} padded={false}>
          <ul className="divide-y divide-line">
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </ul>
        </Card>
      ) : null}
      <RelayCard />
      <NewDeviceDialog open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function DeviceRow({ device }: { readonly device: StoredDevice }) {
  const t = useText();
  const { id, name, kind, createdAt, listening } = device;
  const count = listening.authorities.length;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
      <span className="min-w-0 flex-1 basis-64">
        <TextLink to={`/claim/${id}`}>
          <SafeText text={name} className="font-medium" />
        </TextLink>
        <span className="block font-mono text-sm text-muted">{idGroups(id).slice(0, 4).join(' ')} …</span>
      </span>
      <span className="text-sm text-muted">{kind === 'P-256' ? t('make.p256') : t('identity.hybrid')}</span>
      <span className="text-sm">{count === 0 ? t('list.deaf') : t('list.listens', { count })}</span>
      <span className="text-sm text-muted">
        {t('list.made')} <Timestamp at={new Date(createdAt * 1_000)} as="date" />
      </span>
    </li>
  );
}

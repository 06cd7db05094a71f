import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import {
  Button,
  Callout,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  RadioGroup,
  SafeText,
  Skeleton,
} from '../../../ui/index.ts';
import { AuthorityName, TrustChoice, useFollow, useTrustChoice } from '../components/FollowDialog.tsx';
import { NewDeviceDialog } from '../components/NewDeviceDialog.tsx';
import type { StoredDevice } from '../model/database.ts';
import { useDevices, useLiveDevice } from '../model/hooks.ts';
import { readFollow } from '../model/words.ts';
import { useText } from '../useText.ts';

/** Where an administrator's link leads: an authority, and which device is to listen to it. Nothing happens without a press. */
export default function FollowPage() {
  const t = useText();
  const { signer = '', channels = '' } = useParams<{ signer: string; channels?: string }>();
  const found = readFollow(`#/claim/follow/${signer}${channels ? `/${channels}` : ''}`);
  const { data: devices } = useDevices();
  return (
    <Page
      title={t('follow.pageTitle')}
      {...(found ? { description: t('follow.pageLead') } : {})}
      back={{ to: '/claim', label: t('device.back') }}
    >
      {found === null ? (
        <Callout tone="warn" title={t('follow.bad')}>
          {t('follow.badBody')}
        </Callout>
      ) : !devices ? (
        <Skeleton lines={4} />
      ) : devices.length === 0 ? (
        <FirstDevice />
      ) : (
        <Choice devices={devices} {...found} />
      )}
    </Page>
  );
}

function FirstDevice() {
  const t = useText();
  const [making, setMaking] = useState(false);
  return (
    <Card>
      <EmptyState
        title={t('empty.title')}
        body={t('empty.body')}
        action={
          <Button variant="primary" onClick={() => setMaking(true)}>
            {t('make.button')}
          </Button>
        }
      />
      <NewDeviceDialog open={making} onClose={() => setMaking(false)} />
    </Card>
  );
}

type Found = NonNullable<ReturnType<typeof readFollow>>;

function Choice({ devices, ...found }: Found & { readonly devices: readonly StoredDevice[] }) {
  const t = useText();
  const [chosen, setChosen] = useState(devices[0]?.id ?? '0x');
  const device = devices.find(({ id }) => id === chosen);
  return (
    <Card className="max-w-2xl">
      <div className="space-y-4">
        <p>
          <AuthorityName signer={found.signer} />
        </p>
        <RadioGroup
          label={t('follow.which')}
          value={chosen}
          onChange={setChosen}
          options={devices.map(({ id, name }) => ({ value: id, label: <SafeText text={name} /> }))}
        />
        {device ? <Follow key={device.id} device={device} {...found} /> : null}
      </div>
    </Card>
  );
}

function Follow({ device, signer, channels }: Found & { readonly device: StoredDevice }) {
  const t = useText();
  const live = useLiveDevice(device.id);
  const [, navigate] = useLocation();
  const [trust, setTrust] = useTrustChoice();
  const { busy, failure, follow } = useFollow(device, live, () => navigate(`/claim/${device.id}`));
  return (
    <>
      <TrustChoice value={trust} onChange={setTrust} />
      {failure ? <ErrorPanel error={failure} /> : null}
      <Button variant="primary" busy={busy} onClick={() => void follow({ signer, trust }, channels)}>
        {t('follow.submit')}
      </Button>
    </>
  );
}

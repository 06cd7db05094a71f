import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { HardDrive, KeyRound, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'wouter';
import type { FleetScope } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Button, ButtonLink, Callout, Card, EmptyState, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { ChannelList } from '../components/ChannelList.tsx';
import { DeviceHistory } from '../components/DeviceHistory.tsx';
import { DeviceMenu } from '../components/DeviceMenu.tsx';
import { IdentityCard } from '../components/IdentityCard.tsx';
import { KeysCard } from '../components/KeysCard.tsx';
import { TemporaryAccess } from '../components/TemporaryAccess.tsx';
import { type DeviceView, useDevice } from '../model/useDevice.ts';
import { useFleetTime } from '../model/useFleetTime.ts';
import { useText } from '../useText.ts';

/** One device: who it is, what it has, and what happened. */
export default function DevicePage() {
  const t = useText();
  const { id = '' } = useParams<{ id: string }>();
  const back = { to: '/devices', label: t('device.back') };
  const given = id.toLowerCase();
  if (isHex(given, 32)) return <Device key={given} id={given} back={back} />;
  return (
    <Page title={t('device.noId')} back={back}>
      <Card>
        <EmptyState icon={SearchX} title={t('device.noId')} body={t('device.noIdBody')} />
      </Card>
    </Page>
  );
}

function Device({ id, back }: { readonly id: Hex; readonly back: { readonly to: string; readonly label: string } }) {
  const t = useText();
  const [scope, setScope] = useState<FleetScope>('known');
  const { view, error, refetch } = useDevice(id, scope);
  const label = view?.device?.label;
  return (
    <Page
      title={label === undefined ? `${t('device.title')} ${shorten(id)}` : escapeText(label, { maxLength: 120 })}
      back={back}
      actions={view?.device ? <Actions device={view.device} /> : null}
    >
      {error ? <ErrorPanel error={error} onRetry={refetch} /> : null}
      {view ? (
        <Known id={id} view={view} />
      ) : error ? null : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
      {view && view.strangers > 0 ? (
        <Callout
          tone="warn"
          actions={
            <Button size="sm" onClick={() => setScope('concerning')}>
              {t('list.showStrangers')}
            </Button>
          }
        >
          {t('list.strangers', { count: view.strangers })}
        </Callout>
      ) : null}
    </Page>
  );
}

function Actions({ device }: { readonly device: NonNullable<DeviceView['device']> }) {
  const t = useText();
  return (
    <>
      <ButtonLink to={`/devices/issue/to/${device.id}`} variant="primary" icon={KeyRound}>
        {t('device.issue')}
      </ButtonLink>
      <DeviceMenu device={device} />
    </>
  );
}

function Known({ id, view }: { readonly id: Hex; readonly view: DeviceView }) {
  const t = useText();
  const { device, rows } = view;
  const now = useFleetTime(rows);
  if (!device && rows.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={HardDrive}
          title={t('device.unheard')}
          body={t('device.unheardBody')}
          action={<ButtonLink to="/devices/enrol">{t('enrolButton')}</ButtonLink>}
        />
      </Card>
    );
  }
  return (
    <>
      {device ? null : (
        <Callout title={t('device.unknown')} actions={<ButtonLink to="/devices/enrol">{t('enrolButton')}</ButtonLink>}>
          {t('device.unknownBody')}
        </Callout>
      )}
      <TemporaryAccess rows={rows} now={now} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-4">
          <ChannelList rows={rows} now={now} />
          <DeviceHistory id={id} rows={rows} />
        </div>
        <div className="min-w-0 space-y-4">
          <IdentityCard id={id} device={device} />
          {device ? <KeysCard device={device} /> : null}
        </div>
      </div>
    </>
  );
}

import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { IdCard, Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'wouter';
import { useStore } from '../../../data/index.ts';
import { Button, Callout, ErrorPanel, Page, Skeleton, Steps, TextLink } from '../../../ui/index.ts';
import { Deliveries } from '../components/Deliveries.tsx';
import { FollowDialog } from '../components/FollowDialog.tsx';
import { IdentityCard } from '../components/IdentityCard.tsx';
import { ListeningCard } from '../components/ListeningCard.tsx';
import { RequestDialog } from '../components/RequestDialog.tsx';
import type { StoredDevice } from '../model/database.ts';
import { type LiveDevice, useDevices, useLiveDevice } from '../model/hooks.ts';
import { useText } from '../useText.ts';

/** One device of this browser. */
export default function DevicePage() {
  const t = useText();
  const { id = '' } = useParams<{ id: string }>();
  const { data: devices, error } = useDevices();
  const wanted = isHex(id, 32) ? (id.toLowerCase() as Hex) : null;
  const device = devices?.find((one) => one.id === wanted);
  if (device) return <LivePage key={device.id} device={device} />;
  return (
    <Page title={t('title')} back={{ to: '/claim', label: t('device.back') }}>
      {error ? <ErrorPanel title={t('make.none')} error={error} /> : null}
      {!error && !devices && wanted ? <Skeleton lines={6} /> : null}
      {devices || !wanted ? (
        <Callout tone="warn" title={t('device.missing')}>
          {t('device.missingBody')}
        </Callout>
      ) : null}
    </Page>
  );
}

function LivePage({ device }: { readonly device: StoredDevice }) {
  const t = useText();
  const live = useLiveDevice(device.id);
  const store = useStore();
  const { isLooking, problem } = live;
  return (
    <Page
      title={device.name}
      back={{ to: '/claim', label: t('device.back') }}
      actions={
        <Button icon={RefreshCw} busy={isLooking} onClick={live.lookNow}>
          {t('device.look')}
        </Button>
      }
    >
      <Beginning device={device} live={live} />
      {store.isError ? (
        <Callout
          tone="bad"
          title={t('device.noStore')}
          actions={<TextLink to="/settings">{t('device.settings')}</TextLink>}
        />
      ) : null}
      {problem ? (
        <ErrorPanel
          title={t(problem.code === 'FILE' ? 'device.keysGone' : 'device.failed')}
          error={problem}
          onRetry={live.lookNow}
        />
      ) : null}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Deliveries device={device} live={live} />
        <div className="space-y-4">
          <ListeningCard device={device} live={live} />
          <IdentityCard device={device} live={live} />
        </div>
      </div>
    </Page>
  );
}

/** Until the first delivery was taken: what comes next. */
function Beginning({ device, live }: { readonly device: StoredDevice; readonly live: LiveDevice }) {
  const t = useText();
  const [showing, setShowing] = useState(false);
  const [adding, setAdding] = useState(false);
  const { look } = live;
  const hasTaken = look?.slots.some(({ taken }) => taken !== null) ?? true;
  const isDeaf = device.listening.authorities.length === 0;
  if (hasTaken && !isDeaf) return null;
  const steps = (['enrol', 'listen', 'receive'] as const).map((id) => ({ id, label: t(`start.${id}`) }));
  return (
    <div className="card flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-80 space-y-2">
        <Steps label={t('start.label')} steps={steps} current={isDeaf ? 'enrol' : 'receive'} />
        <p className="text-sm text-muted">
          {isDeaf ? `${t('start.enrolBody')} ${t('start.listenBody')}` : t('start.receiveBody')}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant={isDeaf ? 'primary' : 'secondary'} icon={IdCard} onClick={() => setShowing(true)}>
          {t('start.request')}
        </Button>
        {isDeaf ? (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            {t('start.authority')}
          </Button>
        ) : null}
      </div>
      <RequestDialog device={device} open={showing} onClose={() => setShowing(false)} />
      <FollowDialog device={device} live={live} open={adding} onClose={() => setAdding(false)} />
    </div>
  );
}

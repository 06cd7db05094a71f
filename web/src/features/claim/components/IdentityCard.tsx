import { QrCode as CodeIcon, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useNetwork } from '../../../data/index.ts';
import { useKeeping } from '../../../fleet/index.ts';
import { Button, Card, ConfirmDialog } from '../../../ui/index.ts';
import type { StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import { useText } from '../useText.ts';
import { DeviceId } from './DeviceId.tsx';
import { RequestDialog } from './RequestDialog.tsx';

interface IdentityCardProps {
  readonly device: StoredDevice;
  readonly live: LiveDevice;
}

/** Who this device is, and what its keys are worth. */
export function IdentityCard({ device, live }: IdentityCardProps) {
  const t = useText();
  const { ipfsRpcs } = useNetwork();
  const [showing, setShowing] = useState(false);
  const isHybrid = device.kind === 'MLKEM768-X25519';
  const turns = ipfsRpcs.length > 0;
  return (
    <Card title={t('identity.title')}>
      <div className="space-y-4">
        <div>
          <p className="mb-1 text-sm text-muted">{t('identity.id')}</p>
          <DeviceId id={device.id} />
          <p className="mt-1 text-sm text-muted">{t('identity.idHint')}</p>
        </div>
        <dl className="space-y-3">
          <Fact label={t('identity.signs')}>
            {device.signing.algorithm === 'P-256' ? t('identity.signsP256') : t('identity.signsP521')}
          </Fact>
          <Fact label={t('identity.opens')} hint={isHybrid ? t('identity.hybridHint') : t('identity.p256Hint')}>
            {isHybrid ? t('identity.hybrid') : t('identity.p256')}
          </Fact>
          <Fact label={t('identity.ratchet')} hint={turns ? t('identity.turnsHint') : t('identity.keepsHint')}>
            {turns ? t('identity.turns') : t('identity.keeps')}
          </Fact>
          <Fact label={t('identity.storage')}>
            <Keeping />
          </Fact>
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button icon={CodeIcon} onClick={() => setShowing(true)}>
            {t('identity.request')}
          </Button>
          <Forget live={live} />
        </div>
      </div>
      <RequestDialog device={device} open={showing} onClose={() => setShowing(false)} />
    </Card>
  );
}

interface FactProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Fact({ label, hint, children }: FactProps) {
  return (
    <div>
      <dt className="text-sm text-muted">{label}</dt>
      <dd>
        {children}
        {hint ? <span className="block text-sm text-muted">{hint}</span> : null}
      </dd>
    </div>
  );
}

function Keeping() {
  const t = useText();
  const { keeping, ask } = useKeeping();
  if (keeping === 'kept') return t('identity.kept');
  return (
    <>
      {t('identity.evictable')}{' '}
      <button type="button" className="text-start text-accent underline" onClick={() => void ask()}>
        {t('identity.ask')}
      </button>
    </>
  );
}

function Forget({ live }: Pick<IdentityCardProps, 'live'>) {
  const t = useText();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const count = live.look?.slots.filter(({ receipt }) => receipt !== null).length ?? 0;
  const forget = async () => {
    setBusy(true);
    await live.forget();
    navigate('/claim', { replace: true });
  };
  return (
    <>
      <Button variant="quiet" icon={Trash2} onClick={() => setAsking(true)}>
        {t('identity.forget')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void forget()}
        title={t('forget.title')}
        action={t('forget.action')}
        danger
        busy={busy}
      >
        <p>{t('forget.body')}</p>
        {count > 0 ? <p className="mt-2 font-medium text-warn">{t('forget.outstanding', { count })}</p> : null}
      </ConfirmDialog>
    </>
  );
}

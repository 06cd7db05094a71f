import type { Hex } from '@gridseal/sdk/bytes';
import { useCertificates, useNetwork } from '../../../data/index.ts';
import type { FleetDevice } from '../../../fleet/index.ts';
import { Badge, Card, Digest, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import { signerKind } from '../model/signerKind.ts';
import { useText } from '../useText.ts';
import { DeviceId } from './DeviceId.tsx';

interface IdentityCardProps {
  readonly id: Hex;
  /** Null if it is not enrolled here. */
  readonly device: FleetDevice | null;
}

/** Who the device is. */
export function IdentityCard({ id, device }: IdentityCardProps) {
  const t = useText();
  const network = useNetwork();
  return (
    <Card title={t('device.identity')}>
      <dl className="space-y-3">
        <Item label={t('device.id')}>
          <DeviceId id={id} />
        </Item>
        {device ? (
          <>
            <Item label={t('device.name')}>
              <SafeText text={device.name} maxLength={80} />
            </Item>
            <Item label={t('device.signer')}>
              <Digest value={device.signer} /> <span className="text-muted">{signerKind(device.signer, network)}</span>
            </Item>
            <Item label={t('device.groups')}>
              <span className="inline-flex flex-wrap gap-1">
                {device.groups.length === 0
                  ? '–'
                  : device.groups.map((group) => (
                      <Badge key={group}>
                        <SafeText text={group} maxLength={40} />
                      </Badge>
                    ))}
              </span>
            </Item>
            <Item label={t('device.enrolledAt')}>
              <Timestamp at={new Date(device.enrolledAt * 1_000)} />
            </Item>
            <Item label={t('device.certificate')}>
              <Certificates signer={device.signer} />
            </Item>
          </>
        ) : null}
      </dl>
    </Card>
  );
}

function Item({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

/** Certificates that name the device, as far as their bodies are here; whether to trust them is said on their own pages. */
function Certificates({ signer }: { readonly signer: Hex }) {
  const t = useText();
  const found = useCertificates({ signer, kinds: ['device'], limit: 5 });
  const rows = (found.data?.items ?? []).filter((row) => row.signer === signer);
  if (rows.length === 0) {
    return (
      <>
        {t('device.noCertificate')} · <TextLink to="/certificates/new">{t('device.writeCertificate')}</TextLink>
      </>
    );
  }
  return rows.map(({ id, name }) => (
    <span key={id} className="block">
      <TextLink to={`/certificates/${id}`}>
        {name === undefined ? <Digest value={id} copy={false} /> : <SafeText text={name} maxLength={60} />}
      </TextLink>
    </span>
  ));
}

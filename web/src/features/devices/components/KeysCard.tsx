import { toHex } from '@gridseal/sdk/bytes';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { Enrolment } from '@gridseal/sdk/identity';
import { useMemo } from 'react';
import type { FleetDevice } from '../../../fleet/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Callout, Card, CopyButton, Disclosure, ErrorPanel, Skeleton } from '../../../ui/index.ts';
import { useCurrentKey } from '../model/useCurrentKey.ts';
import { useText } from '../useText.ts';

/** The key that the next envelope is sealed to, and those that the device enrolled with. */
export function KeysCard({ device }: { readonly device: FleetDevice }) {
  const t = useText();
  const format = useFormat();
  const { data, error, refetch } = useCurrentKey(device);
  const keys = useMemo(() => Enrolment.decode(device.request).keys, [device.request]);
  return (
    <Card title={t('device.keys')}>
      <div className="space-y-3">
        <h3 className="text-sm text-muted">{t('device.current')}</h3>
        {data ? (
          <>
            <Key algorithm={data.key.algorithm} publicKey={data.key.publicKey} />
            <p className="text-sm text-muted">
              {data.claim
                ? t('device.claimedKey', {
                    epoch: format.number(data.claim.epoch),
                    block: format.number(data.claim.block),
                  })
                : t('device.enrolledKey')}
            </p>
          </>
        ) : error ? (
          <>
            <Callout tone="bad" title={t('device.keyProblem')}>
              {t('device.keyProblemBody')}
            </Callout>
            <ErrorPanel error={error} onRetry={() => void refetch()} />
          </>
        ) : (
          <Skeleton lines={2} />
        )}
        <Disclosure summary={t('device.enrolledKeys')}>
          <ul className="space-y-2">
            {keys.map(({ use, algorithm, publicKey }) => (
              <li key={`${use}${toHex(publicKey)}`}>
                <Key algorithm={`${algorithm} · ${use}`} publicKey={publicKey} />
              </li>
            ))}
          </ul>
        </Disclosure>
      </div>
    </Card>
  );
}

function Key({ algorithm, publicKey }: { readonly algorithm: string; readonly publicKey: Uint8Array }) {
  const t = useText();
  return (
    <p>
      <span className="font-medium">{algorithm}</span>
      <span className="flex items-center gap-1">
        <code className="font-mono text-sm wrap-anywhere text-muted">{sha256Hex(publicKey).slice(0, 34)}</code>
        <CopyButton value={toHex(publicKey)} label={t('device.copyKey')} />
      </span>
    </p>
  );
}

import type { Bundle } from '@gridseal/sdk/certificate';
import { useState } from 'react';
import { useNetwork } from '../../../data/index.ts';
import { CertificateInWords, useTrustText, VerdictPanel } from '../../../trust/index.ts';
import { Card, Checkbox, ErrorPanel, Skeleton } from '../../../ui/index.ts';
import { targetOf } from '../model/targetOf.ts';
import { useOfflineVerdict, useOnlineVerdict } from '../model/useBundleVerdicts.ts';
import { useText } from '../useText.ts';
import { BundleContents } from './BundleContents.tsx';
import { Title } from './Title.tsx';

export interface BundleResultProps {
  readonly bundle: Bundle.Bundle;
  /** SHA-256 of the file. */
  readonly digest: string;
}

/** A bundle, verified twice: by what is in it alone, and by what the chain says now. */
export function BundleResult({ bundle, digest }: BundleResultProps) {
  const t = useText();
  const words = useTrustText();
  const [accepts, setAccepts] = useState(false);
  const offline = useOfflineVerdict(bundle, digest, accepts ? 'accept' : 'refuse');
  const online = useOnlineVerdict(bundle, digest);
  const problem = useMisplacement(bundle);
  const target = targetOf(bundle);
  return (
    <>
      <Title kind={t('bundle.title')} name={target.subject.name} id={bundle.target} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card title={t('bundle.alone')} description={t('bundle.aloneBody')}>
          <div className="space-y-3">
            {offline.error ? (
              <ErrorPanel error={offline.error} title={t('bundle.failed')} />
            ) : (
              <VerdictPanel verdict={offline.data?.target} problem={problem ?? offline.data?.problem} />
            )}
            <Checkbox
              label={t('bundle.superseded')}
              hint={t('bundle.supersededHint')}
              checked={accepts}
              onChange={setAccepts}
            />
          </div>
        </Card>
        <Card title={t('bundle.chain')} description={t('bundle.chainBody')}>
          <VerdictPanel verdict={online.data} error={online.error} problem={problem} linked />
        </Card>
        <Card title={t('bundle.contents')}>
          {offline.data ? <BundleContents bundle={bundle} verdict={offline.data} /> : <Skeleton lines={4} />}
        </Card>
        <Card title={words('says.title')}>
          <CertificateInWords certificate={target} />
        </Card>
      </div>
    </>
  );
}

/** Why a bundle cannot be judged on this network at all. */
function useMisplacement({ chainId, registry }: Bundle.Bundle): string | undefined {
  const t = useText();
  const network = useNetwork();
  if (chainId !== network.chainId) return t('bundle.otherChain', { theirs: chainId, ours: network.chainId });
  return registry === network.addresses.quorumRegistry.toLowerCase() ? undefined : t('bundle.otherRegistry');
}

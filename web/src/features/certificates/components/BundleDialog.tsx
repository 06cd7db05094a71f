import type { Hex } from '@gridseal/sdk/bytes';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useChain, useDataClient, useTrustPolicy } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Callout, Dialog, download, ErrorPanel, KeyValue, Skeleton, Timestamp } from '../../../ui/index.ts';
import type { MadeBundle } from '../model/bundle/makeBundle.ts';
import { useText } from '../useText.ts';

export interface BundleDialogProps {
  readonly id: Hex;
  readonly onClose: () => void;
}

/** Makes the offline bundle of a certificate, verifies it from the file alone, and hands it over. */
export function BundleDialog({ id, onClose }: BundleDialogProps) {
  const t = useText();
  const client = useDataClient();
  const policy = useTrustPolicy();
  const chain = useChain();
  const made = useQuery({
    queryKey: ['certificates', 'bundle', chain.data?.chainId, id, policy],
    queryFn: async () => {
      if (!chain.data) throw new Error('the chain is not open');
      const { makeBundle } = await import('../model/bundle/makeBundle.ts');
      return makeBundle(id, { chain: chain.data, client, policy });
    },
    enabled: chain.data !== undefined,
    // Each time anew: what it says of revocations is to be fresh.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const error = chain.error ?? made.error;
  const isIndirect = error !== null && 'code' in error && error.code === 'INDIRECT_PROOF';
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bundle.title')}
      description={t('bundle.body')}
      footer={
        <>
          <Button onClick={onClose}>{t('bundle.close')}</Button>
          {made.data ? <DownloadButton id={id} made={made.data} /> : null}
        </>
      }
    >
      {error ? (
        <ErrorPanel
          error={error}
          title={t('bundle.failed')}
          {...(isIndirect ? { body: t('bundle.indirect') } : {})}
          onRetry={() => void made.refetch()}
        />
      ) : made.data ? (
        <Contents made={made.data} />
      ) : (
        <div className="space-y-3">
          <p role="status">{t('bundle.working')}</p>
          <Skeleton lines={5} />
        </div>
      )}
    </Dialog>
  );
}

function DownloadButton({ id, made }: { readonly id: Hex; readonly made: MadeBundle }) {
  const t = useText();
  return (
    <Button
      variant="primary"
      icon={Download}
      onClick={() => download(`gridseal-bundle-${id.slice(2, 10)}.json`, made.bytes, 'application/json')}
    >
      {t('bundle.download')}
    </Button>
  );
}

function Contents({ made: { bundle, bytes, isSelfContained } }: { readonly made: MadeBundle }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="space-y-4">
      <Callout tone={isSelfContained ? 'ok' : 'warn'} live title={t('bundle.ready')}>
        {isSelfContained ? t('bundle.selfContained') : t('bundle.needsChain')}
      </Callout>
      <KeyValue
        items={[
          { label: t('bundle.certificates'), value: format.number(bundle.certificates.length) },
          { label: t('bundle.endorsements'), value: format.number(bundle.endorsements.length) },
          { label: t('bundle.revocations'), value: format.number(bundle.revocations.length) },
          { label: t('bundle.quorums'), value: format.number(bundle.quorums.length) },
          { label: t('bundle.size'), value: format.bytes(bytes.length) },
          {
            label: t('bundle.asOf'),
            value: (
              <>
                {t('detail.block', { block: format.number(bundle.checkedAt.blockNumber) })} ·{' '}
                <Timestamp at={new Date(bundle.checkedAt.timestamp * 1_000)} />
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useChain, useDataClient, useTrustPolicy } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import {
  Button,
  Callout,
  CodeBlock,
  Dialog,
  download,
  ErrorPanel,
  KeyValue,
  Skeleton,
  Timestamp,
} from '../ui/index.ts';
import type { MadeBundle } from './bundle/makeBundle.ts';
import { policyOptions } from './policyOptions.ts';
import { useTrustText } from './useTrustText.ts';

export interface BundleDialogProps {
  readonly id: Hex;
  readonly onClose: () => void;
}

/** Makes the offline bundle of a certificate, verifies it from the file alone, and hands it over. */
export function BundleDialog({ id, onClose }: BundleDialogProps) {
  const t = useTrustText();
  const client = useDataClient();
  const policy = useTrustPolicy();
  const chain = useChain();
  const made = useQuery({
    queryKey: ['trust', 'bundle', chain.data?.chainId, id, policy],
    queryFn: async () => {
      if (!chain.data) throw new Error('the chain is not open');
      const { makeBundle } = await import('./bundle/makeBundle.ts');
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
        <Contents id={id} made={made.data} />
      ) : (
        <div className="space-y-3">
          <p role="status">{t('bundle.working')}</p>
          <Skeleton lines={5} />
        </div>
      )}
    </Dialog>
  );
}

const fileOf = (id: Hex) => `gridseal-bundle-${id.slice(2, 10)}.json`;

function DownloadButton({ id, made }: { readonly id: Hex; readonly made: MadeBundle }) {
  const t = useTrustText();
  return (
    <Button variant="primary" icon={Download} onClick={() => download(fileOf(id), made.bytes, 'application/json')}>
      {t('bundle.download')}
    </Button>
  );
}

function Contents({ id, made }: { readonly id: Hex; readonly made: MadeBundle }) {
  const t = useTrustText();
  const { bundle, bytes, isSelfContained } = made;
  const policy = useTrustPolicy();
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
                {t('bundle.block', { block: format.number(bundle.checkedAt.blockNumber) })} ·{' '}
                <Timestamp at={new Date(bundle.checkedAt.timestamp * 1_000)} />
              </>
            ),
          },
        ]}
      />
      <CodeBlock
        label={t('bundle.command')}
        code={`gridseal certificate verify ${fileOf(id)}${policyOptions(policy)}`}
        wrap
      />
    </div>
  );
}

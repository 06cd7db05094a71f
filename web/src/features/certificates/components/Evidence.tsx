import { Download, Package } from 'lucide-react';
import { useState } from 'react';
import { type CertificateRecord, useTrustPolicy } from '../../../data/index.ts';
import { BundleDialog, policyOptions, ROLES_FILE, useTrustText } from '../../../trust/index.ts';
import { Button, Card, CodeBlock, Digest, Disclosure, download, JsonView, KeyValue } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** What somebody needs to check a certificate without this page: id, exact bytes, command. */
export function Evidence({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const words = useTrustText();
  const policy = useTrustPolicy();
  const [isExporting, setExporting] = useState(false);
  const { id, bytes, certificate } = record;
  const options = policyOptions(policy);
  const hasOwnRoles = options.includes(ROLES_FILE);
  return (
    <Card title={t('detail.evidence')} description={t('detail.evidenceBody')}>
      <div className="space-y-3">
        <KeyValue
          items={[
            {
              label: t('detail.id'),
              value: (
                <>
                  <Digest value={id} full />
                  <span className="block text-sm text-muted">{t('detail.idHint')}</span>
                </>
              ),
            },
          ]}
        />
        <CodeBlock label={t('detail.command')} code={`gridseal certificate verify ${id}${options}`} wrap />
        {hasOwnRoles ? (
          <Button
            size="sm"
            icon={Download}
            onClick={() => download(ROLES_FILE, JSON.stringify(policy.roles), 'application/json')}
          >
            {t('detail.downloadRoles')}
          </Button>
        ) : null}
        {bytes ? (
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              icon={Download}
              onClick={() =>
                download(`gridseal-certificate-${id.slice(2, 10)}.json`, new Uint8Array(bytes), 'application/json')
              }
            >
              {t('detail.downloadCertificate')}
            </Button>
            <Button size="sm" icon={Package} onClick={() => setExporting(true)}>
              {words('bundle.button')}
            </Button>
          </div>
        ) : null}
        {isExporting ? <BundleDialog id={id} onClose={() => setExporting(false)} /> : null}
        {certificate ? (
          <Disclosure summary={t('detail.raw')}>
            <JsonView label={t('detail.json')} value={certificate} />
          </Disclosure>
        ) : null}
      </div>
    </Card>
  );
}

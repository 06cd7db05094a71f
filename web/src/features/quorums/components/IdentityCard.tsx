import type { QuorumRecord } from '../../../data/index.ts';
import { Card, CodeBlock, Digest, KeyValue } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** What others need to name a quorum, and to look it up without this page. */
export function IdentityCard({ record: { id, signer } }: { readonly record: Pick<QuorumRecord, 'id' | 'signer'> }) {
  const t = useText();
  return (
    <Card title={t('detail.identity')}>
      <div className="space-y-3">
        <KeyValue
          items={[
            { label: t('detail.id'), value: <WithHint value={id} hint={t('detail.idHint')} /> },
            { label: t('detail.signer'), value: <WithHint value={signer} hint={t('detail.signerHint')} /> },
          ]}
        />
        <CodeBlock label={t('detail.command')} code={`gridseal quorum show ${id}`} wrap />
      </div>
    </Card>
  );
}

function WithHint({ value, hint }: { readonly value: string; readonly hint: string }) {
  return (
    <>
      <Digest value={value} full />
      <span className="block text-sm text-muted">{hint}</span>
    </>
  );
}

import { sha256Hex } from '@gridseal/sdk/crypto';
import { useState } from 'react';
import { type CertificateRecord, useDataClient } from '../../../data/index.ts';
import { Callout, type DroppedFile, FileDrop, MachineText } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** What to do about a certificate of which only the id is known. */
export function MissingBody({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const client = useDataClient();
  const [wrong, setWrong] = useState<string>();
  const take = async ([file]: readonly DroppedFile[]) => {
    if (!file) return;
    const digest = sha256Hex(file.bytes);
    setWrong(digest === record.id ? undefined : digest);
    if (digest === record.id) await client.remember(file.bytes);
  };
  if (record.content === 'malformed') {
    return (
      <Callout tone="bad" title={t('detail.malformed')}>
        {t('detail.malformedBody')} {record.problem ? <MachineText text={record.problem.shortMessage} /> : null}
      </Callout>
    );
  }
  return (
    <div className="space-y-3">
      <Callout tone="warn" title={t('detail.missing')}>
        {t('detail.missingBody')}
      </Callout>
      <FileDrop
        label={t('detail.file')}
        hint={t('detail.fileHint')}
        accept=".json,application/json"
        maxBytes={65_536}
        onFiles={(files) => void take(files)}
      />
      {wrong ? (
        <Callout tone="bad" live>
          {t('detail.wrongFile', { digest: wrong })}
        </Callout>
      ) : null}
    </div>
  );
}

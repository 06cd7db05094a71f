import { Certificate } from '@gridseal/sdk/certificate';
import { randomBytes } from '@gridseal/sdk/crypto';
import { Download, FilePen } from 'lucide-react';
import { useState } from 'react';
import { useChainTime, useDataClient, useNetwork, useStore } from '../../../data/index.ts';
import { CertificateInWords } from '../../../trust/index.ts';
import {
  Button,
  Callout,
  Card,
  Digest,
  Disclosure,
  download,
  ErrorPanel,
  JsonView,
  Page,
  SafeText,
  Skeleton,
} from '../../../ui/index.ts';
import { DraftFields } from '../components/DraftFields.tsx';
import { ProposeDialog } from '../components/ProposeDialog.tsx';
import { type Checked, checkDraft, type Draft, type DraftField, emptyDraft } from '../model/draft.ts';
import { useText } from '../useText.ts';

/** Writes a certificate, shows what it will say while it is written, and proposes it to a quorum. */
export default function NewCertificate() {
  const t = useText();
  const time = useChainTime();
  return (
    <Page title={t('new.title')} description={t('new.lead')} back={{ to: '/certificates', label: t('title') }}>
      {time === null ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : (
        <Editor now={time} />
      )}
    </Page>
  );
}

function Editor({ now }: { readonly now: number }) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft('authority', now));
  const [touched, setTouched] = useState<ReadonlySet<DraftField>>(new Set());
  // One for this certificate: it stays the same while the rest is changed.
  const [serial] = useState(() => randomBytes(16));
  const checked = checkDraft(draft, serial);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setTouched(new Set([...touched, ...(Object.keys(part) as DraftField[])]));
  };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="space-y-4">
        <DraftFields draft={draft} checked={checked} touched={touched} onChange={change} />
      </div>
      <div className="xl:sticky xl:top-20">
        <Preview checked={checked} />
      </div>
    </div>
  );
}

function Preview({ checked }: { readonly checked: Checked }) {
  const t = useText();
  const { certificate } = checked;
  if (!certificate) {
    return (
      <Card title={t('new.preview')}>
        <p className="text-muted">{t('new.incomplete')}</p>
        <p lang="en" className="mt-2 text-sm text-muted">
          {checked.field ? `${t(`new.${checked.field}`)}: ` : null}
          <SafeText text={checked.message} maxLength={200} />
        </p>
      </Card>
    );
  }
  return (
    <Card title={t('new.preview')} description={t('new.previewBody')}>
      <div className="space-y-4">
        <CertificateInWords certificate={certificate} />
        <div>
          <p className="text-sm text-muted">{t('detail.id')}</p>
          <Digest value={Certificate.id(certificate)} full />
        </div>
        <Disclosure summary={t('detail.raw')}>
          <JsonView label={t('detail.json')} value={certificate} />
        </Disclosure>
        <HandOver certificate={certificate} />
      </div>
    </Card>
  );
}

/** Keeps the bytes where others find them before anybody is asked to endorse their digest. */
function HandOver({ certificate }: { readonly certificate: Certificate.Certificate }) {
  const t = useText();
  const client = useDataClient();
  const { ipfsRpcs } = useNetwork();
  const { data: store } = useStore();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const id = Certificate.id(certificate);
  const bytes = Certificate.encode(certificate);
  const propose = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await client.remember(bytes);
      if (ipfsRpcs.length > 0) await store?.writeBlock(bytes);
      setOpen(true);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="space-y-3">
      {ipfsRpcs.length === 0 ? <Callout tone="warn">{t('new.noIpfs')}</Callout> : null}
      {error ? <ErrorPanel error={error} title={t('new.notStored')} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={FilePen} busy={isBusy} onClick={() => void propose()}>
          {t('propose.title')}
        </Button>
        <Button
          icon={Download}
          onClick={() =>
            download(`gridseal-certificate-${id.slice(2, 10)}.json`, new Uint8Array(bytes), 'application/json')
          }
        >
          {t('detail.downloadCertificate')}
        </Button>
      </div>
      {isOpen ? <ProposeDialog record={{ id, certificate, endorsements: [] }} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

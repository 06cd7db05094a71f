import { Certificate } from '@gridseal/sdk/certificate';
import { Download, FilePen } from 'lucide-react';
import { useState } from 'react';
import { useDataClient, useNetwork, useStore } from '../../../../data/index.ts';
import { Button, Callout, download } from '../../../../ui/index.ts';
import { useText } from '../../useText.ts';
import { ProposeDialog } from '../ProposeDialog.tsx';

/** Keeps the bytes where others find them before anybody is asked to endorse their digest. */
export function HandOver({ certificate }: { readonly certificate: Certificate.Certificate }) {
  const t = useText();
  const client = useDataClient();
  const { ipfsRpcs } = useNetwork();
  const store = useStore();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [isStored, setStored] = useState(ipfsRpcs.length > 0);
  const id = Certificate.id(certificate);
  const bytes = Certificate.encode(certificate);
  const propose = async () => {
    setBusy(true);
    await client.remember(bytes);
    const write = async () => (store.data ?? (await store.refetch()).data)?.writeBlock(bytes);
    if (ipfsRpcs.length > 0) setStored((await write().catch(() => undefined)) !== undefined);
    setBusy(false);
    setOpen(true);
  };
  return (
    <div className="space-y-3">
      {isStored ? null : <Callout tone="warn">{t(ipfsRpcs.length === 0 ? 'new.noIpfs' : 'new.notStored')}</Callout>}
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

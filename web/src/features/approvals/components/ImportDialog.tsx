import { Camera } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import {
  decodeParcel,
  fromLinkPart,
  linkPartOf,
  MAX_PARCEL_BYTES,
  type Parcel,
  useKeepActions,
} from '../../../propose/index.ts';
import {
  Button,
  Dialog,
  type DroppedFile,
  ErrorPanel,
  Field,
  FileDrop,
  Input,
  QrScanner,
  useToast,
} from '../../../ui/index.ts';
import { useText } from '../useText.ts';

interface ImportDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Takes proposals and approvals by file, link or QR code, and goes to the proposal. */
export function ImportDialog({ open, onClose }: ImportDialogProps) {
  const t = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('import.title')} description={t('import.lead')}>
      <ImportForm onDone={onClose} />
    </Dialog>
  );
}

interface Failure {
  readonly title: string;
  readonly error: unknown;
}

function ImportForm({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const toast = useToast();
  const { take } = useKeepActions();
  const [, navigate] = useLocation();
  const [link, setLink] = useState('');
  const [isScanning, setScanning] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const finish = async (parcels: readonly Parcel[]) => {
    let draft: string | null = null;
    for (const parcel of parcels) draft = (await take(parcel)) ?? draft;
    const count = parcels.reduce((sum, { approvals }) => sum + approvals.length, 0);
    if (count > 0) toast({ tone: 'ok', title: t('import.approvals', { count }) });
    onDone();
    if (draft) navigate(`/approvals/${draft}`);
  };
  const takeFiles = async (files: readonly DroppedFile[]) => {
    const parcels: Parcel[] = [];
    for (const { name, bytes } of files) {
      try {
        parcels.push(decodeParcel(bytes));
      } catch (error) {
        return setFailure({ title: t('import.failedFile', { name: name.slice(0, 80) }), error });
      }
    }
    await finish(parcels);
  };
  const takeLink = async (text: string) => {
    setScanning(false);
    const part = linkPartOf(text);
    if (!part) return setFailure({ title: t('import.failed'), error: new Error(t('import.notGridseal')) });
    try {
      await finish([await fromLinkPart(part)]);
    } catch (error) {
      setFailure({ title: t('import.badLink'), error });
    }
  };
  return (
    <div className="space-y-4">
      <FileDrop
        label={t('import.drop')}
        accept=".json,application/json"
        multiple
        maxBytes={MAX_PARCEL_BYTES}
        onFiles={(files) => void takeFiles(files)}
      />
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void takeLink(link);
        }}
      >
        <Field label={t('import.paste')} className="flex-1">
          {(control) => <Input {...control} mono value={link} onChange={(event) => setLink(event.target.value)} />}
        </Field>
        <Button type="submit" disabled={link.trim() === ''}>
          {t('import.pasteButton')}
        </Button>
      </form>
      {isScanning ? (
        <QrScanner onResult={(text) => void takeLink(text)} />
      ) : (
        <Button icon={Camera} onClick={() => setScanning(true)}>
          {t('import.scan')}
        </Button>
      )}
      {failure ? <ErrorPanel title={failure.title} error={failure.error} /> : null}
    </div>
  );
}

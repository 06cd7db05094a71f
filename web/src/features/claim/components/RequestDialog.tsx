import { utf8Decode } from '@gridseal/sdk/bytes';
import { Download } from 'lucide-react';
import { Button, CodeBlock, CopyButton, Dialog, download, QrCodes, Tabs } from '../../../ui/index.ts';
import type { StoredDevice } from '../model/database.ts';
import { useText } from '../useText.ts';
import { DeviceId } from './DeviceId.tsx';

interface RequestDialogProps {
  readonly device: StoredDevice;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The enrolment request, to be handed to an administrator: by code, text or file. */
export function RequestDialog({ device, open, onClose }: RequestDialogProps) {
  const t = useText();
  const text = device.request ? utf8Decode(device.request) : '';
  return (
    <Dialog open={open} onClose={onClose} size="lg" title={t('request.title')} description={t('request.lead')}>
      <div className="grid gap-5 md:grid-cols-[1fr_16rem]">
        <Tabs
          label={t('request.title')}
          tabs={[
            { id: 'file', label: t('request.file'), content: <FileTab device={device} text={text} /> },
            { id: 'code', label: t('request.code'), content: <CodeTab text={text} /> },
            { id: 'text', label: t('request.text'), content: <TextTab text={text} /> },
          ]}
        />
        <div className="md:border-s md:border-line md:ps-5">
          <p className="mb-2 text-sm font-medium">{t('request.compare')}</p>
          <DeviceId id={device.id} />
        </div>
      </div>
    </Dialog>
  );
}

function FileTab({ device, text }: { readonly device: StoredDevice; readonly text: string }) {
  const t = useText();
  return (
    <div className="space-y-3">
      <Button
        variant="primary"
        icon={Download}
        onClick={() => download(`enrolment-${device.id.slice(2, 10)}.json`, text, 'application/json')}
      >
        {t('request.download')}
      </Button>
      <p className="text-sm text-muted">{t('request.fileHint')}</p>
    </div>
  );
}

function CodeTab({ text }: { readonly text: string }) {
  const t = useText();
  return (
    <div className="space-y-2">
      <QrCodes value={text} label={t('request.codeLabel')} />
      <p className="text-sm text-muted">{t('request.codeHint')}</p>
    </div>
  );
}

function TextTab({ text }: { readonly text: string }) {
  const t = useText();
  return (
    <div className="space-y-3">
      <CodeBlock label={t('request.title')} code={text} copy={false} wrap className="[&>section]:max-h-56" />
      <CopyButton value={text} label={t('request.copy')} wide />
    </div>
  );
}

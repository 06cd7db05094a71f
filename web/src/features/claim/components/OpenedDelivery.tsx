import type { DeliveredFile } from '@gridseal/sdk/envelope';
import { Archive, Check, Download, FileBadge, FileKey, FileText, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, type Column, ConfirmDialog, download, ErrorPanel, SafeText, Table } from '../../../ui/index.ts';
import type { Arrival } from '../model/lookTypes.ts';
import { tarFile } from '../model/tarFile.ts';
import { natureOf, savedName } from '../model/words.ts';
import { useText } from '../useText.ts';
import { RefusalNotice } from './RefusalNotice.tsx';
import type { SlotCardProps } from './SlotCard.tsx';

interface OpenedDeliveryProps extends SlotCardProps {
  readonly arrival: Extract<Arrival, { readonly state: 'opened' }>;
}

/** What was opened: to be saved, and then confirmed. It is in memory alone. */
export function OpenedDelivery(props: OpenedDeliveryProps) {
  const { arrival, live, view, look } = props;
  const t = useText();
  const { files, manifest } = arrival.opened;
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const save = (file: DeliveredFile) => {
    download(savedName(file), Uint8Array.from(file.content));
    setSaved(new Set([...saved, file.path]));
  };
  const saveAll = () => {
    download(`${view.slot.channel}-${manifest.epoch}.tar`, tarFile(files, look.time), 'application/x-tar');
    setSaved(new Set(files.map(({ path }) => path)));
  };
  const left = files.length - saved.size;
  return (
    <>
      {arrival.instead ? <RefusalNotice refusal={arrival.instead} title={t('slot.instead')} /> : null}
      <p className="flex gap-2 text-sm text-ok">
        <Check aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t('slot.checked')}
      </p>
      <FileTable files={files} saved={saved} onSave={save} />
      <p className="text-sm text-muted">
        {t('files.once')} {files.length > 1 ? t('files.archiveHint') : null}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant={left > 0 ? 'primary' : 'secondary'} icon={Archive} onClick={saveAll}>
          {t('files.saveAll')}
        </Button>
        <Take live={live} view={view} left={left} none={saved.size === 0} />
        {saved.size === 0 ? <span className="text-sm text-muted">{t('take.hint')}</span> : null}
      </div>
    </>
  );
}

interface FileTableProps {
  readonly files: readonly DeliveredFile[];
  readonly saved: ReadonlySet<string>;
  readonly onSave: (file: DeliveredFile) => void;
}

const icons = { privateKey: FileKey, sshCertificate: FileBadge, certificate: FileBadge, publicKey: FileKey } as const;

function FileTable({ files, saved, onSave }: FileTableProps) {
  const t = useText();
  const format = useFormat();
  const columns: readonly Column<DeliveredFile>[] = [
    {
      id: 'name',
      header: t('files.name'),
      rowHeader: true,
      cell: (file) => {
        const nature = natureOf(file);
        const Icon = nature in icons ? icons[nature as keyof typeof icons] : FileText;
        return (
          <span className="flex min-w-0 items-center gap-2">
            <Icon aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0">
              <SafeText text={file.path} maxLength={100} className="font-mono text-sm" />
              <span className="block text-xs text-muted">{t(`files.nature.${nature}`)}</span>
            </span>
          </span>
        );
      },
    },
    { id: 'size', header: t('files.size'), width: '6rem', align: 'end', cell: ({ size }) => format.bytes(size) },
    { id: 'mode', header: t('files.mode'), width: '5rem', cell: ({ mode }) => <code className="text-sm">{mode}</code> },
    {
      id: 'save',
      header: t('files.save'),
      width: '8rem',
      align: 'end',
      cell: (file) => (
        <Button
          size="sm"
          icon={saved.has(file.path) ? Check : Download}
          aria-label={t('files.saveOf', { name: savedName(file) })}
          onClick={() => onSave(file)}
        >
          {t(saved.has(file.path) ? 'files.saved' : 'files.save')}
        </Button>
      ),
    },
  ];
  return (
    <div className="rounded-md border border-line">
      <Table label={t('files.title')} columns={columns} rows={files} rowKey={({ path }) => path} />
    </div>
  );
}

interface TakeProps extends Pick<SlotCardProps, 'live' | 'view'> {
  /** How many files were not saved. */
  readonly left: number;
  readonly none: boolean;
}

function Take({ live, view, left, none }: TakeProps) {
  const t = useText();
  const { ipfsRpcs } = useNetwork();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const take = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await live.take(view);
      setAsking(false);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        variant={left === 0 ? 'primary' : 'secondary'}
        icon={PenLine}
        disabled={none}
        onClick={() => setAsking(true)}
      >
        {t('take.button')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void take()}
        title={t('take.title')}
        action={t('take.action')}
        busy={busy}
      >
        <p>{t(ipfsRpcs.length > 0 ? 'take.body' : 'take.bodyKept')}</p>
        {left > 0 ? <p className="mt-2 font-medium text-warn">{t('take.unsaved', { count: left })}</p> : null}
        {failure ? <ErrorPanel error={failure} /> : null}
      </ConfirmDialog>
    </>
  );
}

import { utf8Decode } from '@gridseal/sdk/bytes';
import type { Approval, Proposal } from '@gridseal/sdk/quorum';
import { Approval as Approvals, Proposal as Proposals } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { encodeParcel, toLinkPart } from '../../../propose/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import {
  Button,
  Callout,
  CodeBlock,
  CopyButton,
  Dialog,
  download,
  QrCodes,
  Skeleton,
  Tabs,
} from '../../../ui/index.ts';
import { fileNames } from '../model/fileNames.ts';
import { useText } from '../useText.ts';

/** What mail and chat programs have been seen to keep whole. */
const LONG_LINK = 8_000;

interface ShareProps {
  readonly proposal: Proposal.Proposal;
  /** Those that count, so that nobody hands on what others would set aside. */
  readonly approvals: readonly Approval.Approval[];
}

/** Hands a proposal and its approvals on: by link, QR code or file. */
export function ShareDialog({ open, onClose, ...share }: ShareProps & { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('share.title')}
      description={t('share.lead', { count: share.approvals.length })}
    >
      <Tabs
        label={t('share.title')}
        tabs={[
          { id: 'link', label: t('share.link'), content: <LinkTab {...share} /> },
          { id: 'code', label: t('share.code'), content: <CodeTab {...share} /> },
          { id: 'files', label: t('share.files'), content: <FilesTab {...share} /> },
        ]}
      />
    </Dialog>
  );
}

function useLink({ proposal, approvals }: ShareProps): string | undefined {
  const digests = approvals.map(({ digest, signer }) => `${digest} ${signer}`);
  const { data } = useQuery({
    queryKey: ['approvals', 'link', JSON.stringify(proposal), digests],
    queryFn: async () => `${location.href.split('#')[0]}#/approvals/${await toLinkPart({ proposal, approvals })}`,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

function LinkTab(share: ShareProps) {
  const t = useText();
  const link = useLink(share);
  if (!link) return <Skeleton lines={4} />;
  return (
    <div className="space-y-3">
      <CodeBlock label={t('share.link')} code={link} copy={false} wrap className="[&>section]:max-h-36" />
      <p className="text-sm text-muted">{t('share.linkHint')}</p>
      {link.length > LONG_LINK ? <Callout tone="warn">{t('share.longLink')}</Callout> : null}
      <CopyButton value={link} label={t('share.copy')} wide />
    </div>
  );
}

function CodeTab(share: ShareProps) {
  const t = useText();
  const link = useLink(share);
  if (!link) return <Skeleton lines={4} />;
  return (
    <div className="flex justify-center">
      <QrCodes value={link} label={t('share.codeLabel')} size={320} />
    </div>
  );
}

function FilesTab({ proposal, approvals }: ShareProps) {
  const t = useText();
  const names = fileNames(proposal);
  const save = (name: string, bytes: Uint8Array) => download(name, utf8Decode(bytes), 'application/json');
  return (
    <div className="space-y-3">
      <ul className="divide-y divide-line rounded-md border border-line">
        <FileRow label={t('share.all')} onSave={() => save(names.parcel, encodeParcel({ proposal, approvals }))} />
        <FileRow label={t('share.proposal')} onSave={() => save(names.proposal, Proposals.encode(proposal))} />
        {approvals.map((approval) => (
          <FileRow
            key={`${approval.signer} ${approval.digest}`}
            label={t('share.approvalOf')}
            detail={<QuorumName value={approval.signer} />}
            onSave={() => save(names.approval(approval), Approvals.encode(approval))}
          />
        ))}
      </ul>
      <p className="text-sm text-muted">{t('share.filesHint')}</p>
    </div>
  );
}

interface FileRowProps {
  readonly label: string;
  readonly detail?: React.ReactNode;
  readonly onSave: () => void;
}

function FileRow({ label, detail, onSave }: FileRowProps) {
  const t = useText();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <span className="min-w-0 flex-1">
        {label} {detail}
      </span>
      <Button size="sm" icon={Download} aria-label={`${t('share.download')}: ${label}`} onClick={onSave}>
        {t('share.download')}
      </Button>
    </li>
  );
}

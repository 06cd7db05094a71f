import { utf8Decode } from '@gridseal/sdk/bytes';
import type { Approval, Proposal } from '@gridseal/sdk/quorum';
import { Download, Package } from 'lucide-react';
import { useState } from 'react';
import { type CaseFile, encodeParcel } from '../../../propose/index.ts';
import { BundleDialog, useTrustText } from '../../../trust/index.ts';
import { Button, Card, CodeBlock, download } from '../../../ui/index.ts';
import { verifyCommand } from '../model/evidence.ts';
import { fileNames } from '../model/fileNames.ts';
import { useText } from '../useText.ts';

interface EvidenceCardProps {
  readonly proposal: Proposal.Proposal;
  /** Those that count. */
  readonly approvals: readonly Approval.Approval[];
  readonly file: CaseFile | undefined;
}

/** What to keep: who approved what, and afterwards what came of it; each can be checked without this page. */
export function EvidenceCard({ proposal, approvals, file }: EvidenceCardProps) {
  const t = useText();
  const words = useTrustText();
  const [isExporting, setExporting] = useState(false);
  // While nobody has said anything there is nothing to keep that sharing would not give.
  if (file?.state !== 'done' && approvals.length === 0 && (file?.standing?.said.size ?? 0) === 0) return null;
  const name = fileNames(proposal).parcel;
  const command = verifyCommand(proposal, name);
  const certificate = proposal.action === 'endorse' && file?.state === 'done' ? proposal.message.certificate : null;
  const save = () => download(name, utf8Decode(encodeParcel({ proposal, approvals })), 'application/json');
  return (
    <Card title={t('evidence.title')} description={t('evidence.lead')}>
      <div className="space-y-3">
        {command ? <CodeBlock label={t('evidence.command')} code={command} wrap /> : null}
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={Download} onClick={save}>
            {t('evidence.download', { count: approvals.length })}
          </Button>
          {certificate ? (
            <Button size="sm" icon={Package} onClick={() => setExporting(true)}>
              {words('bundle.button')}
            </Button>
          ) : null}
        </div>
        {isExporting && certificate ? <BundleDialog id={certificate} onClose={() => setExporting(false)} /> : null}
      </div>
    </Card>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { Approval, Proposal } from '@gridseal/sdk/quorum';
import { Share2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ProposalRecord } from '../../../data/index.ts';
import type { CaseFile } from '../../../propose/index.ts';
import { useCase, useKept } from '../../../propose/index.ts';
import { Button, Callout, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { titleOf } from '../model/titleOf.ts';
import { type WhatIsSigned, whatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';
import { DecisionCard } from './DecisionCard.tsx';
import { DifferenceCard } from './DifferenceCard.tsx';
import { EvidenceCard } from './EvidenceCard.tsx';
import { InWords } from './InWords.tsx';
import { ProgressCard } from './ProgressCard.tsx';
import { RotationCard } from './RotationCard.tsx';
import { ShareDialog } from './ShareDialog.tsx';
import { SignedCard } from './SignedCard.tsx';
import { StateBadge } from './StateBadge.tsx';
import { StateNotice } from './StateNotice.tsx';
import { SubmitCard } from './SubmitCard.tsx';
import { TrustCard } from './TrustCard.tsx';

interface ProposalDetailProps {
  readonly draft: Hex;
  readonly proposal: Proposal.Proposal;
  readonly record: ProposalRecord | null;
}

/** A proposal, all that has to be seen before it is signed, and what can be done with it. */
export function ProposalDetail({ draft, proposal, record }: ProposalDetailProps) {
  const t = useText();
  const found = useCase(proposal);
  const kept = useKept();
  const [isSharing, setSharing] = useState(false);
  const read = useMemo(() => readAll(proposal), [proposal]);
  const file = found.data;
  const approvals = (kept.data?.approvals ?? []).filter((one) =>
    file?.standing?.said.has(`${one.signer} ${one.digest}`),
  );
  const share = () => setSharing(true);
  return (
    <Page
      title={titleOf(proposal, t)}
      back={{ to: '/approvals', label: t('detail.back') }}
      description={file ? <StateBadge file={file} /> : undefined}
      actions={
        <Button icon={Share2} onClick={share}>
          {t('share.button')}
        </Button>
      }
    >
      {read.error ? <ErrorPanel title={t('detail.malformed')} error={read.error} /> : null}
      {record && !record.proposedBy.some(({ isMember }) => isMember) ? (
        <Callout tone="warn" title={t('detail.strangerTitle')}>
          {t('detail.strangerBody')}
        </Callout>
      ) : null}
      {file ? <StateNotice file={file} /> : null}
      {found.error ? <ErrorPanel error={found.error} onRetry={() => void found.refetch()} /> : null}
      {read.what ? (
        <Columns
          draft={draft}
          what={read.what}
          file={file}
          proposal={proposal}
          record={record}
          approvals={approvals}
          onShare={share}
        />
      ) : null}
      <ShareDialog open={isSharing} onClose={() => setSharing(false)} proposal={proposal} approvals={approvals} />
    </Page>
  );
}

function readAll(proposal: Proposal.Proposal): { readonly what?: WhatIsSigned; readonly error?: unknown } {
  try {
    return { what: whatIsSigned(proposal) };
  } catch (error) {
    return { error };
  }
}

interface ColumnsProps extends ProposalDetailProps {
  readonly what: WhatIsSigned;
  readonly file: CaseFile | undefined;
  readonly approvals: readonly Approval.Approval[];
  readonly onShare: () => void;
}

/** On phones: what is asked, who has approved, the decision, then the evidence. */
function Columns({ draft, what, file, proposal, record, approvals, onShare }: ColumnsProps) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_23rem] lg:grid-rows-[auto_1fr]">
      <div className="min-w-0 space-y-4">
        <InWords what={what} record={record} />
        {file && what.action.action === 'rotate' ? <RotationCard what={what} file={file} /> : null}
      </div>
      <aside className="min-w-0 space-y-4 lg:sticky lg:top-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        {file ? (
          <>
            <ProgressCard file={file} />
            <DecisionCard draft={draft} file={file} onShare={onShare} />
            <SubmitCard file={file} what={what} />
          </>
        ) : (
          <div className="card p-4">
            <Skeleton lines={6} />
          </div>
        )}
      </aside>
      <div className="min-w-0 space-y-4">
        <DifferenceCard what={what} />
        <TrustCard what={what} />
        <SignedCard draft={draft} what={what} proposal={proposal} file={file} />
        <EvidenceCard proposal={proposal} approvals={approvals} file={file} />
      </div>
    </div>
  );
}

import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { fromLinkPart, useKeepActions } from '../../../propose/index.ts';
import { Callout, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { ProposalDetail } from '../components/ProposalDetail.tsx';
import { useDraft } from '../model/useDraft.ts';
import { useText } from '../useText.ts';

/** One proposal: by the digest of its draft, or as a whole in a link. */
export default function ProposalPage() {
  const { digest = '' } = useParams<{ digest: string }>();
  return isHex(digest, 32) ? <ByDigest draft={digest.toLowerCase() as Hex} /> : <ByLink part={digest} />;
}

function ByDigest({ draft }: { readonly draft: Hex }) {
  const t = useText();
  const { proposal, record, problem, refetch } = useDraft(draft);
  if (proposal) return <ProposalDetail draft={draft} proposal={proposal} record={record} />;
  return (
    <Frame>
      {problem ? (
        <ErrorPanel
          title={t(problem.kind === 'malformed' ? 'detail.malformed' : 'detail.missing')}
          {...(problem.kind === 'missing' ? { body: t('detail.missingBody') } : {})}
          error={problem.error}
          onRetry={refetch}
        />
      ) : (
        <Waiting text={t('detail.loading')} />
      )}
    </Frame>
  );
}

/** Takes what the link holds, once, and goes on to its proposal. */
function ByLink({ part }: { readonly part: string }) {
  const t = useText();
  const { take } = useKeepActions();
  const [, navigate] = useLocation();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let current = true;
    fromLinkPart(part)
      .then(take)
      .then((draft) => current && navigate(draft ? `/approvals/${draft}` : '/approvals', { replace: true }))
      .catch((failure: unknown) => current && setError(failure));
    return () => {
      current = false;
    };
  }, [part, take, navigate]);
  return (
    <Frame>
      {error ? <ErrorPanel title={t('import.badLink')} error={error} /> : <Waiting text={t('import.opening')} />}
    </Frame>
  );
}

function Frame({ children }: { readonly children: React.ReactNode }) {
  const t = useText();
  return (
    <Page title={t('detail.untitled')} back={{ to: '/approvals', label: t('detail.back') }}>
      {children}
    </Page>
  );
}

function Waiting({ text }: { readonly text: string }) {
  return (
    <>
      <Callout>{text}</Callout>
      <Skeleton lines={6} />
    </>
  );
}

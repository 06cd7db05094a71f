import type { Hex } from '@gridseal/sdk/bytes';
import { type ReactNode, useMemo } from 'react';
import { useLocation, useParams } from 'wouter';
import { useGraph, useNetwork, useQuorums, useTrustPolicy } from '../../../data/index.ts';
import { Callout, Card, ErrorPanel, Page, Skeleton } from '../../../ui/index.ts';
import { Explorer } from '../components/Explorer.tsx';
import { NoAnchors } from '../components/NoAnchors.tsx';
import { Outside } from '../components/Outside.tsx';
import { useCalm } from '../components/useCalm.ts';
import { type Address, pathOf, readAddress } from '../model/address.ts';
import { questionOf } from '../model/look.ts';
import { useText } from '../useText.ts';

const MANY_QUORUMS = 5_000;
/** So many nodes take a moment to be put in order: not each time that one more certificate has been read. */
const LARGE = 1_000;
const PAUSE = 4_000;

/** The trust graph: from one's anchors, from any quorum, or all of it. The path says what is selected. */
export default function GraphPage() {
  const { chainId } = useNetwork();
  // Another network, another graph.
  return <Graph key={chainId} />;
}

function Graph() {
  const t = useText();
  const { '*': rest = '' } = useParams<{ '*': string }>();
  const [, navigate] = useLocation();
  const address = useMemo(() => readAddress(rest), [rest]);
  const { id, look } = address;
  const own = useTrustPolicy();
  const { policy, options } = questionOf(look, own);
  const { data, error, isPlaceholderData, refetch } = useGraph(policy, options);
  const isLarge = (data?.nodes.length ?? 0) > LARGE;
  const view = useCalm(data, JSON.stringify([look, policy.anchors, isPlaceholderData]), isLarge ? PAUSE : 0);
  const quorums = useQuorums({ limit: MANY_QUORUMS }).data?.items;
  const go = (part: Partial<Address>) => navigate(pathOf({ ...address, ...part }), { replace: true });
  const shared = { address, policy, quorums: quorums ?? [], onGo: go };
  if (error)
    return (
      <Frame>
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      </Frame>
    );
  if (!view || !quorums) {
    return (
      <Frame>
        <Card>
          <Skeleton lines={8} />
        </Card>
      </Frame>
    );
  }
  const isEmpty = view.nodes.length === 0 && !isPlaceholderData;
  if (id !== null && !isPlaceholderData && !knows(view.nodes, quorums, id)) return <Outside {...shared} id={id} />;
  const notice = address.isBroken ? (
    <Callout tone="warn" title={t('outside.noId')} live>
      {t('outside.noIdBody')}
    </Callout>
  ) : null;
  if (isEmpty) {
    return (
      <Frame>
        {notice}
        <NoAnchors look={look} quorums={quorums} onLook={(next) => go({ id: null, look: next })} />
      </Frame>
    );
  }
  return <Explorer {...shared} view={view} notice={notice} />;
}

function Frame({ children }: { readonly children: ReactNode }) {
  const t = useText();
  return (
    <Page title={t('title')} description={t('lead')}>
      {children}
    </Page>
  );
}

/** Whether an id is in the picture: as a certificate or quorum, as the signer of a certificate, or as a member. */
function knows(
  nodes: NonNullable<ReturnType<typeof useGraph>['data']>['nodes'],
  quorums: NonNullable<ReturnType<typeof useQuorums>['data']>['items'],
  id: Hex,
): boolean {
  const shown = new Set<string>(nodes.map((node) => node.id));
  if (shown.has(id)) return true;
  if (nodes.some((node) => node.type === 'certificate' && node.signer === id)) return true;
  return quorums.some((quorum) => shown.has(quorum.id) && quorum.state.members.some(({ signer }) => signer === id));
}

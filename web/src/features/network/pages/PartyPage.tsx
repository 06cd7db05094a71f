import { partyKey, sameParty } from '@gridseal/sdk/protocol/ocpi';
import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { useParams } from 'wouter';
import type { RegistryView } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Callout, Card, EmptyState, KeyValue, Page } from '../../../ui/index.ts';
import { Agreed, AgreesTo } from '../components/Agreements.tsx';
import { CertificateCard } from '../components/CertificateCard.tsx';
import { HistoryCard } from '../components/HistoryCard.tsx';
import { ModuleMatrix } from '../components/ModuleMatrix.tsx';
import { NodeLink } from '../components/NodeLink.tsx';
import { ReachBadge } from '../components/ReachBadge.tsx';
import { RegistryGate } from '../components/RegistryGate.tsx';
import { RoleBadges } from '../components/RoleBadges.tsx';
import { Since } from '../components/Since.tsx';
import { type PartyRow, partyRows } from '../model/find.ts';
import { partyFrom } from '../model/places.ts';
import { useReachBook } from '../model/useReach.ts';
import { useText } from '../useText.ts';

/** One party: who it is and on whose word, what it exchanges, who serves it, how that came about. */
export default function PartyPage() {
  const t = useText();
  const id = partyFrom(useParams<{ id: string }>().id);
  const title = id ? partyKey(id) : t('party.noId');
  return (
    <Page title={title} back={{ to: '/network/parties', label: t('nav.parties') }}>
      {id === null ? (
        <Card>
          <EmptyState icon={SearchX} title={t('party.noId')} body={t('party.noIdBody')} />
        </Card>
      ) : (
        <RegistryGate>{(view) => <Details key={partyKey(id)} view={view} id={id} />}</RegistryGate>
      )}
    </Page>
  );
}

interface DetailsProps {
  readonly view: RegistryView;
  readonly id: PartyRow['id'];
}

function Details({ view, id }: DetailsProps) {
  const t = useText();
  const party = useMemo(() => partyRows(view).find((row) => sameParty(row.id, id)), [view, id]);
  if (!party) {
    return (
      <>
        <Card>
          <EmptyState icon={SearchX} title={t('party.unknown')} body={t('party.unknownBody')} />
        </Card>
        <HistoryCard of={partyKey(id)} />
      </>
    );
  }
  return (
    <>
      <Notices party={party} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <About party={party} />
          <Card title={t('party.modules')} description={t('party.modulesBody')}>
            <ModuleMatrix modules={party.modules} />
          </Card>
          <AgreesTo view={view} party={party} />
          <Agreed view={view} provider={party} />
        </div>
        <div className="space-y-4">
          <CertificateCard party={party} />
          <HistoryCard of={party.address} />
        </div>
      </div>
    </>
  );
}

function Notices({ party }: { readonly party: PartyRow }) {
  const t = useText();
  return (
    <>
      {party.operator === null ? (
        <Callout tone="warn" title={t('party.stranded')}>
          {t('party.strandedBody')}
        </Callout>
      ) : null}
      {party.offeredTo === null ? null : (
        <Callout tone="info" title={t('party.offered')}>
          {t('party.offeredBody')} <NodeLink operator={party.offeredTo} />
        </Callout>
      )}
    </>
  );
}

function About({ party }: { readonly party: PartyRow }) {
  const t = useText();
  const book = useReachBook();
  const { address, roles, operator, node, since, changed } = party;
  return (
    <Card title={t('party.about')}>
      <KeyValue
        items={[
          { label: t('party.roles'), value: <RoleBadges roles={roles} words /> },
          { label: t('party.owner'), value: <QuorumName value={address} full /> },
          {
            label: t('party.node'),
            value:
              operator === null ? (
                <span className="text-muted">{t('parties.noNode')}</span>
              ) : (
                <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
                  <NodeLink operator={operator} url={node?.url} maxLength={80} />
                  {node ? <ReachBadge reach={book.of(node)} /> : null}
                </span>
              ),
          },
          { label: t('party.since'), value: <Since block={since} /> },
          { label: t('party.changed'), value: changed === since ? null : <Since block={changed} /> },
        ]}
      />
    </Card>
  );
}

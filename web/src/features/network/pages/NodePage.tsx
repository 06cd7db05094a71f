import type { Hex } from '@gridseal/sdk/bytes';
import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { useParams } from 'wouter';
import { type RegistryView, useRegistry } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { QuorumName } from '../../../trust/index.ts';
import {
  Badge,
  Card,
  CopyButton,
  Digest,
  EmptyState,
  KeyValue,
  Page,
  SafeText,
  TextLink,
  VirtualTable,
} from '../../../ui/index.ts';
import { HistoryCard } from '../components/HistoryCard.tsx';
import { ReachCard } from '../components/ReachCard.tsx';
import { RegistryGate } from '../components/RegistryGate.tsx';
import { Since } from '../components/Since.tsx';
import { usePartyColumns } from '../components/usePartyColumns.tsx';
import { PartyLink } from '../components/useServiceColumns.tsx';
import { escapeForTitle } from '../model/escapeForTitle.ts';
import { type NodeRow, nodeRows, type PartyRow } from '../model/find.ts';
import { operatorFrom } from '../model/places.ts';
import { hostOf } from '../model/webUrl.ts';
import { useText } from '../useText.ts';

/** One node: where it is, whether it is there, whom it serves, how that came about. */
export default function NodePage() {
  const t = useText();
  const operator = operatorFrom(useParams<{ operator: string }>().operator);
  const back = { to: '/network', label: t('nav.nodes') };
  if (operator === null) {
    return (
      <Page title={t('node.noId')} back={back}>
        <Card>
          <EmptyState icon={SearchX} title={t('node.noId')} body={t('node.noIdBody')} />
        </Card>
      </Page>
    );
  }
  return <OfOperator key={operator} operator={operator} back={back} />;
}

interface OfOperatorProps {
  readonly operator: Hex;
  readonly back: { readonly to: string; readonly label: string };
}

function OfOperator({ operator, back }: OfOperatorProps) {
  const node = useNodeRow(operator);
  return (
    <Page
      title={node ? escapeForTitle(hostOf(node.url)) : shorten(operator)}
      back={back}
      description={<QuorumName value={operator} full />}
    >
      <RegistryGate>{(view) => <Details view={view} operator={operator} />}</RegistryGate>
    </Page>
  );
}

function useNodeRow(operator: Hex) {
  const { data } = useRegistry();
  return data?.nodes.find((node) => node.operator === operator);
}

function Details({ view, operator }: { readonly view: RegistryView; readonly operator: Hex }) {
  const t = useText();
  const node = useMemo(() => nodeRows(view).find((row) => row.operator === operator), [view, operator]);
  if (!node) {
    return (
      <>
        <Card>
          <EmptyState icon={SearchX} title={t('node.unknown')} body={t('node.unknownBody')} />
        </Card>
        <HistoryCard of={operator} />
      </>
    );
  }
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="space-y-4">
        <About node={node} />
        <Serves node={node} />
        {node.asked.length > 0 ? <Asked node={node} /> : null}
      </div>
      <div className="space-y-4">
        <ReachCard node={node} />
        <HistoryCard of={operator} />
      </div>
    </div>
  );
}

function About({ node }: { readonly node: NodeRow }) {
  const t = useText();
  const { url, operator, unusable, since, changed } = node;
  return (
    <Card title={t('node.about')}>
      <KeyValue
        items={[
          {
            label: t('node.url'),
            value: (
              <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
                <SafeText text={url} maxLength={120} reveal />
                {unusable === 'url' ? <Badge tone="warn">{t('nodes.badUrl')}</Badge> : null}
                <CopyButton value={url} />
                {unusable === 'url' ? null : <TextLink href={url}>{t('node.open')}</TextLink>}
              </span>
            ),
          },
          { label: t('node.operator'), value: <Digest value={operator} full /> },
          {
            label: t('node.key'),
            value: <MessageKey node={node} />,
          },
          { label: t('node.since'), value: <Since block={since} /> },
          { label: t('node.changed'), value: changed === since ? null : <Since block={changed} /> },
        ]}
      />
    </Card>
  );
}

function MessageKey({ node: { key, operator } }: { readonly node: NodeRow }) {
  const t = useText();
  if (key === operator) return t('nodes.keyOperator');
  if (key !== null) return <QuorumName value={key} />;
  return (
    <Badge tone="warn" title={t('nodes.noKeyHint')}>
      {t('nodes.noKey')}
    </Badge>
  );
}

function Serves({ node }: { readonly node: NodeRow }) {
  const t = useText();
  const columns = usePartyColumns(true);
  const rows = useMemo(() => node.serves.map((party): PartyRow => ({ ...party, node })), [node]);
  return (
    <Card
      title={t('node.parties')}
      padded={rows.length === 0}
      {...(rows.length > 0 ? { footer: t('count.parties', { count: rows.length }) } : {})}
    >
      <VirtualTable
        label={t('nav.parties')}
        columns={columns}
        rows={rows}
        rowHeight={52}
        rowKey={({ address }) => address}
        height="50dvh"
        empty={<p className="text-muted">{t('node.noParties')}</p>}
      />
    </Card>
  );
}

const MOST = 100;

function Asked({ node }: { readonly node: NodeRow }) {
  const t = useText();
  return (
    <Card title={t('node.asked')} description={t('node.askedBody')}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
        {node.asked.slice(0, MOST).map((party) => (
          <li key={party.address}>
            <PartyLink party={party} />
          </li>
        ))}
        {node.asked.length > MOST ? <li className="text-muted">… {node.asked.length - MOST}</li> : null}
      </ul>
    </Card>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { BadgeCheck, Ban, CirclePlus, FilePen, type LucideIcon, RefreshCw, Signature } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useBlockTimes, useCertificate, useEvents, useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName, reasonWords, useTrustText } from '../../../trust/index.ts';
import { Button, Card, Digest, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

const FIRST = 8;
const STEP = 50;
const TYPES = [
  'quorumCreated',
  'quorumRotated',
  'certificateEndorsed',
  'certificateRevoked',
  'proposed',
  'approved',
] as const;
type Told = Extract<ChainEvent, { readonly type: (typeof TYPES)[number] }>;

const ICONS: Readonly<Record<Told['type'], LucideIcon>> = {
  quorumCreated: CirclePlus,
  quorumRotated: RefreshCw,
  certificateEndorsed: BadgeCheck,
  certificateRevoked: Ban,
  proposed: FilePen,
  approved: Signature,
};

/** Everything that happened to a quorum, the newest first, each with its transaction. */
export function HistoryCard({ quorum }: { readonly quorum: Hex }) {
  const t = useText();
  const [shown, setShown] = useState(FIRST);
  const { data } = useEvents({ quorum, types: TYPES, limit: shown });
  const events = (data?.items ?? []).filter((event): event is Told => event.type in ICONS);
  const blocks = [...new Set(events.map(({ block }) => block))];
  const times = useBlockTimes(blocks).data ?? [];
  const more = (data?.total ?? 0) - events.length;
  return (
    <Card title={t('history.title')} {...(data ? { footer: t('history.count', { count: data.total }) } : {})}>
      {data && events.length === 0 ? <p className="text-muted">{t('history.nothing')}</p> : null}
      <ol className="space-y-3.5">
        {events.map((event) => (
          <Entry
            key={`${event.transaction}${event.logIndex}`}
            event={event}
            time={times[blocks.indexOf(event.block)] ?? null}
          />
        ))}
      </ol>
      {more > 0 ? (
        <Button size="sm" className="mt-4" onClick={() => setShown(shown + STEP)}>
          {t('history.more', { count: Math.min(more, STEP) })}
        </Button>
      ) : null}
    </Card>
  );
}

function Entry({ event, time }: { readonly event: Told; readonly time: number | null }) {
  const t = useText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const { settled } = useIndex();
  const Icon = ICONS[event.type];
  const isBad = event.type === 'certificateRevoked';
  const { block, transaction } = event;
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isBad ? 'text-bad' : 'text-muted'}`} />
      <div className="min-w-0 wrap-anywhere">
        <p>
          <What event={event} />
        </p>
        <p className="flex flex-wrap gap-x-2 text-sm text-muted">
          {time === null ? null : <Timestamp at={new Date(time * 1_000)} />}
          <span>
            {t('history.block', { block: format.number(block) })}
            {settled !== null && block > settled ? ` (${t('history.notFinal')})` : ''}
          </span>
          {explorer ? (
            <TextLink href={`${explorer}/tx/${transaction}`}>
              <Digest value={transaction} copy={false} />
            </TextLink>
          ) : (
            <Digest value={transaction} label={t('history.transaction')} />
          )}
        </p>
      </div>
    </li>
  );
}

function What({ event }: { readonly event: Told }): ReactNode {
  const t = useText();
  const words = useTrustText();
  switch (event.type) {
    case 'quorumCreated':
      return t('history.quorumCreated');
    case 'quorumRotated':
      return t('history.quorumRotated', { version: event.version });
    case 'certificateEndorsed':
      return (
        <>
          {t('history.certificateEndorsed')} <CertificateLink id={event.certificate} />
        </>
      );
    case 'certificateRevoked':
      return (
        <>
          {t('history.certificateRevoked', { reason: reasonWords(words, event.reason) })}{' '}
          <CertificateLink id={event.certificate} />
        </>
      );
    case 'proposed':
      return (
        <>
          <TextLink to={`/approvals/${event.draft}`}>{t('history.proposal')}</TextLink> {t('history.proposed')}{' '}
          <QuorumName value={event.proposer.toLowerCase() as Hex} copy={false} />
        </>
      );
    case 'approved':
      return (
        <>
          {t('history.approved')} <QuorumName value={event.signer.toLowerCase() as Hex} copy={false} />
        </>
      );
  }
}

function CertificateLink({ id }: { readonly id: Hex }) {
  const name = useCertificate(id).data?.name;
  return (
    <TextLink to={`/certificates/${id}`}>
      {name === undefined ? <Digest value={id} copy={false} /> : <SafeText text={name} maxLength={60} />}
    </TextLink>
  );
}

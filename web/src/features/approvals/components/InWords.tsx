import { describeAction } from '@gridseal/sdk/quorum';
import { Quote } from 'lucide-react';
import type { ProposalRecord } from '../../../data/index.ts';
import { useChainTime } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { CertificateInWords, QuorumName, reasonWords, useTrustText } from '../../../trust/index.ts';
import { Badge, Callout, Card, KeyValue, SafeText } from '../../../ui/index.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';

interface InWordsProps {
  readonly what: WhatIsSigned;
  readonly record: ProposalRecord | null;
}

/** What a quorum is asked, in words; all of it from the message that is signed and the certificate that it names. */
export function InWords({ what, record }: InWordsProps) {
  const t = useText();
  const { action, matter, certificate, note } = what;
  const namesCertificate = 'certificate' in matter.message;
  return (
    <Card title={t('words.title')}>
      <p className="mb-4 max-w-prose">{t(`words.${action.action}`)}</p>
      <Terms what={what} record={record} />
      {note === null ? null : (
        <figure className="mt-4 rounded-md bg-sunken px-3 py-2.5">
          <figcaption className="mb-0.5 flex items-center gap-1.5 text-sm text-muted">
            <Quote aria-hidden className="size-3.5" />
            {t('words.note')}
          </figcaption>
          <blockquote>
            <SafeText text={note} maxLength={280} reveal />
          </blockquote>
        </figure>
      )}
      {what.behind.map((message) => {
        const { title, details } = describeAction(message);
        return (
          <section key={JSON.stringify(message)} className="mt-4 border-t border-line pt-4">
            <h3 className="text-sm font-semibold text-muted">{t('words.behind')}</h3>
            <p className="mb-3 font-medium">{title}</p>
            <KeyValue items={details} />
          </section>
        );
      })}
      {certificate ? (
        <section className="mt-4 border-t border-line pt-4">
          <h3 className="mb-3 text-sm font-semibold text-muted">{t('words.certificate')}</h3>
          <CertificateInWords certificate={certificate} />
        </section>
      ) : namesCertificate ? (
        <div className="mt-4">
          <Callout tone="warn">{t('words.noBody')}</Callout>
        </div>
      ) : null}
    </Card>
  );
}

/** By whom, until when, and why. */
function Terms({ what, record }: InWordsProps) {
  const t = useText();
  const format = useFormat();
  const now = useChainTime();
  const { message } = what.action;
  const deadline = 'deadline' in message ? new Date(message.deadline * 1_000) : null;
  const items = [
    {
      label: t('words.quorum'),
      value: (
        <span className="flex flex-wrap items-center gap-x-2">
          <QuorumName value={message.quorum} />
          <span className="text-muted">{t('words.version', { version: message.version })}</span>
        </span>
      ),
    },
    { label: t('words.reason'), value: 'reason' in message ? <ReasonWords code={message.reason} /> : null },
    {
      label: t('words.deadline'),
      value: deadline && (
        <>
          {format.dateTime(deadline)}
          {now === null ? null : (
            <span className="text-muted"> · {format.relative(deadline, new Date(now * 1_000))}</span>
          )}
        </>
      ),
    },
    { label: t('words.proposedBy'), value: <Proposers record={record} /> },
  ];
  return <KeyValue items={items} />;
}

/** A CRLReason (RFC 5280, section 5.3.1) with its number. */
function ReasonWords({ code }: { readonly code: number }) {
  const words = useTrustText();
  return (
    <>
      {reasonWords(words, code)} <span className="text-muted">({code})</span>
    </>
  );
}

const MOST_PROPOSERS = 3;

function Proposers({ record }: { readonly record: ProposalRecord | null }) {
  const t = useText();
  if (!record) return <span className="text-muted">{t('words.notOnChain')}</span>;
  return (
    <ul className="space-y-1">
      {record.proposedBy.slice(0, MOST_PROPOSERS).map(({ proposer, isMember, at }) => (
        <li key={`${at.block} ${at.logIndex}`} className="flex flex-wrap items-center gap-x-2">
          <QuorumName value={proposer} />
          <Badge tone={isMember ? 'neutral' : 'warn'}>{t(isMember ? 'words.member' : 'words.stranger')}</Badge>
        </li>
      ))}
    </ul>
  );
}

import { randomBytes } from '@gridseal/sdk/crypto';
import { useParams } from 'wouter';
import { useCertificate, useChainTime } from '../../../data/index.ts';
import { Callout, Card, Page, Skeleton } from '../../../ui/index.ts';
import { Wizard } from '../components/wizard/Wizard.tsx';
import { certificateId } from '../model/certificateId.ts';
import { emptyDraft, successorOf } from '../model/draft/draft.ts';
import { useText } from '../useText.ts';

/** Writes a certificate: a new one, or the successor of another. */
export default function NewCertificate() {
  const { id } = useParams<{ id?: string }>();
  return id === undefined ? <Fresh /> : <Successor id={certificateId(id)} />;
}

function Fresh() {
  const t = useText();
  const now = useChainTime();
  const frame = { title: t('new.title'), lead: t('new.lead'), back: { to: '/certificates', label: t('title') } };
  if (now === null) return <Waiting {...frame} />;
  return <Wizard {...frame} of="new" now={now} begin={() => emptyDraft('authority', now, randomBytes(16))} />;
}

function Successor({ id }: { readonly id: `0x${string}` | null }) {
  const t = useText();
  const now = useChainTime();
  const { data: record, error } = useCertificate(id);
  const before = record?.certificate;
  const frame = {
    title: t('new.replaceTitle'),
    lead: t('new.replaceLead'),
    back: id ? { to: `/certificates/${id}`, label: t('new.replaced') } : { to: '/certificates', label: t('title') },
  };
  if (before && id && now !== null) {
    return <Wizard {...frame} key={id} of={id} now={now} begin={() => successorOf(before, id, now, randomBytes(16))} />;
  }
  const isGone = id === null || error !== null || record?.content === 'missing' || record?.content === 'malformed';
  return isGone ? (
    <Page title={frame.title} back={frame.back}>
      <Callout tone="warn">{t('new.replaceMissing')}</Callout>
    </Page>
  ) : (
    <Waiting {...frame} />
  );
}

function Waiting({ title, back }: { readonly title: string; readonly back: { to: string; label: string } }) {
  return (
    <Page title={title} back={back}>
      <Card>
        <Skeleton lines={6} />
      </Card>
    </Page>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { FilePen, FilePlus2, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'wouter';
import {
  type CertificateRecord,
  useCertificate,
  useChainTime,
  useTrustPolicy,
  useVerdict,
} from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { CertificateInWords, useTrustText, VerdictPanel } from '../../../trust/index.ts';
import {
  Badge,
  Button,
  ButtonLink,
  Callout,
  Card,
  EmptyState,
  ErrorPanel,
  Page,
  Skeleton,
  TextLink,
} from '../../../ui/index.ts';
import { Evidence } from '../components/Evidence.tsx';
import { History } from '../components/History.tsx';
import { MissingBody } from '../components/MissingBody.tsx';
import { ProposeDialog } from '../components/ProposeDialog.tsx';
import { StandingBadge } from '../components/StandingBadge.tsx';
import { certificateId } from '../model/certificateId.ts';
import { standingOf } from '../model/standing.ts';
import { useText } from '../useText.ts';

/** One certificate: what it says, who said what of it, and whether one trusts it. */
export default function CertificateDetail() {
  const t = useText();
  const id = certificateId(useParams<{ id: string }>().id);
  const { data: record, error, refetch } = useCertificate(id);
  const back = { to: '/certificates', label: t('title') };
  if (id === null) {
    return (
      <Page title={t('detail.noId')} back={back}>
        <Card>
          <EmptyState icon={SearchX} title={t('detail.noId')} body={t('detail.noIdBody')} />
        </Card>
      </Page>
    );
  }
  if (!record) {
    return (
      <Page title={shorten(id)} back={back}>
        {error ? (
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        ) : (
          <Card>
            <Skeleton lines={6} />
          </Card>
        )}
      </Page>
    );
  }
  const title = record.name === undefined ? shorten(id) : escapeText(record.name, { maxLength: 100 });
  return (
    <Page title={title} back={back} description={<Facts record={record} />} actions={<Propose record={record} />}>
      <Notices record={record} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <Trust id={id} />
          {record.certificate ? (
            <Card title={t('detail.what')}>
              <CertificateInWords certificate={record.certificate} />
            </Card>
          ) : null}
        </div>
        <div className="space-y-4">
          <Card title={t('detail.said')} description={t('detail.saidBody')}>
            <History record={record} />
          </Card>
          <Evidence record={record} />
        </div>
      </div>
    </Page>
  );
}

function Propose({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={FilePen} onClick={() => setOpen(true)}>
        {t('propose.button')}
      </Button>
      {record.certificate ? (
        <ButtonLink to={`/certificates/${record.id}/replace`} icon={FilePlus2}>
          {t('new.replaceButton')}
        </ButtonLink>
      ) : null}
      {isOpen ? <ProposeDialog record={record} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Facts({ record }: { readonly record: CertificateRecord }) {
  const words = useTrustText();
  const now = useChainTime();
  return (
    <span className="mt-1 flex flex-wrap items-center gap-2">
      <StandingBadge standing={standingOf(record, now)} />
      {record.kind ? (
        <Badge tone="neutral" icon={null}>
          {words(`kinds.${record.kind}`)}
        </Badge>
      ) : null}
    </span>
  );
}

function Notices({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const { replacedBy, latest, content } = record;
  return (
    <>
      {content === 'missing' || content === 'malformed' ? <MissingBody record={record} /> : null}
      {latest === null ? (
        <Callout tone="info" title={t('detail.unsaid')}>
          {t('detail.unsaidBody')}
        </Callout>
      ) : null}
      {replacedBy.length > 0 ? (
        <Callout tone="info" title={t('detail.replacedBy')}>
          {t('detail.replacedByBody')}{' '}
          {replacedBy.map((id) => (
            <TextLink key={id} to={`/certificates/${id}`} className="me-2">
              <code className="font-mono text-sm">{shorten(id)}</code>
            </TextLink>
          ))}
        </Callout>
      ) : null}
    </>
  );
}

function Trust({ id }: { readonly id: Hex }) {
  const t = useText();
  const policy = useTrustPolicy();
  const { data, error } = useVerdict(id, policy);
  return (
    <Card title={t('detail.trust')} description={t('detail.trustBody')}>
      <VerdictPanel verdict={data} error={error} linked />
    </Card>
  );
}

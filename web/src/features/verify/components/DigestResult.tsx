import type { Hex } from '@gridseal/sdk/bytes';
import { SearchX } from 'lucide-react';
import {
  type CertificateRecord,
  type QuorumRecord,
  useNetwork,
  useTrustPolicy,
  useVerdict,
} from '../../../data/index.ts';
import { CertificateInWords, useTrustText, VerdictPanel } from '../../../trust/index.ts';
import { ButtonLink, Card, Digest, EmptyState, KeyValue, SafeText, Skeleton } from '../../../ui/index.ts';
import { useFindings } from '../model/useFindings.ts';
import { useText } from '../useText.ts';
import { Announced } from './Announced.tsx';

export interface DigestResultProps {
  readonly digest: Hex;
  readonly isOfFile: boolean;
}

/** Everything that has a digest on this network. */
export function DigestResult({ digest, isOfFile }: DigestResultProps) {
  const t = useText();
  const network = useNetwork();
  const { certificate, proposal, quorum, announcements, isPending } = useFindings(digest);
  const isNothing = !certificate && !proposal && !quorum && announcements.length === 0;
  return (
    <>
      <Card>
        <p className="text-sm text-muted">{isOfFile ? t('digest.ofFile') : t('digest.given')}</p>
        <Digest value={digest} full />
      </Card>
      {certificate ? <Found record={certificate} /> : null}
      {proposal ? (
        <Card
          title={t('digest.proposal')}
          description={t('digest.proposalBody')}
          actions={
            <ButtonLink size="sm" to={`/approvals/${digest}`}>
              {t('digest.open')}
            </ButtonLink>
          }
        />
      ) : null}
      {quorum ? <FoundQuorum quorum={quorum} /> : null}
      {announcements.length > 0 ? <Announced announcements={announcements} /> : null}
      {isNothing && isPending ? (
        <Card title={t('digest.searching')}>
          <Skeleton lines={3} />
        </Card>
      ) : null}
      {isNothing && !isPending ? (
        <Card>
          <div role="status">
            <EmptyState
              icon={SearchX}
              title={t('digest.none')}
              body={<SafeText text={t('digest.noneBody', { network: network.name.slice(0, 40) })} maxLength={300} />}
            />
          </div>
        </Card>
      ) : null}
    </>
  );
}

function Found({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const words = useTrustText();
  const policy = useTrustPolicy();
  const { data, error } = useVerdict(record.id, policy);
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <Card
        title={t('certificate.title')}
        description={t('bundle.chainBody')}
        actions={
          <ButtonLink size="sm" to={`/certificates/${record.id}`}>
            {t('certificate.open')}
          </ButtonLink>
        }
      >
        <VerdictPanel verdict={data} error={error} linked />
      </Card>
      {record.certificate ? (
        <Card title={words('says.title')}>
          <CertificateInWords certificate={record.certificate} />
        </Card>
      ) : null}
    </div>
  );
}

function FoundQuorum({ quorum }: { readonly quorum: QuorumRecord }) {
  const t = useText();
  const { members, threshold, version } = quorum.state;
  return (
    <Card title={t('digest.quorum')} description={t('digest.quorumBody')}>
      <KeyValue
        items={[
          {
            label: t('digest.rules'),
            value: t('digest.quorumRules', {
              threshold,
              members: members.reduce((sum, { weight }) => sum + weight, 0),
              version,
            }),
          },
          { label: t('digest.endorsed'), value: String(quorum.endorsed) },
          { label: t('digest.revoked'), value: String(quorum.revoked) },
        ]}
      />
    </Card>
  );
}

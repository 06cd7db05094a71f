import { Anchor } from 'lucide-react';
import { type QuorumRecord, useCertificates, useTrustPolicy, useVerdict } from '../../../data/index.ts';
import { QuorumName, useTrustText } from '../../../trust/index.ts';
import { Badge, Button, Card, SafeText, TextLink } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

const MOST = 20;

export interface TrustCardProps {
  readonly record: QuorumRecord;
  readonly isAnchor: boolean;
  readonly onAnchors: () => void;
}

/** What the quorum is to whoever looks: an anchor, and what empowers it. */
export function TrustCard({ record, isAnchor, onAnchors }: TrustCardProps) {
  const t = useText();
  const named = useCertificates({ signer: record.signer, limit: MOST }).data?.items ?? [];
  const rows = named.filter(({ signer }) => signer === record.signer);
  return (
    <Card title={t('detail.trust')}>
      <div className="space-y-4">
        <div className="flex items-start gap-2.5">
          <Anchor aria-hidden className={`mt-0.5 size-4 shrink-0 ${isAnchor ? 'text-ok' : 'text-muted'}`} />
          <div className="min-w-0 flex-1">
            <p className="font-medium">{t(isAnchor ? 'detail.isAnchor' : 'detail.notAnchor')}</p>
            <p className="text-sm text-muted">{t(isAnchor ? 'detail.isAnchorBody' : 'detail.notAnchorBody')}</p>
            <Button size="sm" className="mt-2" onClick={onAnchors}>
              {t(isAnchor ? 'detail.anchorChange' : 'detail.anchorAdd')}
            </Button>
          </div>
        </div>
        <div>
          <h3 className="mb-1 text-sm font-semibold">{t('detail.namedBy')}</h3>
          {rows.length === 0 ? (
            <p className="text-sm text-muted">{t('detail.namedByNobody')}</p>
          ) : (
            <ul className="divide-y divide-line">
              {rows.map(({ id, name = '', revocations }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-1 py-1.5">
                  <TextLink to={`/certificates/${id}`}>
                    <SafeText text={name} maxLength={60} />
                  </TextLink>
                  <Verdict id={id} isRevoked={revocations.length > 0} />
                </li>
              ))}
            </ul>
          )}
        </div>
        {record.memberOf.length > 0 ? (
          <div>
            <h3 className="mb-1 text-sm font-semibold">{t('detail.memberOf')}</h3>
            <ul className="space-y-1">
              {record.memberOf.slice(0, MOST).map((id) => (
                <li key={id}>
                  <QuorumName value={id} claims copy={false} />
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

/** Without anchors there is nothing to say; a revocation by anyone must not be overlooked. */
function Verdict({ id, isRevoked }: { readonly id: QuorumRecord['id']; readonly isRevoked: boolean }) {
  const t = useText();
  const words = useTrustText();
  const policy = useTrustPolicy();
  const hasAnchors = policy.anchors.length > 0;
  const { data } = useVerdict(hasAnchors ? id : null, policy);
  if (isRevoked && !data?.valid) return <Badge tone="bad">{t('detail.revokedBySomebody')}</Badge>;
  if (!data) return null;
  return (
    <Badge tone={data.valid ? 'ok' : 'neutral'}>{words(data.valid ? 'summary.trusted' : 'summary.notTrusted')}</Badge>
  );
}

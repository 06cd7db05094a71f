import type { Hex } from '@gridseal/sdk/bytes';
import { useTrustPolicy, useVerdict } from '../../../data/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import { Badge, Skeleton } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Whether one's own anchors lead to a party's certificate. The registry asks its anchors, which are not the reader's. */
export function CertificateBadge({ certificate }: { readonly certificate: Hex | null }) {
  const t = useText();
  if (certificate === null) return <span className="text-muted">{t('parties.uncertified')}</span>;
  return <Verdict certificate={certificate} />;
}

function Verdict({ certificate }: { readonly certificate: Hex }) {
  const t = useText();
  const words = useTrustText();
  const policy = useTrustPolicy();
  const { data: verdict } = useVerdict(certificate, policy);
  if (policy.anchors.length === 0) {
    return (
      <Badge title={t('parties.anchorlessHint')} icon={null}>
        {t('parties.anchorless')}
      </Badge>
    );
  }
  if (!verdict) return <Skeleton lines={1} />;
  if (verdict.valid) return <Badge tone="ok">{t('parties.trusted')}</Badge>;
  return (
    <Badge tone="bad" title={words('summary.it', { verdict: words(`verdict.${verdict.reason}`) })}>
      {t('parties.notTrusted')}
    </Badge>
  );
}

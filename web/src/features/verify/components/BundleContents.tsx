import type { Bundle } from '@gridseal/sdk/certificate';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, KeyValue, SafeText, Timestamp } from '../../../ui/index.ts';
import { useBlockConfirmed } from '../model/useBundleVerdicts.ts';
import { useText } from '../useText.ts';

const DAY = 86_400;

export interface BundleContentsProps {
  readonly bundle: Bundle.Bundle;
  readonly verdict: Bundle.BundleVerdict;
}

/** How much a bundle proves by itself, and how fresh it is. */
export function BundleContents({ bundle, verdict }: BundleContentsProps) {
  const t = useText();
  const format = useFormat();
  const { checkedAt } = bundle;
  const unproven = verdict.endorsements.filter(({ proven }) => !proven);
  const proven = verdict.endorsements.length - unproven.length;
  return (
    <div className="space-y-3">
      <KeyValue
        items={[
          { label: t('bundle.certificates'), value: format.number(bundle.certificates.length) },
          {
            label: t('bundle.endorsements'),
            value: t('bundle.proven', { proven, count: bundle.endorsements.length }),
          },
          { label: t('bundle.revocations'), value: format.number(bundle.revocations.length) },
          { label: t('bundle.quorums'), value: format.number(bundle.quorums.length) },
          {
            label: t('bundle.asOf'),
            value: (
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Timestamp at={new Date(checkedAt.timestamp * 1_000)} />
                <span className="text-muted">
                  {t('bundle.asOfBlock', { block: format.number(checkedAt.blockNumber) })}
                </span>
                <Confirmation bundle={bundle} />
              </span>
            ),
          },
        ]}
      />
      {verdict.revocations.age > DAY ? <Callout tone="warn">{t('bundle.stale')}</Callout> : null}
      {unproven.length > 0 ? (
        <Callout tone="warn" title={t('bundle.unproven')}>
          <p>{t('bundle.unprovenBody')}</p>
          <ul className="mt-1 space-y-1">
            {unproven.map(({ certificate, quorum, reason = '' }) => (
              <li key={`${certificate}${quorum}`}>
                <QuorumName value={quorum} copy={false} />{' '}
                <span lang="en" className="text-sm text-muted">
                  <SafeText text={reason} maxLength={200} />
                </span>
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </div>
  );
}

function Confirmation({ bundle }: { readonly bundle: Bundle.Bundle }) {
  const t = useText();
  const { data, error } = useBlockConfirmed(bundle);
  if (error) return <Badge tone="warn">{t('bundle.unconfirmed')}</Badge>;
  if (data === undefined) return null;
  return data ? (
    <Badge tone="ok">{t('bundle.confirmed')}</Badge>
  ) : (
    <Callout tone="bad">{t('bundle.notConfirmed')}</Callout>
  );
}

import type { CertificateVerdict } from '@gridseal/sdk/certificate';
import { type ReactNode, useState } from 'react';
import { useTrustPolicy } from '../data/index.ts';
import { Button, Callout, ErrorPanel, Skeleton } from '../ui/index.ts';
import { AnchorDialog } from './AnchorDialog.tsx';
import { useTrustText } from './useTrustText.ts';
import { VerdictTree } from './VerdictTree.tsx';

export interface VerdictPanelProps {
  /** Undefined while it is being decided. */
  readonly verdict: CertificateVerdict | undefined;
  readonly error?: unknown;
  /** What is wrong apart from trust, in the reader's words: then nothing is trusted. */
  readonly problem?: string | undefined;
  readonly linked?: boolean;
}

/** Whether a certificate is trusted by the anchors of this browser, and every step to that. Without anchors, asks for some. */
export function VerdictPanel({ verdict, error, problem, linked = false }: VerdictPanelProps) {
  const t = useTrustText();
  const { anchors } = useTrustPolicy();
  const [isOpen, setOpen] = useState(false);
  const choose = (
    <Button size="sm" onClick={() => setOpen(true)}>
      {anchors.length === 0 ? t('anchors.choose') : t('anchors.change')}
    </Button>
  );
  return (
    <div className="space-y-3">
      {error ? <ErrorPanel error={error} /> : null}
      {verdict ? (
        <Summary verdict={verdict} problem={problem} hasAnchors={anchors.length > 0} action={choose} />
      ) : error ? null : (
        <Skeleton lines={3} />
      )}
      {verdict ? <VerdictTree verdict={verdict} linked={linked} undecided={anchors.length === 0} /> : null}
      <AnchorDialog open={isOpen} onClose={() => setOpen(false)} />
    </div>
  );
}

interface SummaryProps {
  readonly verdict: CertificateVerdict;
  readonly problem: string | undefined;
  readonly hasAnchors: boolean;
  readonly action: ReactNode;
}

function Summary({ verdict, problem, hasAnchors, action }: SummaryProps) {
  const t = useTrustText();
  if (!hasAnchors) {
    return (
      <Callout tone="info" title={t('summary.noAnchors')} actions={action}>
        {t('summary.noAnchorsBody')}
      </Callout>
    );
  }
  if (verdict.valid && !problem) {
    return (
      <Callout tone="ok" title={t('summary.trusted')} actions={action}>
        {t('summary.trustedBody')}
      </Callout>
    );
  }
  return (
    <Callout tone="bad" title={t('summary.notTrusted')} actions={action}>
      {problem ?? t('summary.it', { verdict: t(`verdict.${verdict.reason}`) })}
    </Callout>
  );
}

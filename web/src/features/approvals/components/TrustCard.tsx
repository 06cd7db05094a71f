import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate, type CertificateVerdict, type TrustPath } from '@gridseal/sdk/certificate';
import { ArrowRight, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTrustPolicy, useVerdict } from '../../../data/index.ts';
import { AnchorDialog, QuorumName, useTrustText, VerdictTree } from '../../../trust/index.ts';
import { Badge, Button, Card, Disclosure, ErrorPanel, Skeleton } from '../../../ui/index.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';

/** What the proposal would change for those whom this browser trusts: the verdict now, afterwards, and the path. */
export function TrustCard({ what }: { readonly what: WhatIsSigned }) {
  const t = useText();
  const policy = useTrustPolicy();
  const { matter } = what;
  if (matter.action !== 'endorse' && matter.action !== 'revoke') return null;
  const title = t(matter.action === 'endorse' ? 'trust.title' : 'trust.titleRevoke');
  return (
    <Card title={title}>
      {policy.anchors.length === 0 ? (
        <NoAnchors />
      ) : (
        <BeforeAfter what={what} certificate={matter.message.certificate} quorum={matter.message.quorum} />
      )}
    </Card>
  );
}

function NoAnchors() {
  const words = useTrustText();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="space-y-2">
      <p className="font-medium">{words('summary.noAnchors')}</p>
      <p className="max-w-prose text-muted">{words('summary.noAnchorsBody')}</p>
      <Button size="sm" onClick={() => setOpen(true)}>
        {words('anchors.choose')}
      </Button>
      <AnchorDialog open={isOpen} onClose={() => setOpen(false)} />
    </div>
  );
}

interface BeforeAfterProps {
  readonly what: WhatIsSigned;
  readonly certificate: Hex;
  readonly quorum: Hex;
}

function BeforeAfter({ what, certificate, quorum }: BeforeAfterProps) {
  const t = useText();
  const words = useTrustText();
  const policy = useTrustPolicy();
  const isRevocation = what.matter.action === 'revoke';
  const known = useMemo(
    () => (what.certificate ? { certificates: [Certificate.encode(what.certificate)] } : {}),
    [what.certificate],
  );
  const said = [{ certificate, quorum }];
  const now = useVerdict(certificate, policy, { suppose: known });
  const then = useVerdict(certificate, policy, {
    suppose: { ...known, ...(isRevocation ? { revocations: said } : { endorsements: said }) },
  });
  const error = now.error ?? then.error;
  if (error) return <ErrorPanel error={error} />;
  if (!now.data || !then.data) return <Skeleton lines={3} />;
  const same = now.data.valid === then.data.valid && now.data.found === then.data.found;
  const path = (isRevocation ? now.data : then.data).paths;
  return (
    <div className="space-y-4">
      <div className="grid gap-3 sm:grid-cols-[1fr_auto_1fr] sm:items-center">
        <Verdict label={t('trust.now')} verdict={now.data} />
        <ArrowRight aria-hidden className="hidden size-5 text-muted sm:block" />
        <Verdict label={t('trust.after')} verdict={then.data} />
      </div>
      {same ? <p className="text-muted">{t('trust.unchanged')}</p> : null}
      {path.map((one) => (
        <Path key={one.quorums.join()} path={one} />
      ))}
      <Disclosure summary={words('verdict.title')}>
        <VerdictTree verdict={then.data} linked />
      </Disclosure>
    </div>
  );
}

function Verdict({ label, verdict }: { readonly label: string; readonly verdict: CertificateVerdict }) {
  const words = useTrustText();
  const { valid, reason, found, required } = verdict;
  return (
    <div className="rounded-md border border-line px-3 py-2.5">
      <p className="text-sm text-muted">{label}</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={valid ? 'ok' : 'warn'}>{words(valid ? 'summary.trusted' : 'summary.notTrusted')}</Badge>
        <span className="text-sm text-muted">{words('verdict.counts', { found, required })}</span>
      </p>
      {valid ? null : <p className="mt-1 text-sm">{words('summary.it', { verdict: words(`verdict.${reason}`) })}</p>}
    </div>
  );
}

/** From the anchor, over the quorums that vouch for each other, to the certificate. */
function Path({ path }: { readonly path: TrustPath }) {
  const t = useText();
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-semibold text-muted">{t('trust.path')}</h3>
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {path.quorums.map((quorum, i) => (
          <li key={quorum} className="flex items-center gap-1">
            <span className="flex items-center gap-2 rounded-md bg-sunken px-2 py-1">
              <QuorumName value={quorum} />
              {i === 0 ? <Badge tone="info">{t('trust.anchor')}</Badge> : null}
            </span>
            <ChevronRight aria-hidden className="size-4 text-muted" />
          </li>
        ))}
        <li className="rounded-md bg-accent-soft px-2 py-1 font-medium text-accent">{t('trust.thisOne')}</li>
      </ol>
    </div>
  );
}

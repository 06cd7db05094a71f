import type { CertificateVerdict, EndorserVerdict, RoleVerdict } from '@gridseal/sdk/certificate';
import { CircleCheck, CircleX, CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/classNames.ts';
import { Badge, Digest, SafeText, TextLink } from '../ui/index.ts';
import { QuorumName } from './QuorumName.tsx';
import { reasonWords } from './reasonWords.ts';
import { useTrustText } from './useTrustText.ts';

export interface VerdictTreeProps {
  readonly verdict: CertificateVerdict;
  /** True where certificates have a page of their own. */
  readonly linked?: boolean;
}

/** Why a certificate is trusted, or not: one line a step, from the certificate up to the anchors. */
export function VerdictTree({ verdict, linked = false }: VerdictTreeProps) {
  const t = useTrustText();
  return (
    <ul aria-label={t('verdict.title')} className="space-y-1">
      <CertificateStep verdict={verdict} linked={linked} isFirst />
    </ul>
  );
}

function CertificateStep(props: VerdictTreeProps & { readonly isFirst?: boolean }) {
  const { verdict, linked = false, isFirst = false } = props;
  const t = useTrustText();
  const { certificate, name, kind, valid, reason, found, required, weight, roles = [], endorsers, omitted } = verdict;
  const title =
    name === undefined ? t('verdict.unnamed') : <SafeText text={name} maxLength={isFirst ? 120 : 60} reveal />;
  const counted = reason === 'trusted' || reason === 'tooFewEndorsers';
  return (
    <li>
      <Step good={valid}>
        <span className="font-medium">
          {linked && !isFirst ? <TextLink to={`/certificates/${certificate}`}>{title}</TextLink> : title}
        </span>{' '}
        {kind ? (
          <Badge tone="neutral" icon={null}>
            {t(`kinds.${kind}`)}
          </Badge>
        ) : (
          <Digest value={certificate} />
        )}{' '}
        <span className="text-muted">
          {t(`verdict.${reason}`)}
          {counted ? ` (${t('verdict.counts', { found, required })})` : ''}
          {weight ? ` (${t('verdict.weight', { found: weight.found, required: weight.required })})` : ''}
        </span>
      </Step>
      {roles.length + endorsers.length + omitted > 0 ? (
        <ul className="mt-1 ms-2 space-y-1 border-s border-line ps-3.5">
          {roles.map((role) => (
            <RoleStep key={role.role} verdict={role} />
          ))}
          {endorsers.map((endorser) => (
            <EndorserStep key={endorser.quorum} verdict={endorser} linked={linked} />
          ))}
          {omitted > 0 ? <li className="text-sm text-muted">{t('verdict.omitted', { count: omitted })}</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

function EndorserStep({ verdict, linked }: { readonly verdict: EndorserVerdict; readonly linked: boolean }) {
  const t = useTrustText();
  const { quorum, counts, reason, revocationReason, authorities } = verdict;
  return (
    <li>
      <Step good={counts}>
        {t('quorum')} <QuorumName value={quorum} copy={false} />{' '}
        <span className={reason === 'revoked' ? 'text-bad' : 'text-muted'}>
          {t(`endorser.${reason}`)}
          {reason === 'revoked' && revocationReason ? ` (${reasonWords(t, revocationReason)})` : ''}
        </span>
      </Step>
      {authorities.length > 0 ? (
        <ul className="mt-1 ms-2 space-y-1 border-s border-line ps-3.5">
          {authorities.map((authority) => (
            <CertificateStep key={authority.certificate} verdict={authority} linked={linked} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function RoleStep({ verdict }: { readonly verdict: RoleVerdict }) {
  const t = useTrustText();
  const { met, reason, title } = verdict;
  const words = met ? 'roleMet' : reason === 'nobody' ? 'roleNobody' : 'roleNotSeparate';
  return (
    <li>
      <Step good={met}>
        <CornerDownRight aria-hidden className="me-1 inline size-3.5 text-muted" />
        <SafeText text={t(`verdict.${words}`, { role: title.slice(0, 80) })} maxLength={200} />
      </Step>
    </li>
  );
}

function Step({ good, children }: { readonly good: boolean; readonly children: ReactNode }) {
  const t = useTrustText();
  const Icon = good ? CircleCheck : CircleX;
  return (
    <div className="flex items-start gap-2">
      <Icon
        role="img"
        aria-label={t(good ? 'counted' : 'notCounted')}
        className={classNames('mt-0.75 size-4 shrink-0', good ? 'text-ok' : 'text-bad')}
      />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  );
}

import type { CertificateReason, CertificateVerdict, EndorserVerdict, RoleVerdict } from '@gridseal/sdk/certificate';
import { CircleCheck, CircleDashed, CircleMinus, CircleX, CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/classNames.ts';
import { Badge, Digest, SafeText, TextLink } from '../ui/index.ts';
import { QuorumName } from './QuorumName.tsx';
import { reasonWords } from './reasonWords.ts';
import { useTrustText } from './useTrustText.ts';

/** What a certificate lacks only because nobody is trusted yet. */
const LACKS: ReadonlySet<CertificateReason> = new Set([
  'tooFewEndorsers',
  'missingRole',
  'tooLittleWeight',
  'shownAbove',
]);

export interface VerdictTreeProps {
  readonly verdict: CertificateVerdict;
  /** True where certificates have a page of their own. */
  readonly linked?: boolean;
  /** Without anchors nothing can be trusted: then it shows who says what, and judges nothing but revocations. */
  readonly undecided?: boolean;
}

/** Why a certificate is trusted, or not: one line a step, from the certificate up to the anchors. */
export function VerdictTree({ verdict, linked = false, undecided = false }: VerdictTreeProps) {
  const t = useTrustText();
  return (
    <ul aria-label={t('verdict.title')} className="space-y-1">
      <CertificateStep verdict={verdict} linked={linked} undecided={undecided} isFirst />
    </ul>
  );
}

function CertificateStep(props: VerdictTreeProps & { readonly isFirst?: boolean }) {
  const { verdict, linked = false, undecided = false, isFirst = false } = props;
  const t = useTrustText();
  const { certificate, name, kind, valid, reason, found, required, weight, roles = [], endorsers, omitted } = verdict;
  const title =
    name === undefined ? t('verdict.unnamed') : <SafeText text={name} maxLength={isFirst ? 120 : 60} reveal />;
  const isFlaw = !LACKS.has(reason);
  const counted = reason === 'trusted' || reason === 'tooFewEndorsers';
  return (
    <li>
      <Step state={undecided && !isFlaw ? 'open' : valid ? 'good' : 'bad'}>
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
        {undecided && !isFlaw ? null : (
          <span className="text-muted">
            {t(`verdict.${reason}`)}
            {counted ? ` (${t('verdict.counts', { found, required })})` : ''}
            {weight ? ` (${t('verdict.weight', { found: weight.found, required: weight.required })})` : ''}
          </span>
        )}
      </Step>
      {roles.length + endorsers.length + omitted > 0 ? (
        <ul className="mt-1 ms-2 space-y-1 border-s border-line ps-3.5">
          {roles.map((role) => (
            <RoleStep key={role.role} verdict={role} />
          ))}
          {endorsers.map((endorser) => (
            <EndorserStep
              key={endorser.quorum}
              verdict={endorser}
              linked={linked}
              undecided={undecided}
              isSpare={valid}
            />
          ))}
          {omitted > 0 ? <li className="text-sm text-muted">{t('verdict.omitted', { count: omitted })}</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

interface EndorserStepProps {
  readonly verdict: EndorserVerdict;
  readonly linked: boolean;
  readonly undecided: boolean;
  /** The certificate is trusted by others: an endorsement that does not count takes nothing away. */
  readonly isSpare: boolean;
}

function EndorserStep({ verdict, linked, undecided, isSpare }: EndorserStepProps) {
  const t = useTrustText();
  const { quorum, counts, reason, revocationReason, authorities } = verdict;
  const isOpen = undecided && reason !== 'revoked';
  return (
    <li>
      <Step state={isOpen ? 'open' : counts ? 'good' : isSpare && reason !== 'revoked' ? 'spare' : 'bad'}>
        {t('quorum')} <QuorumName value={quorum} copy={false} />{' '}
        <span className={reason === 'revoked' ? 'text-bad' : 'text-muted'}>
          {isOpen ? t('endorser.plain') : t(`endorser.${reason}`)}
          {reason === 'revoked' && revocationReason ? ` (${reasonWords(t, revocationReason)})` : ''}
        </span>
      </Step>
      {authorities.length > 0 ? (
        <ul className="mt-1 ms-2 space-y-1 border-s border-line ps-3.5">
          {authorities.map((authority) => (
            <CertificateStep key={authority.certificate} verdict={authority} linked={linked} undecided={undecided} />
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
      <Step state={met ? 'good' : 'bad'}>
        <CornerDownRight aria-hidden className="me-1 inline size-3.5 text-muted" />
        <SafeText text={t(`verdict.${words}`, { role: title.slice(0, 80) })} maxLength={200} />
      </Step>
    </li>
  );
}

const LOOKS = {
  good: { Icon: CircleCheck, word: 'counted', className: 'text-ok' },
  bad: { Icon: CircleX, word: 'notCounted', className: 'text-bad' },
  spare: { Icon: CircleMinus, word: 'spare', className: 'text-muted' },
  open: { Icon: CircleDashed, word: 'undecided', className: 'text-muted' },
} as const;

function Step({ state, children }: { readonly state: keyof typeof LOOKS; readonly children: ReactNode }) {
  const t = useTrustText();
  const { Icon, word, className } = LOOKS[state];
  return (
    <div className="flex items-start gap-2">
      <Icon role="img" aria-label={t(word)} className={classNames('mt-0.75 size-4 shrink-0', className)} />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  );
}

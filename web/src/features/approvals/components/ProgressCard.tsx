import type { MemberVerdict } from '@gridseal/sdk/quorum';
import { CircleCheck, CircleDashed, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import type { CaseFile, Side } from '../../../propose/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, Card, SafeText, ThresholdMeter } from '../../../ui/index.ts';
import { useSigners } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';

const KINDS = ['signed', 'unknown', 'invalid', 'unsigned'] as const;
type Kind = (typeof KINDS)[number];
const ICONS: Readonly<Record<Kind, LucideIcon>> = {
  signed: CircleCheck,
  unknown: CircleHelp,
  invalid: CircleX,
  unsigned: CircleDashed,
};
const COLOURS: Readonly<Record<Kind, string>> = {
  signed: 'text-ok',
  unknown: 'text-warn',
  invalid: 'text-bad',
  unsigned: 'text-muted',
};

/** k of m: who has approved, who is missing, and what was set aside. */
export function ProgressCard({ file: { standing } }: { readonly file: CaseFile }) {
  const t = useText();
  if (!standing) {
    return (
      <Card title={t('progress.title')}>
        <Callout tone="warn">{t('progress.unknownQuorum')}</Callout>
      </Card>
    );
  }
  return (
    <Card title={t('progress.title')}>
      <div className="space-y-5">
        {standing.sides.map((side) => (
          <SideProgress key={side.role} side={side} named={standing.sides.length > 1} />
        ))}
        <SetAside sides={standing.sides} />
      </div>
    </Card>
  );
}

function SideProgress({ side, named }: { readonly side: Side; readonly named: boolean }) {
  const t = useText();
  const { collection, role } = side;
  const { weight, threshold, missing } = collection;
  return (
    <div>
      {named ? <h3 className="mb-1.5 text-sm font-semibold text-muted">{t(`progress.${role}`)}</h3> : null}
      <ThresholdMeter have={weight} need={threshold} />
      <p className="mt-1 text-sm text-muted" aria-live="polite">
        {missing > 0 ? t('progress.missing', { count: missing }) : t('progress.enough')}
      </p>
      <Members of={collection} />
    </div>
  );
}

function Members({ of }: { readonly of: Readonly<Record<Kind, readonly MemberVerdict[]>> }) {
  return (
    <ul className="mt-2 divide-y divide-line">
      {KINDS.flatMap((kind) => of[kind].map((member) => <Member key={member.signer} member={member} kind={kind} />))}
    </ul>
  );
}

function Member({ member, kind }: { readonly member: MemberVerdict; readonly kind: Kind }) {
  const t = useText();
  const isMine = useSigners().some(({ signer }) => signer.signer.toLowerCase() === member.signer.toLowerCase());
  const isPartial = kind === 'invalid' && member.nested !== undefined && member.nested.invalid.length === 0;
  const shown = isPartial ? 'unsigned' : kind;
  const Icon = ICONS[shown];
  return (
    <li className="py-2">
      <div className="flex items-start gap-2">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${COLOURS[shown]}`} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2">
            <QuorumName value={member.signer} />
            {isMine ? <Badge tone="info">{t('progress.you')}</Badge> : null}
            {member.nested ? <Badge>{t('progress.quorum')}</Badge> : null}
          </div>
          <p className="text-sm text-muted">
            <span className={COLOURS[shown]}>{t(`progress.${shown}`)}</span>
            {member.weight === 1 ? null : <> · {t('progress.weight', { weight: member.weight })}</>}
            {member.reason && kind !== 'unsigned' && !isPartial ? (
              <>
                {' '}
                · <SafeText text={member.reason} />
              </>
            ) : null}
          </p>
          {member.nested ? (
            <div className="mt-2 border-s border-line ps-3">
              <ThresholdMeter have={member.nested.weight} need={member.nested.threshold} />
              <Members of={member.nested} />
            </div>
          ) : null}
        </div>
      </div>
    </li>
  );
}

/** Approvals that count for no side; what approves other messages is none of this proposal's. */
function SetAside({ sides }: { readonly sides: readonly Side[] }) {
  const t = useText();
  const [first, ...others] = sides;
  const rejected = (first?.collection.rejected ?? []).filter(
    ({ approval, reason }) =>
      reason !== 'otherMessage' &&
      others.every(({ collection }) => collection.rejected.some((one) => one.approval === approval)),
  );
  if (rejected.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-semibold text-muted">{t('progress.setAside')}</h3>
      <ul className="space-y-1.5 text-sm">
        {rejected.slice(0, 20).map(({ approval, reason }) => (
          <li key={`${approval.signer} ${approval.digest} ${reason}`}>
            <QuorumName value={approval.signer} />
            <span className="block text-muted">{t(`progress.rejected.${reason}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { Trash2, Users } from 'lucide-react';
import { useNetwork } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Card, EmptyState, IconButton, Input } from '../../../ui/index.ts';
import type { Checked, Draft, MemberDraft, MemberProblem } from '../model/draft.ts';
import { memberKind } from '../model/memberKind.ts';
import { useContracts } from '../model/useContracts.ts';
import { useOwn } from '../model/useOwn.ts';
import { useText } from '../useText.ts';
import { AddMember } from './AddMember.tsx';
import { kindIcons } from './kindIcons.ts';

export interface MembersEditorProps {
  readonly draft: Draft;
  readonly checked: Checked;
  readonly onChange: (members: readonly MemberDraft[]) => void;
  /** The signer of the quorum that is rotated. */
  readonly self?: Hex;
}

/** The members of a quorum to be: who, with what weight, and adding more. */
export function MembersEditor({ draft, checked, onChange, self }: MembersEditorProps) {
  const t = useText();
  const { members } = draft;
  const { problems } = checked;
  const contracts = useContracts(members.flatMap(({ signer }) => (signer.length === 42 ? [signer] : [])));
  const change = (place: number, part: Partial<MemberDraft>) =>
    onChange(members.map((member, i) => (i === place ? { ...member, ...part } : member)));
  return (
    <Card title={t('form.members')} description={t('form.membersBody')} padded={false}>
      {members.length === 0 ? (
        <EmptyState icon={Users} title={t('form.none')} body={t('form.noneBody')} />
      ) : (
        <ol className="divide-y divide-line" aria-label={t('form.members')}>
          {members.map((member, i) => (
            <MemberLine
              key={member.signer}
              member={member}
              isContract={contracts.has(member.signer)}
              problem={problems.member.get(i)}
              onWeight={(weight) => change(i, { weight })}
              onRemove={() => onChange(members.filter((_, at) => at !== i))}
            />
          ))}
        </ol>
      )}
      {problems.members && problems.members !== 'none' ? (
        <p role="alert" className="px-4 py-2 text-sm text-bad">
          {t(`problem.${problems.members}`)}
        </p>
      ) : null}
      <div className="border-t border-line p-4">
        <AddMember members={members} onAdd={(member) => onChange([...members, member])} {...(self ? { self } : {})} />
      </div>
    </Card>
  );
}

interface MemberLineProps {
  readonly member: MemberDraft;
  readonly isContract: boolean;
  readonly problem: MemberProblem | undefined;
  readonly onWeight: (weight: string) => void;
  readonly onRemove: () => void;
}

function MemberLine({ member, isContract, problem, onWeight, onRemove }: MemberLineProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const isMine = useOwn().has(member.signer);
  const { kind, algorithm = '' } = memberKind(member.signer, addresses);
  const shown = kind === 'wallet' && isContract ? 'contract' : kind;
  const Icon = kindIcons[shown];
  const short = shorten(member.signer);
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5">
      <Icon aria-hidden className="mt-2 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-48">
        <div className="flex flex-wrap items-center gap-x-2">
          <QuorumName value={member.signer} linked={false} />
          {isMine ? <Badge tone="info">{t('member.you')}</Badge> : null}
        </div>
        <p className="text-sm text-muted">{member.pair ? t('member.pair') : t(`kind.${shown}`, { algorithm })}</p>
        {problem ? (
          <p role="alert" className="text-sm text-bad">
            {t(`problem.${problem.what}`, 'other' in problem ? { other: problem.other + 1 } : {})}
          </p>
        ) : null}
      </div>
      <div className="flex items-center gap-1">
        <span aria-hidden className="text-sm text-muted">
          {t('form.weightShort')}
        </span>
        <Input
          aria-label={t('form.weight', { member: short })}
          aria-invalid={problem?.what === 'weight' || undefined}
          inputMode="numeric"
          className="w-16! text-end"
          value={member.weight}
          onChange={({ target }) => onWeight(target.value)}
        />
        <IconButton label={t('form.remove', { member: short })} icon={Trash2} onClick={onRemove} />
      </div>
    </li>
  );
}

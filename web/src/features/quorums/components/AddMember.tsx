import type { Hex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { Atom, FileKey2, Plus, User, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNetwork } from '../../../data/index.ts';
import { Button, Digest, Field, Menu, Segmented, TextArea } from '../../../ui/index.ts';
import { useSigners } from '../../../wallet/index.ts';
import type { MemberDraft } from '../model/draft.ts';
import { memberKind } from '../model/memberKind.ts';
import { readMember } from '../model/readMember.ts';
import { useAddProblem } from '../model/useAddProblem.ts';
import { useText } from '../useText.ts';
import { KeyFileDialog } from './KeyFileDialog.tsx';
import { PairDialog } from './PairDialog.tsx';
import { QuorumChooser } from './QuorumChooser.tsx';

export interface AddMemberProps {
  readonly members: readonly MemberDraft[];
  readonly onAdd: (member: MemberDraft) => void;
  readonly self?: Hex;
}

/** Adds a member: whatever is typed or pasted is recognised at once; own keys, quorums, files and pairs are a press away. */
export function AddMember({ members, onAdd, self }: AddMemberProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [dialog, setDialog] = useState<'quorum' | 'file' | 'pair'>();
  const add = (signer: Hex) => onAdd({ signer, weight: '1' });
  const close = () => setDialog(undefined);
  return (
    <div className="space-y-3">
      <ByText text={text} onText={setText} members={members} onAdd={add} self={self} />
      <div className="flex flex-wrap gap-2">
        <OwnMenu members={members} onAdd={add} />
        <Button icon={Users} onClick={() => setDialog('quorum')}>
          {t('form.quorum')}
        </Button>
        <Button icon={FileKey2} onClick={() => setDialog('file')}>
          {t('form.file')}
        </Button>
        <Button icon={Atom} onClick={() => setDialog('pair')}>
          {t('form.pair')}
        </Button>
      </div>
      {dialog === 'quorum' ? <QuorumChooser members={members} self={self} onAdd={add} onClose={close} /> : null}
      {dialog === 'file' ? <KeyFileDialog onText={setText} onClose={close} /> : null}
      {dialog === 'pair' ? <PairDialog members={members} onAdd={onAdd} onClose={close} /> : null}
    </div>
  );
}

interface ByTextProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly members: readonly MemberDraft[];
  readonly onAdd: (signer: Hex) => void;
  readonly self: Hex | undefined;
}

function ByText({ text, onText, members, onAdd, self }: ByTextProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const [chosen, choose] = useState(0);
  const reading = useMemo(() => readMember(text, addresses), [text, addresses]);
  const candidates = reading && 'candidates' in reading ? reading.candidates : [];
  const candidate = candidates[chosen] ?? candidates[0];
  const known = candidate ? memberKind(candidate.signer, addresses) : null;
  const found = useAddProblem(members, candidate?.signer ?? null, known, self);
  const problem = reading && 'problem' in reading ? reading.problem : found;
  const canAdd = candidate !== undefined && problem === null;
  const submit = () => {
    if (!canAdd) return;
    onAdd(candidate.signer);
    onText('');
    choose(0);
  };
  const error = problem ? t(problem === 'itself' ? 'problem.itself' : `input.${problem}`) : undefined;
  return (
    <form
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={t('form.addLabel')} hint={t('form.addHint')} error={error}>
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={2}
            value={text}
            onChange={({ target }) => onText(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              submit();
            }}
          />
        )}
      </Field>
      {candidates.length > 1 ? (
        <Segmented
          label={t('form.reading')}
          value={String(chosen)}
          onChange={(value) => choose(Number(value))}
          options={candidates.map(({ signer }, i) => ({
            value: String(i),
            label: t(`kind.${memberKind(signer, addresses).kind}`),
          }))}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button type="submit" variant="primary" icon={Plus} disabled={!canAdd}>
          {t('form.addButton')}
        </Button>
        {candidate && known ? (
          <span className="text-sm text-muted">
            {t('form.recognised')}: {t(`kind.${known.kind}`, { algorithm: known.algorithm ?? '' })}{' '}
            <Digest value={candidate.signer} copy={false} />
          </span>
        ) : null}
      </div>
      {known?.kind === 'offChain' ? (
        <p className="text-sm text-warn">{t('input.offChain', { algorithm: known.algorithm ?? '' })}</p>
      ) : null}
    </form>
  );
}

/** The signers at hand, those that are members already out of reach. */
function OwnMenu({ members, onAdd }: Pick<ByTextProps, 'members' | 'onAdd'>) {
  const t = useText();
  const signers = useSigners();
  const taken = new Set(members.map(({ signer }) => signer));
  const items = signers.map(({ id, kind, name, signer }) => {
    const own = signer.signer.toLowerCase() as Hex;
    const label = `${t(`kind.${kind === 'passkey' ? 'webAuthn' : kind}`)} · ${escapeText(name, { maxLength: 40 }) || id}`;
    return { label, disabled: taken.has(own), onSelect: () => onAdd(own) };
  });
  const none = { label: t('form.ownNone'), disabled: true, onSelect: () => undefined };
  return (
    <Menu
      align="start"
      listLabel={t('form.own')}
      trigger={
        <>
          <User aria-hidden className="size-4" />
          {t('form.own')}
        </>
      }
      items={items.length > 0 ? items : [none]}
    />
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { toHex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';
import { Dices, RotateCcw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useSettings } from '../../../data/index.ts';
import { Button, Card, Disclosure, Field, Input, Page, useToast } from '../../../ui/index.ts';
import { CreateCard } from '../components/CreateCard.tsx';
import { MembersEditor } from '../components/MembersEditor.tsx';
import { MAX_NAME } from '../components/RenameDialog.tsx';
import { ThresholdFields } from '../components/ThresholdFields.tsx';
import { checkDraft, type Draft, emptyDraft, type MemberDraft, majorityOf } from '../model/draft.ts';
import { keepDraft, readKeptDraft } from '../model/keptDraft.ts';
import { useText } from '../useText.ts';

/** Makes a quorum: members, weights, thresholds; its id is known before it exists. */
export default function NewQuorum() {
  const t = useText();
  const toast = useToast();
  const [{ names }, change] = useSettings();
  const [draft, setDraft] = useState<Draft>(() => readKeptDraft(sessionStorage));
  const [isOwnThreshold, setOwnThreshold] = useState(draft.members.length > 0);
  const [name, setName] = useState('');
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const { definition } = checked;
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const reset = () => {
    setDraft(emptyDraft);
    setOwnThreshold(false);
  };
  useEffect(() => keepDraft(sessionStorage, draft), [draft]);
  // Until somebody says otherwise, more than half decide.
  const setMembers = (members: readonly MemberDraft[]) =>
    set({ members, ...(isOwnThreshold ? {} : { threshold: members.length > 0 ? String(majorityOf(members)) : '' }) });
  const pairs = useMemo(() => draft.members.flatMap(({ pair }) => pair ?? []), [draft.members]);
  const onCreated = () => {
    if (definition && name.trim()) change({ names: { ...names, [Quorum.id(definition)]: name.trim() } });
    keepDraft(sessionStorage, emptyDraft);
    toast({ tone: 'ok', title: t('create.done') });
  };
  return (
    <Page
      title={t('create.title')}
      description={t('create.lead')}
      back={{ to: '/quorums', label: t('title') }}
      actions={
        draft.members.length > 0 ? (
          <Button icon={RotateCcw} onClick={reset}>
            {t('rotate.reset')}
          </Button>
        ) : undefined
      }
    >
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <MembersEditor draft={draft} checked={checked} onChange={setMembers} />
          <ThresholdFields
            draft={draft}
            checked={checked}
            onChange={(part) => {
              if ('threshold' in part) setOwnThreshold(true);
              set(part);
            }}
          />
          <Card>
            <div className="space-y-4">
              <Field label={t('form.name')} hint={t('form.nameHint')} optional>
                {(control) => (
                  <Input
                    {...control}
                    maxLength={MAX_NAME}
                    value={name}
                    onChange={({ target }) => setName(target.value)}
                  />
                )}
              </Field>
              <Disclosure summary={t('form.advanced')}>
                <SaltField
                  value={draft.salt}
                  onChange={(salt) => set({ salt })}
                  isWrong={checked.problems.salt !== undefined}
                />
              </Disclosure>
            </div>
          </Card>
        </div>
        <div className="space-y-4 xl:sticky xl:top-20">
          {definition ? (
            <CreateCard key={Quorum.id(definition)} definition={definition} pairs={pairs} onCreated={onCreated} />
          ) : (
            <Card title={t('create.preview')}>
              <p className="text-muted">{t(draft.members.length > 0 ? 'problem.fix' : 'create.waiting')}</p>
            </Card>
          )}
        </div>
      </div>
    </Page>
  );
}

interface SaltFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isWrong: boolean;
}

function SaltField({ value, onChange, isWrong }: SaltFieldProps) {
  const t = useText();
  const random = (): Hex => toHex(crypto.getRandomValues(new Uint8Array(32)));
  return (
    <div className="space-y-2">
      <Field label={t('form.salt')} hint={t('form.saltHint')} error={isWrong ? t('problem.hex') : undefined} optional>
        {(control) => (
          <Input
            {...control}
            mono
            placeholder={`0x${'0'.repeat(8)}…`}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
      <Button size="sm" icon={Dices} onClick={() => onChange(random())}>
        {t('form.saltRandom')}
      </Button>
    </div>
  );
}

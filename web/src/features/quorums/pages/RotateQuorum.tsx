import type { Quorum } from '@gridseal/sdk/quorum';
import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type QuorumRecord, useChainTime, useNetwork } from '../../../data/index.ts';
import { ProposePanel } from '../../../propose/index.ts';
import { Button, Card, Field, Input, Page, TextArea } from '../../../ui/index.ts';
import { BothSides } from '../components/BothSides.tsx';
import { ComparisonTables } from '../components/ComparisonTables.tsx';
import { DirectCard } from '../components/DirectCard.tsx';
import { MembersEditor } from '../components/MembersEditor.tsx';
import { PairsFirst } from '../components/PairsFirst.tsx';
import { QuorumOfPath } from '../components/QuorumOfPath.tsx';
import { ReachNotices } from '../components/ReachNotices.tsx';
import { ThresholdFields } from '../components/ThresholdFields.tsx';
import { compare } from '../model/compare.ts';
import { changesNothing, checkDraft, type Draft, draftOf } from '../model/draft.ts';
import { daysFrom, deadlineIn, MAX_DAYS, nextState, rotationProposal, suffices } from '../model/rotation.ts';
import { useMissing } from '../model/useMissing.ts';
import { useNameText } from '../model/useNameText.ts';
import { useOwn } from '../model/useOwn.ts';
import { useReach } from '../model/useReach.ts';
import { useText } from '../useText.ts';

/** Proposes the next version of a quorum: other members, weights, thresholds. */
export default function RotateQuorum() {
  const t = useText();
  return (
    <QuorumOfPath title={t('detail.rotate')}>
      {/* Another version is another form: what was begun for the one before would be refused. */}
      {(record) => <Rotate key={`${record.id} ${record.state.version}`} record={record} />}
    </QuorumOfPath>
  );
}

function Rotate({ record }: { readonly record: QuorumRecord }) {
  const t = useText();
  const { id, state, signer } = record;
  const name = useNameText(id);
  const [draft, setDraft] = useState<Draft>(() => draftOf(state));
  const checked = useMemo(() => checkDraft(draft, signer), [draft, signer]);
  const rules = checked.definition;
  const isChanged = rules !== null && !changesNothing(state, rules);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const facts = { version: state.version, next: state.version + 1 };
  return (
    <Page
      title={t('rotate.title', { name })}
      description={t('rotate.lead', facts)}
      back={{ to: `/quorums/${id}`, label: name }}
      actions={
        <Button icon={RotateCcw} onClick={() => setDraft(draftOf(state))}>
          {t('rotate.reset')}
        </Button>
      }
    >
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <MembersEditor draft={draft} checked={checked} onChange={(members) => set({ members })} self={signer} />
          <ThresholdFields draft={draft} checked={checked} onChange={set} />
          {rules && isChanged ? <ComparisonTables before={state} after={nextState(state, rules)} /> : null}
        </div>
        <div className="space-y-4">
          <BothSides before={state} after={rules && isChanged ? nextState(state, rules) : null} />
          {rules && isChanged ? (
            <Ask record={record} rules={rules} draft={draft} />
          ) : (
            <Card title={t('rotate.propose')}>
              <p className="text-muted">{t(rules ? 'rotate.notChanged' : 'problem.fix')}</p>
            </Card>
          )}
        </div>
      </div>
    </Page>
  );
}

interface AskProps {
  readonly record: QuorumRecord;
  readonly rules: Quorum.Quorum;
  readonly draft: Draft;
}

/** The rest of the way: how long, with which word, and asking. */
function Ask({ record: { state }, rules, draft }: AskProps) {
  const t = useText();
  const { chainId, addresses } = useNetwork();
  const now = useChainTime();
  const own = useOwn();
  const [text, setText] = useState('7');
  const [note, setNote] = useState('');
  const pairs = useMemo(() => draft.members.flatMap(({ pair }) => pair ?? []), [draft.members]);
  const missing = useMissing(pairs);
  const reach = useReach(rules, pairs);
  const days = daysFrom(text);
  const deadline = days === null || now === null ? null : deadlineIn(days, now);
  const proposal = useMemo(() => {
    if (deadline === null) return null;
    const wish = { state, rules, deadline, note };
    return rotationProposal(wish, { chainId, registry: addresses.quorumRegistry });
  }, [state, rules, deadline, note, chainId, addresses]);
  if (!reach.canAct) return <ReachNotices rules={rules} reach={reach} stuck="rotate" />;
  if (missing.length > 0) return <PairsFirst pairs={missing} />;
  const isEnough = suffices(state, own) && suffices(rules, own);
  const joins = compare(state, rules).members.some(({ change }) => change === 'joins');
  return (
    <>
      <ReachNotices rules={rules} reach={reach} stuck="rotate" />
      {isEnough && proposal ? <DirectCard state={state} proposal={proposal} /> : null}
      <Card title={t('rotate.propose')}>
        <div className="space-y-4">
          <Field
            label={t('rotate.days')}
            hint={t('rotate.daysHint')}
            error={days === null ? t('rotate.daysError', { count: MAX_DAYS }) : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="w-24!"
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            )}
          </Field>
          <Field label={t('rotate.note')} hint={t('rotate.noteHint')} optional>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={1_000}
                value={note}
                onChange={({ target }) => setNote(target.value)}
              />
            )}
          </Field>
          {joins ? <p className="text-sm text-muted">{t('rotate.joinersHint')}</p> : null}
          <ProposePanel proposal={proposal} />
        </div>
      </Card>
    </>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { verifiersOf } from '@gridseal/sdk/chain';
import { escapeText, Hybrid, Quorum } from '@gridseal/sdk/quorum';
import { useState } from 'react';
import { useNetwork } from '../../../data/index.ts';
import { Button, Dialog, Field, Select, TextArea } from '../../../ui/index.ts';
import { useSigners } from '../../../wallet/index.ts';
import type { MemberDraft } from '../model/draft.ts';
import { type Half, readHalf } from '../model/readPair.ts';
import { repeats } from '../model/useAddProblem.ts';
import { useText } from '../useText.ts';

interface PairDialogProps {
  readonly members: readonly MemberDraft[];
  readonly onAdd: (member: MemberDraft) => void;
  readonly onClose: () => void;
}

/** Makes a hybrid member of a classical and a post-quantum key. */
export function PairDialog({ members, onAdd, onClose }: PairDialogProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const [texts, setTexts] = useState({ classical: '', postQuantum: '' });
  const classical = readHalf(texts.classical, 'classical', addresses);
  const postQuantum = readHalf(texts.postQuantum, 'postQuantum', addresses);
  const pair =
    classical && 'signer' in classical && postQuantum && 'signer' in postQuantum
      ? Hybrid.from({ classical: classical.signer, postQuantum: postQuantum.signer }, verifiersOf(addresses))
      : null;
  const signer = pair ? (Quorum.signer(addresses.quorumRegistry, Quorum.id(pair)).toLowerCase() as Hex) : null;
  const repeated = signer ? repeats(members, signer) : null;
  const add = () => {
    if (!pair || !signer || repeated) return;
    onAdd({ signer, weight: '1', pair });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('pair.title')}
      description={t('pair.body')}
      footer={
        <>
          <Button onClick={onClose}>{t('pair.cancel')}</Button>
          <Button variant="primary" disabled={!pair || repeated !== null} onClick={add}>
            {t('pair.add')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <HalfField
          family="classical"
          half={classical}
          text={texts.classical}
          onText={(text) => setTexts({ ...texts, classical: text })}
        />
        <HalfField
          family="postQuantum"
          half={postQuantum}
          text={texts.postQuantum}
          onText={(text) => setTexts({ ...texts, postQuantum: text })}
        />
        {repeated ? <p className="text-sm text-bad">{t(`input.${repeated}`)}</p> : null}
      </div>
    </Dialog>
  );
}

interface HalfFieldProps {
  readonly family: 'classical' | 'postQuantum';
  readonly half: Half;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function HalfField({ family, half, text, onText }: HalfFieldProps) {
  const t = useText();
  const signers = useSigners();
  const problem = half && 'problem' in half ? half.problem : null;
  const other = family === 'classical' ? 'pair.notClassical' : 'pair.notPostQuantum';
  return (
    <div className="space-y-2">
      <Field
        label={t(`pair.${family}`)}
        hint={t(`pair.${family}Hint`)}
        error={problem ? t(problem === 'otherFamily' ? other : `input.${problem}`) : undefined}
      >
        {(control) => (
          <TextArea {...control} mono rows={2} value={text} onChange={({ target }) => onText(target.value)} />
        )}
      </Field>
      {family === 'classical' && signers.length > 0 ? (
        <Select
          aria-label={t('form.own')}
          value=""
          onChange={(signer) => onText(signer)}
          options={[
            { value: '', label: `${t('form.own')} …`, disabled: true },
            ...signers.map(({ kind, name, signer }) => ({
              value: signer.signer.toLowerCase(),
              label: `${t(`kind.${kind === 'passkey' ? 'webAuthn' : kind}`)} · ${escapeText(name, { maxLength: 40 })}`,
            })),
          ]}
        />
      ) : null}
    </div>
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { type QuorumRecord, useQuorums, useSettings } from '../../../../data/index.ts';
import { Digest, SafeText, SearchInput, Segmented } from '../../../../ui/index.ts';
import { type SignerOption, useSigners } from '../../../../wallet/index.ts';
import { useText } from '../../useText.ts';
import { Choice, Choices } from './Choices.tsx';
import { TextField } from './TextField.tsx';
import type { WizardProps } from './wizardProps.ts';

type Way = 'none' | 'quorum' | 'own' | 'other';
/** More than can be looked through: the search finds the others. */
const SHOWN = 6;

/** The signer that the certificate speaks of or empowers: a quorum, one of this browser's, or any other. */
export function SignerField(props: WizardProps) {
  const t = useText();
  const { draft, onChange } = props;
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? [];
  const own = useSigners();
  const signer = draft.signer.toLowerCase();
  const [chosen, choose] = useState<Way>();
  const way = chosen ?? wayOf(signer, quorums, own);
  const ways: readonly Way[] = ['quorum', ...(own.length > 0 ? (['own'] as const) : []), 'other', 'none'];
  const change = (next: Way) => {
    choose(next);
    if (next === 'none') onChange({ signer: '' });
  };
  return (
    <div className="space-y-2">
      <p className="text-sm font-medium">{t('new.speaksOf')}</p>
      <Segmented
        label={t('new.speaksOf')}
        value={way}
        onChange={change}
        options={ways.map((value) => ({ value, label: t(`new.signers.${value}`) }))}
      />
      {way === 'quorum' ? (
        <QuorumChoice quorums={quorums} signer={signer} onChoose={(next) => onChange({ signer: next })} />
      ) : way === 'own' ? (
        <Choices label={t('new.signers.own')}>
          {own.map((option) => (
            <Choice
              key={option.id}
              checked={option.signer.signer.toLowerCase() === signer}
              onChoose={() => onChange({ signer: option.signer.signer.toLowerCase() })}
              title={<SafeText text={option.name} maxLength={40} />}
              detail={<Digest value={option.signer.signer} copy={false} />}
            />
          ))}
        </Choices>
      ) : way === 'other' ? (
        <TextField {...props} field="signer" mono />
      ) : (
        <p className="text-sm text-muted">{t('new.noSigner')}</p>
      )}
    </div>
  );
}

function wayOf(signer: string, quorums: readonly QuorumRecord[], own: readonly SignerOption[]): Way {
  if (signer === '' || quorums.some((quorum) => quorum.signer === signer)) return 'quorum';
  return own.some((option) => option.signer.signer.toLowerCase() === signer) ? 'own' : 'other';
}

interface QuorumChoiceProps {
  readonly quorums: readonly QuorumRecord[];
  readonly signer: string;
  readonly onChoose: (signer: Hex) => void;
}

function QuorumChoice({ quorums, signer, onChoose }: QuorumChoiceProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = quorums.filter(({ id }) => id.includes(wanted) || names[id]?.toLowerCase().includes(wanted));
  // The one that is chosen is always to be seen.
  const shown = found.toSorted((a, b) => Number(b.signer === signer) - Number(a.signer === signer)).slice(0, SHOWN);
  return (
    <div className="space-y-2">
      {quorums.length > SHOWN ? <SearchInput value={text} onChange={setText} label={t('new.searchQuorum')} /> : null}
      {shown.length === 0 ? (
        <p className="text-sm text-muted">{t('new.noQuorum')}</p>
      ) : (
        <Choices label={t('new.signers.quorum')}>
          {shown.map(({ id, signer: of, state }) => (
            <Choice
              key={id}
              checked={of === signer}
              onChoose={() => onChoose(of)}
              title={names[id] ? <SafeText text={names[id]} maxLength={40} /> : <Digest value={id} copy={false} />}
              detail={
                <>
                  {t('new.ofMembers', { threshold: state.threshold, count: state.members.length })}
                  {names[id] ? (
                    <>
                      {' · '}
                      <Digest value={id} copy={false} />
                    </>
                  ) : null}
                </>
              }
            />
          ))}
        </Choices>
      )}
      {found.length > shown.length ? (
        <p className="text-sm text-muted">{t('new.moreQuorums', { count: found.length - shown.length })}</p>
      ) : null}
    </div>
  );
}

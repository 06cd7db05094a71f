import { useState } from 'react';
import { type QuorumRecord, useQuorums } from '../../../../data/index.ts';
import { Digest, SafeText, Segmented } from '../../../../ui/index.ts';
import { type SignerOption, useSigners } from '../../../../wallet/index.ts';
import { useText } from '../../useText.ts';
import { QuorumPicker } from '../QuorumPicker.tsx';
import { Choice, Choices } from './Choices.tsx';
import { TextField } from './TextField.tsx';
import type { WizardProps } from './wizardProps.ts';

type Way = 'none' | 'quorum' | 'own' | 'other';

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
        <QuorumPicker
          label={t('new.signers.quorum')}
          chosen={quorums.find((quorum) => quorum.signer === signer)?.id ?? null}
          onChoose={(quorum) => onChange({ signer: quorum.signer })}
        />
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

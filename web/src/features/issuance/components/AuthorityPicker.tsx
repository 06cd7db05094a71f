import { useState } from 'react';
import { shorten } from '../../../lib/shorten.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Callout, Disclosure, Field, Input, RadioGroup, SafeText } from '../../../ui/index.ts';
import { ConnectButton, useWrites } from '../../../wallet/index.ts';
import type { AuthorityChoice } from '../model/authority.ts';
import { useAuthorities, useQuorumByText } from '../model/useAuthorities.ts';
import { useText } from '../useText.ts';
import type { StepProps } from './stepProps.ts';

/** Who announces: whom the devices follow. */
export function AuthorityPicker({ recipe, onChange, problem }: StepProps) {
  const t = useText();
  const choices = useAuthorities();
  const { problem: wallet } = useWrites();
  const [text, setText] = useState('');
  const pasted = useQuorumByText(text).data;
  const all: readonly AuthorityChoice[] =
    pasted && !choices.some(({ signer }) => signer === pasted.signer)
      ? [...choices, { kind: 'quorum', signer: pasted.signer, record: pasted }]
      : choices;
  const error = problem('authority');
  return (
    <div className="space-y-3">
      {all.length > 0 ? (
        <RadioGroup
          label={t('authority.title')}
          value={recipe.authority}
          onChange={(authority) => onChange({ authority: authority as `0x${string}` })}
          options={all.map((choice) => ({
            value: choice.signer,
            label: <Name of={choice} />,
            hint: <Hint of={choice} />,
          }))}
        />
      ) : (
        <Callout tone="neutral" actions={wallet === 'disconnected' ? <ConnectButton /> : undefined}>
          {t('authority.none')}
        </Callout>
      )}
      <Disclosure summary={t('authority.other')}>
        <Field
          label={t('authority.paste')}
          hint={t('authority.pasteHint')}
          error={text.trim() !== '' && pasted === null ? t('authority.unknown') : undefined}
        >
          {(control) => <Input {...control} mono value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      </Disclosure>
      {error ? <Callout tone="warn">{error}</Callout> : null}
    </div>
  );
}

function Name({ of }: { readonly of: AuthorityChoice }) {
  const t = useText();
  if (of.kind === 'quorum') return <QuorumName value={of.record.id} linked={false} copy={false} />;
  return (
    <>
      {t(`authority.${of.option.kind}`)}: <SafeText text={of.option.name} maxLength={40} />
    </>
  );
}

function Hint({ of }: { readonly of: AuthorityChoice }) {
  const t = useText();
  if (of.kind === 'signer') return <code className="font-mono">{shorten(of.signer, 8)}</code>;
  const { threshold, members } = of.record.state;
  return <>{t('authority.quorum', { threshold, count: members.length })}</>;
}

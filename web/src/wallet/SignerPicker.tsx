import { shorten } from '../lib/shorten.ts';
import { RadioGroup, SafeText } from '../ui/index.ts';
import type { SignerOption } from './signerOption.ts';
import { useWalletText } from './useWalletText.ts';

export interface SignerPickerProps {
  /** Those of `useSigners()` that may sign this. */
  readonly options: readonly SignerOption[];
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
}

/** Chooses with which key to sign. */
export function SignerPicker({ options, value, onChange }: SignerPickerProps) {
  const t = useWalletText();
  return (
    <RadioGroup
      label={t('signers.choose')}
      value={value}
      onChange={onChange}
      options={options.map(({ id, kind, name, signer, problem }) => ({
        value: id,
        label: (
          <>
            {t(`signers.${kind}`)}: <SafeText text={name} maxLength={40} />
          </>
        ),
        hint: (
          <>
            <code className="font-mono">{shorten(signer.signer, 8)}</code>
            {problem ? ` · ${t('signers.wrongChain')}` : null}
          </>
        ),
        disabled: problem !== null,
      }))}
    />
  );
}

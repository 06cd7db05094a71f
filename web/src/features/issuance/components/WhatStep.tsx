import { FileText, KeyRound, Server, ShieldCheck } from 'lucide-react';
import { Callout, Disclosure, Field, Input, RadioGroup, Segmented } from '../../../ui/index.ts';
import type { CaKey } from '../model/caKeys.ts';
import { type Kind, kinds, withKind } from '../model/recipe.ts';
import type { FileToSend } from '../model/request.ts';
import { useText } from '../useText.ts';
import { CaPicker } from './CaPicker.tsx';
import { FilesField } from './FilesField.tsx';
import { SshFields } from './SshFields.tsx';
import type { StepProps } from './stepProps.ts';
import { TlsFields } from './TlsFields.tsx';

export interface WhatProps extends StepProps {
  readonly caKey: CaKey | null;
  readonly onCaKey: (key: CaKey | null) => void;
  readonly files: readonly FileToSend[];
  readonly onFiles: (files: readonly FileToSend[]) => void;
  /** In a batch, rows say who gets which name; what is said here is for rows that say nothing. */
  readonly isBatch?: boolean;
}

const icons = { sshUser: KeyRound, sshHost: Server, tls: ShieldCheck, files: FileText } as const;

/** What the devices get, and who signs it. */
export function WhatStep(props: WhatProps) {
  const t = useText();
  const { recipe, onChange, problem, isBatch = false } = props;
  const { kind, keys } = recipe;
  return (
    <div className="space-y-5">
      <Segmented<Kind>
        label={t('what.kind')}
        value={kind}
        options={(isBatch ? kinds.filter((one) => one !== 'files') : kinds).map((value) => {
          const Icon = icons[value];
          return {
            value,
            label: (
              <>
                <Icon aria-hidden className="size-4" />
                {t(`kind.${value}`)}
              </>
            ),
          };
        })}
        onChange={(next) => onChange(withKind(recipe, next))}
      />
      <p className="text-muted">{t(`kindLead.${kind}`)}</p>
      {kind === 'files' ? (
        <FilesField files={props.files} onFiles={props.onFiles} problem={problem('files')} />
      ) : (
        <>
          {kind === 'tls' ? <TlsFields {...props} /> : <SshFields {...props} />}
          <RadioGroup
            label={t('what.keys')}
            value={keys}
            onChange={(value) => onChange({ keys: value })}
            options={[
              { value: 'device', label: t('what.deviceKey'), hint: t('what.deviceKeyHint') },
              { value: 'server', label: t('what.serverKey'), hint: t('what.serverKeyHint') },
            ]}
          />
          {problem('keys') ? <Callout tone="warn">{problem('keys')}</Callout> : null}
          <CaPicker
            kind={kind === 'tls' ? 'tls' : 'ssh'}
            chosen={props.caKey}
            onChoose={props.onCaKey}
            problem={problem('authorityKey')}
          />
        </>
      )}
      {kind === 'files' || keys === 'server' ? <Callout tone="neutral">{t('what.secret')}</Callout> : null}
      <Disclosure summary={t('what.after')}>
        <Field label={t('what.postInstall')} hint={t('what.postInstallHint')} error={problem('postInstall')} optional>
          {(control) => (
            <Input
              {...control}
              mono
              value={recipe.postInstall}
              onChange={(event) => onChange({ postInstall: event.target.value })}
            />
          )}
        </Field>
      </Disclosure>
    </div>
  );
}

import { Checkbox, Disclosure, Field, Input } from '../../../ui/index.ts';
import { sshPermissions } from '../model/recipe.ts';
import { useText } from '../useText.ts';
import type { StepProps } from './stepProps.ts';

/** What an SSH certificate says. */
export function SshFields({ recipe, onChange, problem, isBatch = false }: StepProps & { readonly isBatch?: boolean }) {
  const t = useText();
  const isUser = recipe.kind === 'sshUser';
  const words = isUser ? 'ssh.principals' : 'ssh.hosts';
  return (
    <div className="space-y-4">
      <Field
        label={t(words)}
        hint={isBatch ? t('batch.fallback') : t(isUser ? 'ssh.principalsHint' : 'ssh.hostsHint')}
        error={problem('principals')}
        required={!isBatch}
      >
        {(control) => (
          <Input
            {...control}
            mono
            value={recipe.principals}
            onChange={(event) => onChange({ principals: event.target.value })}
          />
        )}
      </Field>
      <Disclosure summary={t('ssh.limits')}>
        <div className="space-y-4">
          <Field label={t('ssh.keyId')} hint={t('ssh.keyIdHint')} error={problem('keyId')} optional>
            {(control) => (
              <Input {...control} value={recipe.keyId} onChange={(event) => onChange({ keyId: event.target.value })} />
            )}
          </Field>
          {isUser ? (
            <>
              <Field
                label={t('ssh.sourceAddress')}
                hint={t('ssh.sourceAddressHint')}
                error={problem('sourceAddress')}
                optional
              >
                {(control) => (
                  <Input
                    {...control}
                    mono
                    value={recipe.sourceAddress}
                    onChange={(event) => onChange({ sourceAddress: event.target.value })}
                  />
                )}
              </Field>
              <Field
                label={t('ssh.forceCommand')}
                hint={t('ssh.forceCommandHint')}
                error={problem('forceCommand')}
                optional
              >
                {(control) => (
                  <Input
                    {...control}
                    mono
                    value={recipe.forceCommand}
                    onChange={(event) => onChange({ forceCommand: event.target.value })}
                  />
                )}
              </Field>
              <fieldset>
                <legend className="mb-1 text-sm font-medium">{t('ssh.permissions')}</legend>
                <div className="grid gap-1 sm:grid-cols-2">
                  {sshPermissions.map((name) => (
                    <Checkbox
                      key={name}
                      label={<code className="font-mono text-sm">{name}</code>}
                      checked={recipe.permissions.includes(name)}
                      onChange={(on) =>
                        onChange({
                          permissions: sshPermissions.filter((one) =>
                            one === name ? on : recipe.permissions.includes(one),
                          ),
                        })
                      }
                    />
                  ))}
                </div>
              </fieldset>
            </>
          ) : null}
        </div>
      </Disclosure>
    </div>
  );
}

import { Checkbox, Field, Input, Select } from '../../../ui/index.ts';
import { tlsKeys } from '../model/recipe.ts';
import { useText } from '../useText.ts';
import type { StepProps } from './stepProps.ts';

const usages = ['server', 'client'] as const;

/** What an X.509 certificate says. */
export function TlsFields({ recipe, onChange, problem, isBatch = false }: StepProps & { readonly isBatch?: boolean }) {
  const t = useText();
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('tls.dns')} hint={isBatch ? t('batch.fallback') : t('tls.dnsHint')} error={problem('dns')}>
          {(control) => (
            <Input {...control} mono value={recipe.dns} onChange={(event) => onChange({ dns: event.target.value })} />
          )}
        </Field>
        <Field label={t('tls.ip')} error={problem('ip')} optional>
          {(control) => (
            <Input {...control} mono value={recipe.ip} onChange={(event) => onChange({ ip: event.target.value })} />
          )}
        </Field>
        <Field label={t('tls.commonName')} hint={t('tls.commonNameHint')} error={problem('commonName')} optional>
          {(control) => (
            <Input
              {...control}
              value={recipe.commonName}
              onChange={(event) => onChange({ commonName: event.target.value })}
            />
          )}
        </Field>
        {recipe.keys === 'server' ? (
          <Field label={t('tls.algorithm')}>
            {(control) => (
              <Select
                {...control}
                value={recipe.algorithm}
                options={tlsKeys.map((value) => ({ value, label: value }))}
                onChange={(algorithm) => onChange({ algorithm })}
              />
            )}
          </Field>
        ) : null}
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t('tls.usages')}</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {usages.map((usage) => (
            <Checkbox
              key={usage}
              label={t(`tls.${usage}`)}
              checked={recipe.usages.includes(usage)}
              onChange={(on) =>
                onChange({ usages: usages.filter((one) => (one === usage ? on : recipe.usages.includes(one))) })
              }
            />
          ))}
        </div>
        <p aria-live="polite" className="mt-1 text-sm text-bad empty:hidden">
          {problem('usages') ?? null}
        </p>
      </fieldset>
    </div>
  );
}

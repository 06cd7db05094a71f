import { Check, Minus } from 'lucide-react';
import { type Modules, registryModules, sidesOf } from '../model/modules.ts';
import { useText } from '../useText.ts';

const SIDES = ['sender', 'receiver'] as const;

/** Which side of each module a party has. */
export function ModuleMatrix({ modules }: { readonly modules: Modules }) {
  const t = useText();
  return (
    <table aria-label={t('party.modules')} className="w-full max-w-md border-collapse text-start">
      <thead>
        <tr className="border-b border-line text-sm text-muted">
          <th scope="col" className="py-1.5 text-start font-medium">
            {t('module.name')}
          </th>
          {SIDES.map((side) => (
            <th key={side} scope="col" className="w-28 py-1.5 text-center font-medium">
              {t(`module.${side}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {registryModules.map((module) => {
          const sides = sidesOf(modules, module);
          return (
            <tr key={module}>
              <th scope="row" className="py-1.5 text-start font-normal">
                {t(`module.${module}`)}
              </th>
              {SIDES.map((side) => (
                <td key={side} className="py-1.5 text-center">
                  <Mark isThere={sides[side]} />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Mark({ isThere }: { readonly isThere: boolean }) {
  const t = useText();
  const Icon = isThere ? Check : Minus;
  return (
    <span className={isThere ? 'text-ok' : 'text-muted'}>
      <Icon aria-hidden className="mx-auto size-4" strokeWidth={isThere ? 2.5 : 1.5} />
      <span className="sr-only">{t(isThere ? 'module.yes' : 'module.no')}</span>
    </span>
  );
}

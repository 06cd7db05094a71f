import { useCallback } from 'react';
import { registryModules } from '../model/modules.ts';
import { useText } from '../useText.ts';

/** A module in words, if it is one of OCPI's; parties have modules of their own, too. */
export function useModuleName(): (module: string) => string {
  const t = useText();
  return useCallback(
    (module: string) => {
      const known = registryModules.find((one) => one === module);
      if (known) return t(`module.${known}`);
      return module === 'other' || module === 'custom' ? t(`flows.module.${module}`) : module;
    },
    [t],
  );
}

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

const outcomes = [
  'clientError',
  'invalidParameters',
  'notEnoughInformation',
  'unknownLocation',
  'unknownToken',
  'serverError',
  'unknownReceiver',
  'receiverTimeout',
  'receiverUnreachable',
  'hubError',
  'failed',
] as const;

/** How messages ended, in words; as the node says it, if it is none that this page knows. */
export function useOutcomeName(): (outcome: string) => string {
  const t = useText();
  return useCallback(
    (outcome: string) => {
      const known = outcomes.find((one) => one === outcome);
      return known ? t(`flows.outcome.${known}`) : outcome;
    },
    [t],
  );
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { useCertificates, useSettings } from '../../../data/index.ts';
import type { NamesOf } from './findIn.ts';

const MOST = 2_000;
const NONE = [] as const;

/** The user's names, and what certificates say: to find by, not to believe. */
export function useNamesOf(): NamesOf {
  const [{ names }] = useSettings();
  const certificates = useCertificates({ status: 'endorsed', limit: MOST }).data?.items;
  return useMemo(() => {
    const bySigner = new Map<Hex, string[]>();
    for (const { signer, name } of certificates ?? NONE) {
      if (!signer || name === undefined) continue;
      const known = bySigner.get(signer);
      if (known) known.push(name);
      else bySigner.set(signer, [name]);
    }
    return ({ id, signer }) => {
      const own = [names[id], names[signer]].filter((name) => name !== undefined);
      return [...own, ...(bySigner.get(signer) ?? [])];
    };
  }, [names, certificates]);
}

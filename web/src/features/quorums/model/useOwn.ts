import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { useSigners } from '../../../wallet/index.ts';

/** The signers at hand, in lower case. */
export function useOwn(): ReadonlySet<Hex> {
  const signers = useSigners();
  return useMemo(() => new Set(signers.map(({ signer }) => signer.signer.toLowerCase() as Hex)), [signers]);
}

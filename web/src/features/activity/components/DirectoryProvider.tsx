import type { Hex } from '@gridseal/sdk/bytes';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useFleet } from '../../../fleet/index.ts';
import { type Directory, useDirectory } from '../model/directory.ts';

/** Who is behind hashes: signers and quorums of the chain, devices of this browser's register. */
interface Behind {
  readonly signers: Directory;
  readonly devices: ReadonlyMap<Hex, string>;
}

const BehindContext = createContext<Behind>({ signers: new Map(), devices: new Map() });

/** Works it out once for all rows below. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }) {
  const signers = useDirectory();
  const { data: fleet } = useFleet();
  const devices = useMemo(() => new Map(fleet?.map(({ id, label }) => [id, label])), [fleet]);
  const value = useMemo(() => ({ signers, devices }), [signers, devices]);
  return <BehindContext value={value}>{children}</BehindContext>;
}

export function useBehind(): Behind {
  return useContext(BehindContext);
}

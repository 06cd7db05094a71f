import type { Hex } from '@gridseal/sdk/bytes';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Directory, useDirectory } from '../model/directory.ts';

/** Who is behind hashes: signers and quorums of the chain, devices of this browser's register. */
interface Behind {
  readonly signers: Directory;
  readonly devices: ReadonlyMap<Hex, string>;
}

const BehindContext = createContext<Behind>({ signers: new Map(), devices: new Map() });

export interface DirectoryProviderProps {
  readonly children: ReactNode;
  /** What the user calls devices, by id. The register is not read here: the landing page does without. */
  readonly devices?: ReadonlyMap<Hex, string>;
}

const noDevices: ReadonlyMap<Hex, string> = new Map();

/** Works it out once for all rows below. */
export function DirectoryProvider({ children, devices = noDevices }: DirectoryProviderProps) {
  const signers = useDirectory();
  const value = useMemo(() => ({ signers, devices }), [signers, devices]);
  return <BehindContext value={value}>{children}</BehindContext>;
}

export function useBehind(): Behind {
  return useContext(BehindContext);
}

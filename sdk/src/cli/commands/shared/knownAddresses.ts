import type { Hex } from '../../../bytes/index.ts';
import { create2Address } from '../../../chain/index.ts';

/** Where the contracts are on every chain. */
export interface KnownAddresses {
  readonly quorumRegistry: Hex;
  readonly keyAnnouncements: Hex;
  readonly p256Verifier: Hex;
}

/** The addresses that these versions of the contracts have on every chain: CREATE2 makes them from the code alone. */
export async function knownAddresses(): Promise<KnownAddresses> {
  const bytecode = await import('../../../generated/bytecode/index.ts');
  const at = (initCode: Hex) => create2Address(initCode).toLowerCase() as Hex;
  return {
    quorumRegistry: at(bytecode.quorumRegistryBytecode),
    keyAnnouncements: at(bytecode.keyAnnouncementsBytecode),
    p256Verifier: at(bytecode.erc7913P256VerifierBytecode),
  };
}

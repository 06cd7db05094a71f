import type { Hex } from '@gridseal/sdk/bytes';
import type { Signer } from '@gridseal/sdk/crypto';
import { VerificationError } from '@gridseal/sdk/errors';
import type { Address } from 'viem';
import type { Config } from 'wagmi';
import { openChain } from './openChain.ts';
import { toWalletError, walletError } from './walletError.ts';
import type { WalletNetwork } from './walletNetwork.ts';

/**
 * The connected wallet as the SDK's signer: an account with a key, or a smart account (ERC-1271), whose contract is asked whether it
 * accepts the signature. It signs nothing that it cannot show.
 */
export function walletSigner(config: Config, network: WalletNetwork, account: Address): Signer {
  return {
    signer: account.toLowerCase() as Hex,
    algorithm: undefined,
    async sign() {
      throw walletError('unsupported');
    },
    async signTypedData(typedData) {
      const { hashTypedData, signTypedData } = await import('./walletActions.ts');
      const signature = await signTypedData(config, {
        ...(typedData as Parameters<typeof signTypedData>[1]),
        account,
      }).catch((error: unknown) => {
        throw toWalletError(error);
      });
      const digest = hashTypedData(typedData as Parameters<typeof hashTypedData>[0]);
      const { verifySigner } = await import('./waiting.ts');
      const input = { signer: account.toLowerCase() as Hex, digest, signature };
      // As of now: a smart account's owners may have changed in the newest block.
      if (await verifySigner(await openChain(network), input, { depth: 'head' })) return signature;
      throw new VerificationError('the wallet signed something else, or with another account', { field: 'signature' });
    },
  };
}

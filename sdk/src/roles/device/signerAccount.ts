import { hashMessage, hashTypedData, keccak256, parseSignature, serializeTransaction, type Hex as ViemHex } from 'viem';
import { type LocalAccount, toAccount } from 'viem/accounts';
import type { Hex } from '../../bytes/index.ts';
import type { Signer } from '../../crypto/index.ts';
import { ConfigurationError } from '../../errors/index.ts';

/**
 * The wallet of a secp256k1 signer, so that it can pay for its own transactions; the key itself stays where it is.
 *
 * @throws {ConfigurationError} for a signer that is not a wallet.
 * @example `await claim(chain, signerAccount(identity.signer), receipt)`
 */
export function signerAccount(signer: Signer): LocalAccount {
  if (signer.algorithm !== 'secp256k1') {
    throw new ConfigurationError('a device whose signing key is not a wallet cannot pay for transactions', {
      field: 'device.json: claims.mode',
      metaMessages: ['Use `outbox`, and let somebody relay the receipts.'],
    });
  }
  const sign = (hash: ViemHex): Promise<Hex> => signer.sign(hash);
  return toAccount({
    address: signer.signer,
    sign: ({ hash }) => sign(hash),
    signMessage: ({ message }) => sign(hashMessage(message)),
    signTypedData: (typedData) => sign(hashTypedData(typedData)),
    signTransaction: async (transaction, options) => {
      const serialize = options?.serializer ?? serializeTransaction;
      const unsigned = await serialize(transaction);
      return serialize(transaction, parseSignature(await sign(keccak256(unsigned))));
    },
  });
}

import { type Hex, utf8Decode } from '../../../bytes/index.ts';
import { type Signer, signerFrom, wipe } from '../../../crypto/index.ts';
import { NotFoundError, VerificationError } from '../../../errors/index.ts';
import { PrivateKeyPem, type SignaturePrivateKey } from '../../../identity/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given, Input } from '../../framework/input.ts';
import { readPassword } from '../../framework/password.ts';
import { toName } from '../../framework/values.ts';
import {
  choiceOf,
  findSigner,
  type KnownSigner,
  type SignerAddresses,
  signerBytes,
  signerKeyFile,
} from './signerBook.ts';
import { unlockWalletNamed } from './wallets.ts';

/** An encrypted key of the largest kind takes far less. */
const maxBytes = 32_768;

/** A key of this home that can sign. */
export interface OpenSigner {
  readonly name: string;
  readonly signer: Signer;
}

async function decrypt(known: KnownSigner, given: Given, input: Input, context: Context): Promise<SignaturePrivateKey> {
  const bytes = await readPrivateFile(signerKeyFile(context, known.name), maxBytes);
  if (bytes === null) {
    const where =
      known.key === 'here'
        ? `Its file is missing: ${signerKeyFile(context, known.name)}. Put it back from a backup.`
        : 'Ask for its signature with gridseal signer request, and take it with gridseal signer answer.';
    throw new NotFoundError(`the private key of ${known.name} is not in this home`, {
      field: given.field,
      metaMessages: [where],
    });
  }
  const password = await readPassword(input, context, `the signer ${known.name}`);
  return PrivateKeyPem.decrypt(utf8Decode(bytes, { field: `signers/${known.name}.pem` }), password);
}

async function unlock(known: KnownSigner, given: Given, input: Input, context: Context, addresses: SignerAddresses) {
  const choice = choiceOf(known, addresses);
  const { algorithm, privateKey } = await decrypt(known, given, input, context);
  const mismatch = () =>
    new VerificationError('is not the private half of the public key beside it', {
      field: `signers/${known.name}.pem`,
      metaMessages: [`Beside it: signers/${known.name}.json`],
    });
  if (algorithm !== known.algorithm) {
    wipe(privateKey);
    throw mismatch();
  }
  const signer = signerFrom({ ...choice, privateKey });
  if ((signer.signer.toLowerCase() as Hex) !== signerBytes(known, addresses)) {
    wipe(privateKey);
    throw mismatch();
  }
  return signer;
}

/**
 * Opens a signer of this home by its name, or a wallet, asking for its password.
 *
 * @throws {NotFoundError} if there is none, or its private key is kept elsewhere. @throws {VerificationError} for a wrong password.
 */
export async function unlockSigner(
  given: Given,
  input: Input,
  context: Context,
  addresses: SignerAddresses,
): Promise<OpenSigner> {
  const name = toName(given);
  const known = await findSigner(name, context);
  if (!known) return unlockWalletNamed(given, input, context);
  return { name, signer: await unlock(known, given, input, context, addresses) };
}

import path from 'node:path';
import type { LocalAccount } from 'viem';
import { type Hex, toHex } from '../../../bytes/index.ts';
import { type Signer, secp256k1Signer, wipe } from '../../../crypto/index.ts';
import { BaseError, DecodeError, NotFoundError } from '../../../errors/index.ts';
import { Keystore } from '../../../identity/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given, Input } from '../../framework/input.ts';
import { readPassword } from '../../framework/password.ts';
import { closest } from '../../framework/suggest.ts';
import { toName } from '../../framework/values.ts';
import { homePaths, namesIn } from './homeFolder.ts';
import { signerNames } from './signerBook.ts';

/** More than any keystore file has. */
const maxBytes = 16_384;

/** A wallet that can sign. */
export interface OpenWallet {
  readonly name: string;
  readonly signer: Signer;
  readonly account: LocalAccount;
}

export const walletFile = (context: Pick<Context, 'home'>, name: string): string =>
  path.join(homePaths(context.home).wallets, `${name}.json`);

export const walletNames = (context: Context): Promise<string[]> => namesIn(homePaths(context.home).wallets, '.json');

/** @throws {NotFoundError} naming where the name was given. */
async function readKeystore(given: Given, context: Context, others: readonly string[] = []): Promise<string> {
  const name = toName(given);
  const bytes = await readPrivateFile(walletFile(context, name), maxBytes);
  if (bytes) return new TextDecoder().decode(bytes);
  const names = await walletNames(context);
  const near = closest(name, [...names, ...others]);
  throw new NotFoundError(`no wallet of this home is called ${name}`, {
    field: given.field,
    metaMessages: [
      near ? `Did you mean ${near}?` : 'See gridseal wallet list, or make one with gridseal wallet create.',
    ],
  });
}

/** The address of a wallet, without its password. `others` are further names that may have been meant. */
export async function walletAddress(given: Given, context: Context, others: readonly string[] = []): Promise<Hex> {
  const address = Keystore.address(await readKeystore(given, context, others));
  if (address) return address;
  throw new DecodeError('does not say its address', { field: given.field });
}

/** The addresses of this home's wallets, with their names; broken ones are left out. */
export async function namedAddresses(context: Context): Promise<Map<Hex, string>> {
  const found = new Map<Hex, string>();
  for (const name of await walletNames(context)) {
    try {
      found.set(await walletAddress({ text: name, field: 'wallet' }, context), name);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
    }
  }
  return found;
}

/** The name of the wallet that is to act. @throws {UsageError} if nobody said which. */
export const walletName = (input: Input): string => toName(input.required('wallet'));

/**
 * Opens the wallet that the caller named, asking for its password.
 *
 * @throws {VerificationError} for a wrong password.
 */
export function unlockWallet(input: Input, context: Context): Promise<OpenWallet> {
  return unlockWalletNamed(input.required('wallet'), input, context);
}

/** As {@link unlockWallet}, for a name that was given in another way. */
export async function unlockWalletNamed(given: Given, input: Input, context: Context): Promise<OpenWallet> {
  const json = await readKeystore(given, context, await signerNames(context));
  const password = await readPassword(input, context, `the wallet ${given.text}`);
  const privateKey = await Keystore.decrypt(json, password);
  try {
    const { privateKeyToAccount } = await import('viem/accounts');
    const account = privateKeyToAccount(toHex(privateKey));
    return { name: given.text, signer: secp256k1Signer(Uint8Array.from(privateKey)), account };
  } finally {
    wipe(privateKey);
  }
}

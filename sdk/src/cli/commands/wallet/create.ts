import { randomBytes } from 'node:crypto';
import { fromHex } from '../../../bytes/index.ts';
import { secp256k1Signer, wipe } from '../../../crypto/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { Keystore } from '../../../identity/index.ts';
import { readPassword as readSecret } from '../../../identity/node/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { assertAbsent, readCapped, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { readPassword } from '../../framework/password.ts';
import { toInteger, toName } from '../../framework/values.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { assertNoSigner } from '../shared/signerBook.ts';
import { walletFile } from '../shared/wallets.ts';

function costOf(input: Input): number {
  const given = input.required('scryptCost');
  const cost = toInteger(given, 1_024, 4_194_304);
  if ((cost & (cost - 1)) !== 0) throw new DecodeError('has to be a power of two', { field: given.field });
  return cost;
}

/** The place of a new wallet, which has to be free. */
async function freePlace(input: Input, context: Context): Promise<{ name: string; file: string }> {
  const name = toName(input.argument('name'));
  const file = walletFile(context, name);
  await assertAbsent(file, '<name>');
  await assertNoSigner(name, context);
  return { name, file };
}

async function keep(file: string, json: string, name: string, address: string, context: Context): Promise<Result> {
  await writeWhole(file, json, { mode: 0o600, makeFolder: true, field: '<name>' });
  return {
    data: { name, address, file },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Wallet', name],
          ['Address', address],
          ['File', shortPath(file, context)],
        ],
      },
    ],
    brief: address,
  };
}

async function encryptAndKeep(privateKey: Uint8Array, input: Input, context: Context): Promise<Result> {
  try {
    const { name, file } = await freePlace(input, context);
    const cost = costOf(input);
    const { signer } = secp256k1Signer(privateKey);
    const password = await readPassword(input, context, `the wallet ${name}`, true);
    return await keep(file, await Keystore.encrypt(privateKey, password, { cost }), name, signer, context);
  } finally {
    wipe(privateKey);
  }
}

export const create: Action = async (input, context) => {
  await freePlace(input, context);
  return encryptAndKeep(new Uint8Array(randomBytes(32)), input, context);
};

/** A private key as text; nothing of it reaches an error. */
function decodeKey(text: string, field: string): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new DecodeError('has to hold a private key: 64 hexadecimal digits and nothing else', { field });
  }
  const key = fromHex(`0x${digits}`);
  try {
    secp256k1Signer(key);
  } catch {
    throw new DecodeError('does not hold a private key of secp256k1', { field });
  }
  return key;
}

export const importKey: Action = async (input, context) => {
  const [file, descriptor, keystore] = [input.optional('keyFile'), input.optional('keyFd'), input.optional('keystore')];
  if ([file, descriptor, keystore].filter((given) => given !== undefined).length !== 1) {
    throw new UsageError('one of --key-file, --key-fd and --keystore is needed');
  }
  if (descriptor) {
    const number = toInteger(descriptor, 0, 1_048_575);
    if (input.optional('passwordFd')?.text === descriptor.text) {
      throw new UsageError('cannot hold both the key and the password', { field: '--key-fd' });
    }
    const text = await readSecret({ descriptor: number });
    return encryptAndKeep(decodeKey(text, descriptor.field), input, context);
  }
  if (file) return encryptAndKeep(decodeKey(await readSecret({ file: file.text }), file.field), input, context);
  return importKeystore(input, context);
};

async function importKeystore(input: Input, context: Context): Promise<Result> {
  const { text, field } = input.required('keystore');
  const place = await freePlace(input, context);
  const json = (await readCapped(text, { field, maxBytes: 16_384 })).toString('utf8');
  Keystore.address(json);
  const privateKey = await Keystore.decrypt(json, await readPassword(input, context, `the keystore ${text}`));
  const { signer } = secp256k1Signer(privateKey);
  wipe(privateKey);
  // A file that does not say its address would have to be opened to be listed.
  const whole = JSON.stringify({ ...(JSON.parse(json) as object), address: signer.slice(2) });
  return keep(place.file, whole, place.name, signer, context);
}

import { rm } from 'node:fs/promises';
import { utf8Decode } from '../../../bytes/index.ts';
import { publicKeyOf, randomBytes, type SignatureAlgorithm, wipe } from '../../../crypto/index.ts';
import { DecodeError, FileError } from '../../../errors/index.ts';
import { PrivateKeyPem, PublicKeyPem, type SignaturePrivateKey, SigningKey } from '../../../identity/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { assertAbsent, readCapped, writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { readPassword } from '../../framework/password.ts';
import { toName } from '../../framework/values.ts';
import { addressesOf } from '../shared/openChain.ts';
import {
  assertNoSigner,
  choiceOf,
  encodeSigner,
  type KnownSigner,
  type SignerAddresses,
  signerFile,
  signerKeyFile,
} from '../shared/signerBook.ts';
import { walletFile } from '../shared/wallets.ts';
import { factsBlock, factsOf } from './facts.ts';

const maxBytes = 65_536;

/** The name of a new signer, which nothing else of this home may have. */
async function freeName(input: Input, context: Context): Promise<string> {
  const name = toName(input.argument('name'));
  await assertNoSigner(name, context);
  await assertAbsent(signerKeyFile(context, name), '<name>');
  await assertAbsent(walletFile(context, name), '<name>').catch((cause: unknown) => {
    if (!(cause instanceof FileError)) throw cause;
    throw new FileError('is the name of a wallet of this home', {
      field: '<name>',
      metaMessages: [...cause.metaMessages, 'A name stands for one key: choose another.'],
      cause,
    });
  });
  return name;
}

/** The algorithm of a key that exists has to be the one that was asked for, if one was. */
function assertAlgorithm(found: SignatureAlgorithm, given: Given, input: Input): void {
  const wanted = input.optional('algorithm');
  if (!wanted || wanted.text === found) return;
  throw new DecodeError(`holds a key of ${found}, not of ${wanted.text}`, { field: given.field });
}

function known(name: string, algorithm: SignatureAlgorithm, publicKey: Uint8Array, input: Input): KnownSigner {
  const sha256 = input.flag('sha256');
  if (sha256 && algorithm !== 'P-521') throw new UsageError('is for P-521 alone', { field: '--sha256' });
  const hash = algorithm === 'P-521' ? ({ hash: sha256 ? 'SHA-256' : 'SHA-512' } as const) : {};
  return { name, algorithm, ...hash, publicKey, key: 'here' };
}

async function importedKey(given: Given, input: Input, context: Context): Promise<SignaturePrivateKey> {
  const bytes = await readPrivateFile(given.text, maxBytes);
  if (bytes === null) throw new FileError('there is no such file', { field: given.field });
  try {
    const pem = utf8Decode(bytes, { field: given.field });
    if (!PrivateKeyPem.isEncrypted(pem)) return await PrivateKeyPem.decode(pem);
    return await PrivateKeyPem.decrypt(pem, await readPassword(input, context, `the key in ${given.text}`));
  } finally {
    wipe(bytes);
  }
}

async function newKey(name: string, input: Input, addresses: SignerAddresses): Promise<SignaturePrivateKey> {
  const algorithm = input.required('algorithm').text as SignatureAlgorithm;
  const choice = choiceOf(known(name, algorithm, new Uint8Array(), input), addresses);
  return SigningKey.generate(choice, randomBytes);
}

async function page(signer: KnownSigner, addresses: SignerAddresses, dryRun: boolean, context: Context) {
  const facts = factsOf(signer, addresses, context);
  const show = { kind: 'next' as const, commands: [`gridseal signer show ${signer.name}`] };
  return {
    data: dryRun ? { dryRun, ...facts } : facts,
    text: [factsBlock(facts, context), ...(dryRun ? [] : [show])],
    brief: facts.signer,
  };
}

/** A key that is kept elsewhere: its public half alone comes into this home. */
async function keepPublic(given: Given, name: string, input: Input, context: Context): Promise<Result> {
  const bytes = await readCapped(given.text, { field: given.field, maxBytes });
  const { algorithm, publicKey } = PublicKeyPem.decode(utf8Decode(bytes, { field: given.field }), given.field);
  assertAlgorithm(algorithm, given, input);
  const signer: KnownSigner = { ...known(name, algorithm, publicKey, input), key: 'elsewhere' };
  const result = await page(signer, await addressesOf(input), input.flag('dryRun'), context);
  if (!input.flag('dryRun')) await writePublic(signer, context);
  return result;
}

const writePublic = (signer: KnownSigner, context: Context): Promise<void> =>
  writeWhole(signerFile(context, signer.name), encodeSigner(signer), {
    mode: 0o600,
    makeFolder: true,
    field: '<name>',
  });

/** The private half is written first: a name that is known always has its key. */
async function keepBoth(signer: KnownSigner, key: SignaturePrivateKey, input: Input, context: Context): Promise<void> {
  const password = await readPassword(input, context, `the signer ${signer.name}`, true);
  const pem = await PrivateKeyPem.encrypt(key, password);
  const file = signerKeyFile(context, signer.name);
  await writeWhole(file, pem, { mode: 0o600, makeFolder: true, field: '<name>' });
  try {
    await writePublic(signer, context);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Makes a key, takes one over, or gets to know one that is kept elsewhere. */
export const create: Action = async (input, context) => {
  const name = await freeName(input, context);
  const [publicKey, imported] = [input.optional('publicKey'), input.optional('import')];
  if (publicKey && imported) throw new UsageError('cannot be given together with --import', { field: '--public-key' });
  if (publicKey) return keepPublic(publicKey, name, input, context);
  const addresses = await addressesOf(input);
  const key = imported ? await importedKey(imported, input, context) : await newKey(name, input, addresses);
  try {
    if (imported) assertAlgorithm(key.algorithm, imported, input);
    const signer = known(name, key.algorithm, publicKeyOf(key.algorithm, key.privateKey), input);
    const result = await page(signer, addresses, input.flag('dryRun'), context);
    if (!input.flag('dryRun')) await keepBoth(signer, key, input, context);
    return result;
  } finally {
    wipe(key.privateKey);
  }
};

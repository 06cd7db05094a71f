import path from 'node:path';
import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  fromBase64url,
  type Hex,
  readObject,
  readOneOf,
  toBase64url,
} from '../../../bytes/index.ts';
import { type ChainAddresses, verifiersOf } from '../../../chain/index.ts';
import {
  normalizePublicKey,
  type P521Hash,
  type SignatureAlgorithm,
  type SignerChoice,
  signatureAlgorithms,
  signerOf,
} from '../../../crypto/index.ts';
import { BaseError, ConfigurationError, FileError, NotFoundError } from '../../../errors/index.ts';
import { readPrivateFile } from '../../../identity/node/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given } from '../../framework/input.ts';
import { closest } from '../../framework/suggest.ts';
import { toName } from '../../framework/values.ts';
import { homePaths, namesIn } from './homeFolder.ts';

/** A signing key that this home knows by name: what is public of it. */
export interface KnownSigner {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  /** For P-521 alone: what its verifier hashes digests with. */
  readonly hash?: P521Hash;
  /** Raw, as certificates have it. */
  readonly publicKey: Uint8Array;
  /** Whether the private key is in this home, encrypted, or somewhere else. */
  readonly key: 'here' | 'elsewhere';
}

/** Where the contracts are that a signer's bytes begin with. */
export type SignerAddresses = Readonly<Partial<Record<keyof ChainAddresses, Hex>>> & { readonly quorumRegistry: Hex };

type Home = Pick<Context, 'home'>;

const TYPE = 'gridseal/signer/v1';
/** The largest public key has 2,592 bytes. */
const maxBytes = 8_192;
export const signatureAlgorithmNames = Object.keys(signatureAlgorithms) as SignatureAlgorithm[];

/** The public half, which makes a name known. */
export const signerFile = (context: Home, name: string): string =>
  path.join(homePaths(context.home).signers, `${name}.json`);

/** The private half: PKCS #8, encrypted, in PEM. */
export const signerKeyFile = (context: Home, name: string): string =>
  path.join(homePaths(context.home).signers, `${name}.pem`);

export const signerNames = (context: Home): Promise<string[]> => namesIn(homePaths(context.home).signers, '.json');

/** A name stands for one key. @throws {FileError} if a signer has it. */
export async function assertNoSigner(name: string, context: Home): Promise<void> {
  if (!(await signerNames(context)).includes(name)) return;
  throw new FileError('is the name of a signer of this home', {
    field: '<name>',
    metaMessages: [`File: ${signerFile(context, name)}`, 'A name stands for one key: choose another.'],
  });
}

/** The bytes of a signer's file. */
export function encodeSigner({ algorithm, hash, publicKey, key }: KnownSigner): Uint8Array {
  const body = { type: TYPE, algorithm, publicKey: toBase64url(publicKey), key };
  return encodeCanonicalJson(hash === undefined ? body : { ...body, hash });
}

/** @throws {DecodeError} naming the field. */
function decodeSigner(bytes: Uint8Array, name: string): KnownSigner {
  const at = `signers/${name}.json`;
  const fields = readObject(
    decodeCanonicalJson(bytes, { field: at }),
    at,
    ['type', 'algorithm', 'publicKey', 'key'],
    ['hash'],
  );
  readOneOf(fields.type, `${at}: type`, [TYPE]);
  const algorithm = readOneOf(fields.algorithm, `${at}: algorithm`, signatureAlgorithmNames);
  const key = readOneOf(fields.key, `${at}: key`, ['here', 'elsewhere'] as const);
  const raw = fromBase64url(fields.publicKey as string, { field: `${at}: publicKey` });
  const publicKey = normalizePublicKey(algorithm, raw);
  if (algorithm !== 'P-521') {
    readObject(fields, at, ['type', 'algorithm', 'publicKey', 'key']);
    return { name, algorithm, publicKey, key };
  }
  const hash = readOneOf(fields.hash, `${at}: hash`, ['SHA-512', 'SHA-256'] as const);
  return { name, algorithm, hash, publicKey, key };
}

/** A signer of this home by its name; null if there is none. */
export async function findSigner(name: string, context: Home): Promise<KnownSigner | null> {
  const bytes = await readPrivateFile(signerFile(context, name), maxBytes);
  return bytes && decodeSigner(bytes, name);
}

/** @throws {NotFoundError} naming where the name was given. */
export async function getSigner(given: Given, context: Home): Promise<KnownSigner> {
  const name = toName(given);
  const found = await findSigner(name, context);
  if (found) return found;
  const near = closest(name, await signerNames(context));
  throw new NotFoundError(`no signer of this home is called ${name}`, {
    field: given.field,
    metaMessages: [
      near ? `Did you mean ${near}?` : 'See gridseal signer list, or make one with gridseal signer create.',
    ],
  });
}

/** What makes ERC-7913 bytes of the key: its algorithm, and the contract that checks it. @throws {ConfigurationError} */
export function choiceOf({ algorithm, hash }: KnownSigner, addresses: SignerAddresses): SignerChoice {
  const verifiers = verifiersOf(addresses);
  const known = (verifier: Hex | undefined): Hex => {
    if (verifier) return verifier;
    throw new ConfigurationError(`no contract is known that verifies ${algorithm}`, { field: 'verifier' });
  };
  switch (algorithm) {
    case 'P-256':
      return { algorithm, verifier: known(verifiers.p256) };
    case 'P-521':
      return hash === 'SHA-256'
        ? { algorithm, hash, verifier: known(verifiers.p521Sha256) }
        : { algorithm, hash: 'SHA-512', verifier: known(verifiers.p521) };
    case 'SLH-DSA-SHA2-128s':
      return { algorithm, verifier: known(verifiers.slhDsa) };
    default:
      return { algorithm };
  }
}

/** The signer's ERC-7913 bytes, in lower case. */
export function signerBytes(known: KnownSigner, addresses: SignerAddresses): Hex {
  return signerOf(choiceOf(known, addresses), known.publicKey).toLowerCase() as Hex;
}

/** The ERC-7913 bytes of this home's signers, with their names; broken ones are left out. */
export async function namedSigners(context: Home, addresses: SignerAddresses): Promise<Map<Hex, string>> {
  const found = new Map<Hex, string>();
  for (const name of await signerNames(context)) {
    try {
      const known = await findSigner(name, context);
      if (known) found.set(signerBytes(known, addresses), name);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
    }
  }
  return found;
}

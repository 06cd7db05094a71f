import { generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { fromHex, type Hex } from '../../sdk/src/bytes/index.ts';
import { type SignerChoice, sha256Hex, verifySignature } from '../../sdk/src/crypto/index.ts';
import { SigningKey } from '../../sdk/src/identity/index.ts';
import { compare, rate, ratio } from './compare.ts';
import type { Measurement } from './measurement.ts';

const GOAL = 0.8;
const ROUNDS = 8;
const verifier: Hex = `0x${'ab'.repeat(20)}`;

interface Algorithm {
  readonly choice: SignerChoice;
  /** A key of OpenSSL, and what it hashes with. */
  readonly raw: () => { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly hash: 'sha512' | null;
}

const algorithms: Readonly<Record<string, Algorithm>> = {
  p521: {
    choice: { algorithm: 'P-521', verifier },
    raw: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    hash: 'sha512',
  },
  ed25519: { choice: { algorithm: 'Ed25519' }, raw: () => generateKeyPairSync('ed25519'), hash: null },
  mldsa44: { choice: { algorithm: 'ML-DSA-44' }, raw: () => generateKeyPairSync('ml-dsa-44'), hash: null },
  mldsa65: { choice: { algorithm: 'ML-DSA-65' }, raw: () => generateKeyPairSync('ml-dsa-65'), hash: null },
  mldsa87: { choice: { algorithm: 'ML-DSA-87' }, raw: () => generateKeyPairSync('ml-dsa-87'), hash: null },
  slhdsa128s: {
    choice: { algorithm: 'SLH-DSA-SHA2-128s', verifier },
    raw: () => generateKeyPairSync('slh-dsa-sha2-128s'),
    hash: null,
  },
};

async function* measureAlgorithm(name: string, { choice, raw, hash }: Algorithm): AsyncGenerator<Measurement> {
  const signer = SigningKey.toSigner(await SigningKey.generate(choice, (size) => new Uint8Array(randomBytes(size))));
  const digest = sha256Hex(randomBytes(32));
  const message = fromHex(digest);
  const signature = await signer.sign(digest);
  const { privateKey, publicKey } = raw();
  const rawSignature = sign(hash, message, privateKey);
  const verifiers = choice.algorithm === 'P-521' ? { p521: verifier } : { slhDsa: verifier };
  const rates = await compare(
    {
      sign: () => signer.sign(digest),
      rawSign: () => sign(hash, message, privateKey),
      verify: () => verifySignature({ signer: signer.signer, digest, signature, verifiers }),
      rawVerify: () => verify(hash, message, publicKey, rawSignature),
    },
    ROUNDS,
  );
  yield rate(`ops.${name}.sign`, rates.sign);
  yield rate(`ops.${name}.sign.raw`, rates.rawSign);
  yield ratio(`ops.${name}.sign.ratio`, rates.sign, rates.rawSign, GOAL);
  yield rate(`ops.${name}.verify`, rates.verify);
  yield rate(`ops.${name}.verify.raw`, rates.rawVerify);
  yield ratio(`ops.${name}.verify.ratio`, rates.verify, rates.rawVerify, GOAL);
}

/**
 * Approvals a second of one core's CPU time by every algorithm of the SDK that `node:crypto` has too, beside what it does alone with a
 * key that is loaded already.
 *
 * @example `for await (const { name, value, unit } of measure()) console.log(name, value, unit)`
 */
export async function* measure(): AsyncGenerator<Measurement> {
  for (const [name, algorithm] of Object.entries(algorithms)) yield* measureAlgorithm(name, algorithm);
}

if (import.meta.main) for await (const measurement of measure()) console.log(JSON.stringify(measurement));

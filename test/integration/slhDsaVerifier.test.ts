import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { slh_dsa_sha2_128s } from '@noble/post-quantum/slh-dsa.js';
import { type Address, bytesToHex, encodeFunctionData, type Hex, toFunctionSelector } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';
import { slhDsaVerifierBytecode } from '../../sdk/src/generated/bytecode/slhDsaVerifier.ts';
import { slhDsaVerifierAbi } from '../../sdk/src/generated/index.ts';
import { compileSolidity } from '../support/compileSolidity.ts';
import { foreignSignatures, parts } from '../support/slhDsa.ts';
import { type Answer, createVerifierBench, type VerifierBench } from '../support/verifierBench.ts';

const abi = slhDsaVerifierAbi;
const VALID = '0x024ad318';
const INVALID = '0xffffffff';
const BATCH = 60;

interface Case {
  readonly key: Uint8Array;
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

let bench: VerifierBench;
let verifier: Address;
/** What everything that is wrong is made of, and signatures of other keys. */
let good: Case;
let goods: readonly Case[];

const callOf = ({ key, digest, signature }: Case): Hex =>
  encodeFunctionData({
    abi,
    functionName: 'verify',
    args: [key, digest, signature].map((bytes) => bytesToHex(bytes)) as [Hex, Hex, Hex],
  });

/** What the verifier answers to each case. */
async function answers(cases: readonly Case[]): Promise<readonly Answer[]> {
  const all: Answer[] = [];
  for (let done = 0; done < cases.length; done += BATCH) {
    all.push(...(await bench.measure(verifier, cases.slice(done, done + BATCH).map(callOf))));
  }
  return all;
}

/** The cases to which the verifier does not answer as it should. */
async function wronglyAnswered(cases: readonly Case[], expected: Hex): Promise<readonly number[]> {
  const found = await answers(cases);
  expect(found).toHaveLength(cases.length);
  return found.flatMap(({ success, word }, index) => (success && word === expected.padEnd(66, '0') ? [] : [index]));
}

function changed(bytes: Uint8Array, offset: number, mask = 1): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ mask;
  return copy;
}

const withSignature = (signature: Uint8Array): Case => ({ ...good, signature });

function rawPublicKey(publicKey: KeyObject): Uint8Array {
  return Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** A signature by OpenSSL with a new key. */
function byOpenSsl(digest: Uint8Array = Uint8Array.from(randomBytes(32))): Case {
  const { publicKey, privateKey } = generateKeyPairSync('slh-dsa-sha2-128s');
  return { key: rawPublicKey(publicKey), digest, signature: Uint8Array.from(sign(null, digest, privateKey)) };
}

beforeAll(async () => {
  bench = await createVerifierBench('london');
  verifier = await bench.deploy({ abi, bytecode: slhDsaVerifierBytecode });
  goods = Array.from({ length: 6 }, () => byOpenSsl());
  [good] = goods as [Case, ...Case[]];
});

describe('SlhDsaVerifier', () => {
  test('behavior: accepts what OpenSSL signs, whatever the key and the digest', async () => {
    const edges = [new Uint8Array(32), new Uint8Array(32).fill(255)].map((digest) => byOpenSsl(digest));
    expect(await wronglyAnswered([...goods, ...edges], VALID)).toEqual([]);
  });

  test('behavior: accepts what noble signs, with randomness and without', async () => {
    const { publicKey, secretKey } = slh_dsa_sha2_128s.keygen();
    const digest = Uint8Array.from(randomBytes(32));
    const signatures = [{}, { extraEntropy: false as const }].map((options) =>
      slh_dsa_sha2_128s.sign(digest, secretKey, options),
    );
    const cases = signatures.map((signature) => ({ key: publicKey, digest, signature }));
    expect(await wronglyAnswered(cases, VALID)).toEqual([]);
  });

  test('error: refuses each part of a signature that is wrong by one bit', async () => {
    const places = [
      ...Array.from({ length: 16 }, (_, byte) => byte),
      ...Array.from(
        { length: 14 * 13 },
        (_, index) => parts.fors(Math.floor(index / 13), index % 13)[0] + (index % 16),
      ),
      ...Array.from(
        { length: 7 * 35 },
        (_, index) => parts.chain(Math.floor(index / 35), index % 35)[0] + (index % 16),
      ),
      ...Array.from({ length: 7 * 9 }, (_, index) => parts.path(Math.floor(index / 9), index % 9)[0] + (index % 16)),
    ];
    expect(new Set(places.map((place) => place >> 4)).size).toBe(7856 / 16);
    const cases = places.map((place, index) => withSignature(changed(good.signature, place, 1 << (index % 8))));
    expect(await wronglyAnswered(cases, INVALID)).toEqual([]);
  });

  test('error: refuses two nodes, chains or layers that changed places', async () => {
    const swapped = (from: readonly [number, number], to: readonly [number, number]): Case => {
      const copy = Uint8Array.from(good.signature);
      copy.set(good.signature.subarray(...from), to[0]);
      copy.set(good.signature.subarray(...to), from[0]);
      return withSignature(copy);
    };
    const cases = [
      swapped(parts.fors(0, 0), parts.fors(1, 0)),
      swapped(parts.fors(3, 1), parts.fors(3, 2)),
      swapped(parts.chain(0, 0), parts.chain(0, 1)),
      swapped(parts.chain(6, 33), parts.chain(6, 34)),
      swapped(parts.path(2, 0), parts.path(2, 1)),
      swapped([2928, 3632], [3632, 4336]),
    ];
    expect(await wronglyAnswered(cases, INVALID)).toEqual([]);
  });

  test('error: refuses a signature of another key, and another digest', async () => {
    const others = goods.slice(1);
    const cases = [
      ...others.map(({ signature }) => withSignature(signature)),
      ...others.map(({ key }) => ({ ...good, key })),
      ...others.map(({ digest }) => ({ ...good, digest })),
      ...Array.from({ length: 32 }, (_, index) => ({ ...good, key: changed(good.key, index, 0x80 >> (index % 8)) })),
      ...Array.from({ length: 32 }, (_, index) => ({ ...good, digest: changed(good.digest, index, 1 << (index % 8)) })),
    ];
    expect(await wronglyAnswered(cases, INVALID)).toEqual([]);
  });

  test('error: refuses signatures and keys without content', async () => {
    const signatures = [0, 255].map((byte) => new Uint8Array(7856).fill(byte));
    const keys = [0, 255].map((byte) => new Uint8Array(32).fill(byte));
    const random = Array.from({ length: 20 }, () => Uint8Array.from(randomBytes(7856)));
    const cases = [
      ...[...signatures, ...random].map(withSignature),
      ...keys.map((key) => ({ ...good, key })),
      ...keys.flatMap((key) => signatures.map((signature) => ({ key, digest: new Uint8Array(32), signature }))),
    ];
    expect(await wronglyAnswered(cases, INVALID)).toEqual([]);
  });

  test('error: refuses a signature truncated at every byte', async () => {
    const cut = Array.from({ length: 7856 }, (_, length) => withSignature(good.signature.subarray(0, length)));
    expect(await wronglyAnswered(cut, INVALID)).toEqual([]);
  });

  test('error: refuses trailing bytes, and keys of any other length', async () => {
    const longer = [1, 2, 15, 16, 32, 7856].map((extra) => {
      const signature = new Uint8Array(7856 + extra);
      signature.set(good.signature);
      return withSignature(signature);
    });
    const keys = Array.from({ length: 65 }, (_, length) => {
      const key = new Uint8Array(length);
      key.set(good.key.subarray(0, Math.min(length, 32)));
      return { ...good, key };
    }).filter(({ key }) => key.length !== 32);
    expect(await wronglyAnswered([...longer, ...keys], INVALID)).toEqual([]);
  });

  test('error: refuses a context, a pre-hashed digest, and a signature without the prefix', async () => {
    const { publicKey, secretKey } = slh_dsa_sha2_128s.keygen();
    const { digest } = good;
    const oid = Buffer.from('0609608648016503040201', 'hex');
    const preHash = Buffer.concat([Uint8Array.of(1, 0), oid, createHash('sha256').update(digest).digest()]);
    const signatures = [
      slh_dsa_sha2_128s.sign(digest, secretKey, { context: Uint8Array.of(0) }),
      slh_dsa_sha2_128s.internal.sign(preHash, secretKey),
      slh_dsa_sha2_128s.internal.sign(digest, secretKey),
    ];
    const cases = signatures.map((signature) => ({ key: publicKey, digest, signature }));
    expect(await wronglyAnswered(cases, INVALID)).toEqual([]);
  });

  test('attack: precompile starvation by gas turns no answer round', async () => {
    const forged = withSignature(changed(good.signature, 7855));
    const [needs] = await answers([good]);
    const whole = needs?.gas ?? 0;
    const limits = [
      ...Array.from({ length: 40 }, (_, index) => Math.floor((whole * index) / 40)),
      ...Array.from({ length: 60 }, (_, index) => whole - 6_000 + 7 * index),
      ...Array.from({ length: 80 }, (_, index) => whole - 60 + index),
    ];
    let finished = 0;
    for (const [which, expected] of [
      [good, VALID],
      [forged, INVALID],
    ] as const) {
      const found = await bench.starve(verifier, callOf(which), limits);
      const words = found.filter(({ success }) => success).map(({ word }) => word);
      expect(new Set(words)).toEqual(new Set([expected.padEnd(66, '0')]));
      finished += words.length;
    }
    expect(finished).toBeGreaterThan(10);
    expect(finished).toBeLessThan(2 * limits.length);
  });

  test('error: no precompile, or one that fails, is no answer', async () => {
    const source = readFileSync(inProject('contracts', 'libraries', 'SlhDsaSha2128s.sol'), 'utf8');
    const verifierSource = readFileSync(inProject('contracts', 'verifiers', 'SlhDsaVerifier.sol'), 'utf8');
    const reverting = await bench.deploy(compileSolidity('No', 'contract No { fallback() external { revert(); } }'));
    const nobody = '0x000000000000000000000000000000000000dead';
    const calls = [good, withSignature(changed(good.signature, 20)), withSignature(new Uint8Array(7856))].map(callOf);
    for (const precompile of [reverting, nobody]) {
      const replaced = source.replaceAll('staticcall(gas(), 2,', `staticcall(gas(), ${precompile.toLowerCase()},`);
      expect(replaced.split(precompile.toLowerCase())).toHaveLength(1 + source.split('staticcall(').length - 1);
      const whole = `${replaced}\n${verifierSource.replace(/^.*SlhDsaSha2128s\.sol.*$|^pragma.*$|^\/\/ SPDX.*$/gm, '')}`;
      const broken = await bench.deploy(compileSolidity('SlhDsaVerifier', whole));
      const found = await bench.measure(broken, calls);
      expect(found.map(({ success, word }) => [success, word.slice(0, 10)])).toEqual(
        calls.map(() => [false, toFunctionSelector('SlhDsaHashFailed()')]),
      );
    }
  });

  describe('signatures of other implementations', () => {
    const harness = compileSolidity(
      'Harness',
      `pragma solidity ^0.8.27;
      import {SlhDsaSha2128s} from "contracts/libraries/SlhDsaSha2128s.sol";
      contract Harness {
        function verify(bytes32 key, bytes memory message, bytes calldata signature) external view returns (bool) {
          bytes32 digest = SlhDsaSha2128s.digest(key, bytes16(signature[:16]), message);
          return SlhDsaSha2128s.root(bytes16(key), digest, signature) == bytes16(key << 128);
        }
      }`,
    );
    const oid = '0609608648016503040201';
    const byte = (value: number): string => value.toString(16).padStart(2, '0');
    const pureOf = (message: string, context: string): Hex => `0x00${byte(context.length / 2)}${context}${message}`;
    const preHashOf = (message: string, context: string): Hex => {
      const hash = createHash('sha256').update(message, 'hex').digest('hex');
      return `0x01${byte(context.length / 2)}${context}${oid}${hash}`;
    };

    test.each(foreignSignatures())(
      'behavior: $kind of $message.length digits, context $context.length',
      async (vector) => {
        const { kind, publicKey, message, context, signature } = vector;
        const address = await bench.deploy(harness);
        const verify = (prefixed: Hex) =>
          bench.read<boolean>(address, harness.abi, 'verify', [`0x${publicKey}`, prefixed, `0x${signature}`]);
        const isPure = kind !== 'preHashSha256';
        expect(await verify(pureOf(message, context))).toBe(isPure);
        expect(await verify(preHashOf(message, context))).toBe(!isPure);
        expect(await verify(pureOf(message, `${context}00`))).toBe(false);
        expect(await verify(pureOf(`${message}00`, context))).toBe(false);
        expect(await verify(`0x${message}`)).toBe(false);
      },
    );
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex, type Hex, toHex } from '../../sdk/src/bytes/index.ts';
import { verifiersOf } from '../../sdk/src/chain/index.ts';
import {
  p521Signer,
  type Signer,
  sha256Hex,
  slhDsaPrivateKey,
  slhDsaSigner,
  verifySignature,
  withHints,
} from '../../sdk/src/crypto/index.ts';
import { p521VerifierAbi } from '../../sdk/src/generated/index.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';

let local: LocalChain;
beforeAll(async () => {
  local = await startLocalChain();
});
afterAll(() => local[Symbol.asyncDispose]());

const scalar = Uint8Array.from([0, ...new Uint8Array(65).fill(9)]);
const digest = sha256Hex(Uint8Array.of(1));
const accepted = '0x024ad318';

/** What the verifier contract says; a call that reverts has not accepted. */
async function onChain(signer: Hex, signature: Hex, of: Hex = digest): Promise<boolean> {
  const answer = await local.node.client
    .readContract({
      address: signer.slice(0, 42) as Hex,
      abi: p521VerifierAbi,
      functionName: 'verify',
      args: [`0x${signer.slice(42)}`, of, signature],
    })
    .catch(() => null);
  return answer === accepted;
}

type Make = () => Promise<Signer>;
const address = (name: 'p521Verifier' | 'p521Sha256Verifier' | 'slhDsaVerifier'): Hex =>
  local.chain.addresses[name] ?? '0x';
const makers: Readonly<Record<string, Make>> = {
  'P-521': async () => p521Signer(scalar, address('p521Verifier')),
  'P-521 with hints': async () => withHints(p521Signer(scalar, address('p521Verifier'))),
  'P-521 over SHA-256': async () => p521Signer(scalar, address('p521Sha256Verifier'), 'SHA-256'),
  'SLH-DSA-SHA2-128s': async () =>
    slhDsaSigner(await slhDsaPrivateKey(new Uint8Array(48).fill(9)), address('slhDsaVerifier')),
};

describe.each(Object.entries(makers))('%s, off chain and on chain', (_, make) => {
  test('behavior: what one accepts, the other accepts; what is false off chain, the chain refuses', {
    timeout: 120_000,
  }, async () => {
    const { signer, sign } = await make();
    const good = fromHex(await sign(digest));
    const verifiers = verifiersOf(local.chain.addresses);
    expect(verifySignature({ signer, digest, signature: toHex(good), verifiers })).toBe(true);
    expect(await onChain(signer, toHex(good))).toBe(true);
    const key = fromHex(signer);
    const change = fc.record({
      in: fc.constantFrom('signature', 'key', 'digest', 'length'),
      at: fc.nat(),
      bit: fc.nat(7),
      size: fc.integer({ min: -3, max: 3 }),
    });
    const flip = (bytes: Uint8Array, at: number, bit: number, from = 0) =>
      bytes.map((byte, i) => (i === from + (at % (bytes.length - from)) ? byte ^ (1 << bit) : byte));
    await fc.assert(
      fc.asyncProperty(change, async ({ in: where, at, bit, size }) => {
        const resized = new Uint8Array(good.length + size);
        resized.set(good.subarray(0, resized.length));
        const question = {
          signer: where === 'key' ? toHex(flip(key, at, bit, 20)) : signer,
          digest: where === 'digest' ? toHex(flip(fromHex(digest), at, bit)) : digest,
          signature: toHex(where === 'signature' ? flip(good, at, bit) : where === 'length' ? resized : good),
        };
        const offline = verifySignature({ ...question, verifiers });
        const online = await onChain(question.signer, question.signature, question.digest);
        if (offline !== null) expect(online).toBe(offline);
      }),
      { numRuns: 50 },
    );
  });
});

import { constants, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import fc from 'fast-check';
import { encodeAbiParameters, parseAbiParameters } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, fromHex, type Hex, toHex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { contractAddresses, verifiersOf } from '../../sdk/src/chain/index.ts';
import {
  type Assertion,
  decodeAssertion,
  encodeAssertion,
  p256Signer,
  sha256,
  softwareAuthenticator,
  verifySignature,
  webAuthnSigner,
} from '../../sdk/src/crypto/index.ts';
import { erc7913WebAuthnVerifierAbi as abi } from '../../sdk/src/generated/index.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';

let local: LocalChain;
beforeAll(async () => {
  local = await startLocalChain();
});
afterAll(() => local[Symbol.asyncDispose]());

const verifiers = verifiersOf(contractAddresses);
const digest: Hex = `0x${'c3'.repeat(32)}`;

/** What the deployed verifier says; one that reverts has not accepted. */
async function acceptedOnChain(verifier: Hex, key: Hex, signature: Hex): Promise<boolean> {
  const call = { address: verifier, abi, functionName: 'verify', args: [key, digest, signature] } as const;
  const answer = await local.node.client.readContract(call).catch(() => null);
  return answer === '0x024ad318';
}

/** Both answers, which have to be the same wherever one can be given offline. */
async function bothSay(verifier: Hex, key: Hex, signature: Hex): Promise<boolean> {
  const offline = verifySignature({ signer: `${verifier}${key.slice(2)}`, digest, signature, verifiers });
  const onChain = await acceptedOnChain(verifier, key, signature);
  if (offline !== null) expect(onChain, signature).toBe(offline);
  return onChain;
}

/** The rarest choices are made often enough; the number counts those that were accepted. */
async function compare<T>(
  cases: fc.Arbitrary<T>,
  decide: (one: T) => Promise<boolean>,
  numRuns: number,
): Promise<number> {
  let accepted = 0;
  const property = fc.asyncProperty(cases, async (one) => {
    if (await decide(one)) accepted++;
  });
  await fc.assert(property, { numRuns });
  return accepted;
}

const change = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ what: 'nothing' } as const) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('bit' as const), at: fc.nat(), bit: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cut' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('more' as const), bytes: fc.uint8Array({ maxLength: 64 }) }) },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(to: Uint8Array, one: Change): Uint8Array {
  const changed = Uint8Array.from(to);
  if (one.what === 'cut') return changed.subarray(0, one.at % (to.length + 1));
  if (one.what === 'more') return concat(changed, one.bytes);
  if (one.what === 'bit' && to.length > 0)
    changed[one.at % to.length] = (to[one.at % to.length] as number) ^ (1 << one.bit);
  return changed;
}

describe('passkeys', () => {
  const privateKey = new Uint8Array(32).fill(11);
  const authenticator = softwareAuthenticator({ privateKey, rpId: 'charging.example' });
  const verifier = contractAddresses.webAuthnVerifier.toLowerCase() as Hex;
  const signer = webAuthnSigner(authenticator, { ...authenticator, verifier });
  const key: Hex = `0x${signer.signer.slice(42)}`;

  const bareKey = p256Signer(privateKey, verifier);
  const resigned = async (assertion: Omit<Assertion, 'signature'>): Promise<Hex> => {
    const message = sha256(concat(assertion.authenticatorData, sha256(assertion.clientDataJSON)));
    return encodeAssertion({ ...assertion, signature: fromHex(await bareKey.sign(toHex(message))) });
  };

  test('behavior: what a passkey signs is accepted on chain and offline', async () => {
    expect(await bothSay(verifier, key, await signer.sign(digest))).toBe(true);
    expect(await bothSay(verifier, key, await signer.sign(`0x${'c4'.repeat(32)}`))).toBe(false);
  });

  test('behavior: for any encoding of an assertion, good or spoiled, both decide alike', async () => {
    const good = fromHex(await signer.sign(digest));
    const decide = (one: Change) => bothSay(verifier, key, toHex(apply(good, one)));
    expect(await compare(change, decide, 200)).toBeGreaterThan(20);
  });

  test('behavior: for any offsets and lengths in the head, both decide alike', async () => {
    const good = fromHex(await signer.sign(digest));
    const word = fc.oneof(fc.bigInt({ min: 0n, max: 700n }), fc.constantFrom(1n << 64n, 1n << 255n, (1n << 256n) - 1n));
    const at = fc.constantFrom(64, 96, 128, 160, 192, 256);
    await compare(
      fc.tuple(at, word),
      ([offset, value]) => {
        const changed = Uint8Array.from(good);
        changed.set(fromHex(`0x${value.toString(16).padStart(64, '0')}`), offset);
        return bothSay(verifier, key, toHex(changed));
      },
      150,
    );
  });

  test('behavior: for anything that the key has signed, both decide alike', async () => {
    const good = decodeAssertion(fromHex(await signer.sign(digest))) as Assertion;
    const near = (index: bigint) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(index) },
        { weight: 1, arbitrary: fc.bigInt({ min: -40n, max: 40n }).map((by) => BigInt.asUintN(256, index + by)) },
      );
    const cases = fc.record({
      challengeIndex: near(good.challengeIndex),
      typeIndex: near(good.typeIndex),
      authenticatorData: fc.oneof(
        fc.nat(255).map((flags) => good.authenticatorData.map((byte, i) => (i === 32 ? flags : byte))),
        fc.nat(40).map((size) => good.authenticatorData.subarray(0, size)),
        fc.constant(good.authenticatorData),
      ),
      clientDataJSON: fc.oneof(
        { weight: 3, arbitrary: fc.constant(good.clientDataJSON) },
        { weight: 1, arbitrary: change.map((one) => apply(good.clientDataJSON, one)) },
      ),
    });
    expect(await compare(cases, async (one) => bothSay(verifier, key, await resigned(one)), 200)).toBeGreaterThan(10);
  });

  test('behavior: an index before the text reads its length, which may be a quotation mark', async () => {
    const text = `type":"webauthn.get","challenge":"${Buffer.from(fromHex(digest)).toString('base64url')}"}`;
    const clientDataJSON = utf8Encode(text.padEnd(256 + 0x22));
    const challengeIndex = BigInt(text.indexOf('"challenge"'));
    const { authenticatorData } = decodeAssertion(fromHex(await signer.sign(digest))) as Assertion;
    const at = async (index: bigint) => {
      const typeIndex = BigInt.asUintN(256, index);
      return bothSay(verifier, key, await resigned({ authenticatorData, clientDataJSON, challengeIndex, typeIndex }));
    };
    expect(await at(-1n)).toBe(true);
    for (const index of [-33n, -32n, -21n, -20n, -2n, 0n]) expect(await at(index)).toBe(false);
  });

  test('error: keys of other sizes, and off the curve', async () => {
    const signature = await signer.sign(digest);
    for (const other of ['0x', key.slice(0, -2), `${key}00`, `0x${'00'.repeat(64)}`, `0x${'ff'.repeat(64)}`] as Hex[]) {
      expect(await bothSay(verifier, other, signature)).toBe(false);
    }
  });
});

describe('RSA', () => {
  const verifier = contractAddresses.rsaVerifier.toLowerCase() as Hex;
  const make = (modulusLength: number, publicExponent = 65_537) =>
    generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const keyOf = (publicKey: KeyObject): Hex => {
    const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
    const parts = [e, n].map((text) => toHex(Buffer.from(text, 'base64url'))) as [Hex, Hex];
    return encodeAbiParameters(parseAbiParameters('bytes, bytes'), parts);
  };
  const { publicKey, privateKey } = make(2_048);
  const key = keyOf(publicKey);

  test('behavior: PKCS #1 v1.5 with SHA-256, 2,048 to 4,096 bits, any exponent', async () => {
    for (const pair of [make(2_048), make(2_048, 3), make(3_072), make(4_096)]) {
      const signature = sign('sha256', fromHex(digest), pair.privateKey);
      expect(await bothSay(verifier, keyOf(pair.publicKey), toHex(signature))).toBe(true);
      expect(await bothSay(verifier, keyOf(publicKey), toHex(signature))).toBe(false);
    }
  });

  test('behavior: the parameters of the hash may be missing, other hashes and paddings may not be there', async () => {
    const hash = Buffer.from(sha256(fromHex(digest)));
    const encrypt = (info: string) =>
      toHex(
        privateEncrypt(
          { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
          Buffer.concat([Buffer.from(info, 'hex'), hash]),
        ),
      );
    expect(await bothSay(verifier, key, encrypt('302f300b0609608648016503040201' + '0420'))).toBe(true);
    for (const info of ['', '3031300d060960864801650304020205000420', '302f300b06096086480165030402010421']) {
      expect(await bothSay(verifier, key, encrypt(info))).toBe(false);
    }
    const pss = sign('sha256', fromHex(digest), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING });
    expect(await bothSay(verifier, key, toHex(pss))).toBe(false);
    const sha512 = sign('sha512', fromHex(digest), privateKey);
    expect(await bothSay(verifier, key, toHex(sha512))).toBe(false);
  });

  test('behavior: for any signature and key, good or spoiled, both decide alike', async () => {
    const good = sign('sha256', fromHex(digest), privateKey);
    const cases = fc.tuple(
      change,
      fc.oneof({ weight: 3, arbitrary: fc.constant({ what: 'nothing' } as const) }, change),
    );
    const decide = ([inSignature, inKey]: readonly [Change, Change]) =>
      bothSay(verifier, toHex(apply(fromHex(key), inKey)), toHex(apply(good, inSignature)));
    expect(await compare(cases, decide, 200)).toBeGreaterThan(10);
  });

  test('error: s + n, zero, one, keys below 2,048 bits', async () => {
    const good = BigInt(toHex(sign('sha256', fromHex(digest), privateKey)));
    const n = BigInt(`0x${Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`);
    for (const s of [good + n, n, n - 1n, n - good, 0n, 1n]) {
      const digits = s.toString(16).padStart(512, '0');
      const signature: Hex = `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`;
      expect(await bothSay(verifier, key, signature)).toBe(false);
    }
    const small = make(1_024);
    expect(
      await bothSay(verifier, keyOf(small.publicKey), toHex(sign('sha256', fromHex(digest), small.privateKey))),
    ).toBe(false);
  });
});

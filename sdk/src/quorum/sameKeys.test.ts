import { encodeAbiParameters, parseAbiParameters } from 'viem/utils';
import { describe, expect, test } from 'vitest';
import { wallet } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { BaseError } from '../errors/index.ts';
import { describeAction, Quorum, SameKeyError, sameKeys } from './index.ts';

const verifier = (number: number): Hex => `0x${number.toString(16).padStart(40, '0')}`;
const behind = (number: number, key: string): Hex => `${verifier(number)}${key}`;
const [x521, y521] = ['01'.repeat(66), '02'.repeat(66)];
const [x256, y256] = ['03'.repeat(32), '05'.repeat(32)];
const modulus = `c${'3'.repeat(511)}`;
const rsa = (e: Hex, n: Hex) => encodeAbiParameters(parseAbiParameters('bytes e, bytes n'), [e, n]).slice(2);

function failureOf(signers: readonly Hex[]): BaseError | null {
  try {
    Quorum.from({ members: signers.map((signer) => ({ signer })), threshold: 1 });
    return null;
  } catch (error) {
    if (error instanceof BaseError) return error;
    throw error;
  }
}

describe('one key as two members', () => {
  test.each<[string, Hex, Hex]>([
    ['P-521 with 0x04 and without', behind(1, x521 + y521), behind(1, `04${x521}${y521}`)],
    ['P-521 behind both verifiers', behind(1, x521 + y521), behind(2, x521 + y521)],
    ['P-521 behind both verifiers, once with 0x04', behind(1, x521 + y521), behind(2, `04${x521}${y521}`)],
    ['a point and its negative', behind(1, x521 + y521), behind(1, x521 + '07'.repeat(66))],
    ['P-256 as a key and as a passkey', behind(3, x256 + y256), behind(4, x256 + y256)],
    ['SLH-DSA behind two deployments', behind(5, x256), behind(6, x256)],
    ['RSA with another exponent', behind(7, rsa('0x010001', `0x${modulus}`)), behind(7, rsa('0x03', `0x${modulus}`))],
    ['RSA with zeros before', behind(7, rsa('0x03', `0x${modulus}`)), behind(7, rsa('0x03', `0x00${modulus}`))],
    ['RSA with bytes behind', behind(7, rsa('0x03', `0x${modulus}`)), behind(7, `${rsa('0x03', `0x${modulus}`)}00`)],
  ])('error: %s', (_, one, other) => {
    for (const signers of [
      [one, other],
      [other, wallet(1).signer, one],
    ]) {
      const failure = failureOf(signers);
      expect(failure).toBeInstanceOf(SameKeyError);
      expect(failure?.code).toBe('SAME_KEY');
      expect(failure?.field).toMatch(/^quorum\.members\[[12]\]\.signer$/);
      expect(failure?.metaMessages[0]).toContain('Keep one of them');
    }
  });

  test('error: the same bytes twice are named as before', () => {
    const signer = behind(1, x521 + y521);
    expect(failureOf([signer, signer])?.code).toBe('INVALID_QUORUM');
  });

  test('behavior: other keys, wallets, and the verifier’s own address as a wallet are members side by side', () => {
    const signers = [
      behind(1, x521 + y521),
      behind(1, y521 + x521),
      behind(3, x256 + y256),
      behind(5, x256),
      behind(5, y256),
      behind(7, rsa('0x03', `0x${modulus}`)),
      behind(7, rsa('0x03', `0xd${modulus.slice(1)}`)),
      behind(8, 'ff'.repeat(400)),
      behind(8, '00'.repeat(400)),
      behind(8, '04'),
      verifier(1),
      verifier(2),
      wallet(1).signer,
    ];
    expect(failureOf(signers)).toBeNull();
  });

  test('behavior: a quorum that is there already can be read, and its keys named', () => {
    const members = [behind(1, x521 + y521), behind(2, `04${x521}${y521}`)]
      .map((signer) => ({ signer, weight: 1 }))
      .sort((a, b) => (Quorum.memberOrder(a.signer) < Quorum.memberOrder(b.signer) ? -1 : 1));
    const rules = { members, threshold: 2, revocationThreshold: 2 };
    expect(sameKeys(Quorum.decode({ ...rules, salt: `0x${'00'.repeat(32)}` }))).toEqual([[0, 1]]);
    const quorum: Hex = `0x${'11'.repeat(32)}`;
    const message = { quorum, version: 1, ...rules, deadline: 1 };
    const { details } = describeAction({ action: 'rotate', chainId: 1, registry: verifier(9), message });
    expect(details.find(({ label }) => label === 'members[1]')?.value).toContain('the key of members[0] once more');
    expect(details.find(({ label }) => label === 'members[0]')?.value).not.toContain('once more');
  });
});

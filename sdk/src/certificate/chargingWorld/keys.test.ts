import { readFileSync } from 'node:fs';
import { p521 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { Quorum } from '../../quorum/index.ts';
import { coreKeys, fundamentalQuorum, fundamentalQuorumOn, signerOfKey } from './keys.ts';
import { chargingRoles } from './roleNames.ts';

const published = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/occ-public-keys.json', import.meta.url), 'utf8'),
) as Record<string, string>;
const verifier = '0x00000000000000000000000000000000000000aa';
const all = [...fundamentalQuorum.keys, ...coreKeys];

describe('the published keys of the charging world', () => {
  test('behavior: they are those that were published, in their order', () => {
    expect(Object.fromEntries(all.map(({ name, publicKey }) => [name, publicKey]))).toEqual(published);
    expect(all.map(({ name }) => name)).toEqual(Object.keys(published));
  });

  test.each(all)('behavior: $name is a point of the curve', ({ publicKey }) => {
    const bytes = fromBase64(publicKey, 'publicKey');
    expect(bytes.length).toBe(133);
    const point = p521.Point.fromBytes(bytes);
    point.assertValidity();
    expect(point.is0()).toBe(false);
  });

  test('behavior: no key stands twice, and each role has one', () => {
    expect(new Set(all.map(({ publicKey }) => publicKey)).size).toBe(11);
    expect(coreKeys.map(({ role }) => role)).toEqual(chargingRoles);
  });

  test('behavior: the fundamental quorum is two of three P-521 signers', () => {
    const quorum = fundamentalQuorumOn(verifier);
    expect(quorum).toMatchObject({ threshold: 2, revocationThreshold: 2 });
    expect(quorum.members.map(({ weight }) => weight)).toEqual([1, 1, 1]);
    expect(new Set(quorum.members.map(({ signer }) => signer))).toEqual(
      new Set(fundamentalQuorum.keys.map((key) => signerOfKey(key, verifier))),
    );
    expect(Quorum.id(quorum)).toMatch(/^0x[0-9a-f]{64}$/);
    expect(signerOfKey(all[0] as (typeof all)[0], verifier)).toHaveLength(2 + 2 * 152);
  });

  test('error: an address that is none', () => {
    expect(() => fundamentalQuorumOn('0x01')).toThrow(DecodeError);
  });
});

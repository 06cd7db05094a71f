import { describe, expect, test } from 'vitest';
import { toBase64, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { fundamentalQuorumOn } from '../chargingWorld/keys.ts';
import { OccQuorum } from './index.ts';
import { errorOf, publicKeys, vector, verifier } from './occ.fixtures.ts';

const [first, second] = publicKeys.map((key) => toBase64(key)) as [string, string];
const decode = (value: unknown, threshold = 1) =>
  OccQuorum.decode(utf8Encode(typeof value === 'string' ? value : JSON.stringify(value)), threshold);

describe('quorums of keys', () => {
  test('behavior: the published keys, as they were published', () => {
    const { keys, threshold } = OccQuorum.decode(vector('occ-public-keys.json'), 2);
    expect([keys.length, threshold]).toEqual([11, 2]);
    expect(keys.slice(0, 3)).toEqual(OccQuorum.fundamental().keys);
  });

  test('behavior: the same keys in the registry', () => {
    expect(OccQuorum.definition(OccQuorum.fundamental(), verifier)).toEqual(fundamentalQuorumOn(verifier));
  });

  test('error: no keys, too many, or a threshold that cannot be', () => {
    expect(() => decode({})).toThrow(DecodeError);
    expect(() => decode({ a: first }, 0)).toThrow('threshold');
    expect(() => decode({ a: first }, 2)).toThrow('threshold');
    expect(() => decode({ a: first }, 0.5)).toThrow('threshold');
    expect(() => OccQuorum.from({ keys: [], threshold: 0 })).toThrow(ArgumentError);
    const many = Array.from({ length: 17 }, (_, i) => ({ name: `${i}`, publicKey: publicKeys[0] as Uint8Array }));
    expect(() => OccQuorum.from({ keys: many, threshold: 1 })).toThrow('1 to 16');
  });

  test('error: one key by two names, or one name twice', () => {
    expect(errorOf(() => decode({ a: first, b: first })).message).toContain('count twice');
    expect(() => decode(`{"a":"${first}","a":"${second}"}`)).toThrow('twice');
  });

  test('error: a key and its negative, which have one owner', () => {
    const point = Buffer.from(first, 'base64');
    const y = 2n ** 521n - 1n - BigInt(`0x${point.toString('hex', 67)}`);
    const negative = Buffer.concat([point.subarray(0, 67), Buffer.from(y.toString(16).padStart(132, '0'), 'hex')]);
    expect(decode({ b: negative.toString('base64') }).keys).toHaveLength(1);
    expect(errorOf(() => decode({ a: first, b: negative.toString('base64') })).message).toContain('count twice');
  });

  test('error: what is no key of P-521', () => {
    const compressed = Buffer.concat([Buffer.of(2), Buffer.from(first, 'base64').subarray(1, 67)]);
    const offCurve = Buffer.from(first, 'base64');
    offCurve[132] = (offCurve[132] as number) ^ 1;
    for (const bytes of [
      compressed,
      offCurve,
      Buffer.alloc(133),
      Buffer.alloc(0),
      Buffer.concat([offCurve, offCurve]),
    ]) {
      expect(() => decode({ a: bytes.toString('base64') })).toThrow(DecodeError);
    }
    const big = Buffer.from(first, 'base64').fill(0xff, 1, 67);
    expect(() => decode({ a: big.toString('base64') })).toThrow('P-521');
    for (const value of [first.slice(1), 1, null, [first], { x: first }]) {
      expect(() => decode({ a: value })).toThrow(DecodeError);
    }
  });

  test('error: another form, or names that hide', () => {
    for (const value of ['[]', 'null', '1', '"a"', '', '{', [first]]) expect(() => decode(value)).toThrow(DecodeError);
    expect(() => decode({ 'a\u202e': first })).toThrow(DecodeError);
    expect(() => OccQuorum.decode(new Uint8Array(70_000).fill(0x20), 1)).toThrow(DecodeError);
  });
});

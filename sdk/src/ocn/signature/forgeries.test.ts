import { describe, expect, test } from 'vitest';
import { acceptedVersion, ReplayMemory, SignatureV1, SignatureV2, versionFor } from './index.ts';
import { by, changed, header, json, message, now, party, refusal, rewritten, rules } from './v2.fixtures.ts';

describe('what version 1 lets pass, and version 2 does not', () => {
  const headers = { 'x-correlation-id': 'c', 'ocpi-from-country-code': 'DE', 'ocpi-from-party-id': 'ABC' };
  const body = { uid: '12', name: '3', valid: true, power: 1.5 };
  test.each([
    ['a field is added to the body', { ...body, free: true }],
    ['bytes move between neighbouring fields', { ...body, uid: '1', name: '23' }],
    ['true becomes "true"', { ...body, valid: 'true' }],
    ['1.5 becomes "1.5"', { ...body, power: '1.5' }],
  ])('attack: %s', async (_, forged) => {
    const v1 = await SignatureV1.sign({ headers, body }, party);
    expect(SignatureV1.verify(v1, { headers, body: forged }).valid).toBe(true);
    const v2 = await SignatureV2.sign({ ...message, body: json(body) }, by(party));
    expect(await refusal(v2, { ...message, body: json(forged) })).toBe('body');
  });

  test('attack: method, path, request id and time are unsigned', async () => {
    expect((await SignatureV1.sign({ headers, body }, party)).fields.join()).not.toMatch(/method|path|request|time/);
    for (const change of [{ method: 'PUT' }, { path: '/x' }, { requestId: 'x' }]) {
      expect(await refusal(header, { ...message, ...change })).toBe(Object.keys(change)[0]);
    }
    expect(await refusal(header, message, { now: now + 3600 })).toBe('links[0].statement.expires');
  });

  test('attack: an added field is at least named by version 1', async () => {
    const v1 = await SignatureV1.sign({ headers, body }, party);
    expect(SignatureV1.verify(v1, { headers, body: { ...body, free: true } })).toMatchObject({
      unsigned: ["$['body']['free']"],
    });
  });

  test('attack: the same message again', async () => {
    const memory = new ReplayMemory(2);
    const { replayKey, expires } = await SignatureV2.assert(rewritten, changed, rules);
    expect(memory.remember(replayKey, expires, now)).toBe(true);
    expect(memory.remember(replayKey, expires, now + 89)).toBe(false);
    expect(memory.remember('b', now + 10, now)).toBe(true);
    expect(memory.remember('c', now + 10, now)).toBe(false);
    expect(memory.remember('c', now + 20, now + 10)).toBe(true);
    expect(memory.size).toBe(2);
  });

  test('attack: a downgrade', () => {
    const open = { acceptV1: true, acceptUnsigned: true };
    expect(acceptedVersion(header, { ...open, peer: 'v2' })).toBe(2);
    expect(acceptedVersion('GxkF', { ...open, peer: 'v1' })).toBe(1);
    expect(acceptedVersion(undefined, { ...open, peer: 'v1' })).toBeNull();
    for (const peer of ['v2', 'unknown'] as const) {
      for (const text of ['GxkF', '', undefined])
        expect(() => acceptedVersion(text, { ...open, peer })).toThrow(/version 2|missing/);
    }
    expect(() => acceptedVersion('GxkF', { ...open, acceptV1: false, peer: 'v1' })).toThrow(/not accepted/);
    expect(() => acceptedVersion(undefined, { acceptV1: true, acceptUnsigned: false, peer: 'v1' })).toThrow(/missing/);
    expect([versionFor('v1'), versionFor('v2'), versionFor('unknown')]).toEqual([1, 2, 2]);
  });
});

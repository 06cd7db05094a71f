import { utf8Decode, utf8Encode } from '@gridseal/sdk/bytes';
import { TransportError } from '@gridseal/sdk/errors';
import { Enrolment } from '@gridseal/sdk/identity';
import { describe, expect, test } from 'vitest';
import { requestOf } from '../../../fleet/fleet.fixtures.ts';
import { type FleetDevice, readRequest } from '../../../fleet/index.ts';
import { type CandidateContext, candidatesOf, type Given } from './candidates.ts';
import { groupsIn, isName } from './names.ts';

const context: CandidateContext = {
  verify: async (enrolment) => Enrolment.verify(enrolment) === true,
  find: async () => null,
};

async function judge(given: readonly (Uint8Array | string)[], more: Partial<CandidateContext> = {}) {
  const things = given.map(
    (one, i): Given => ({
      source: `f${i}`,
      bytes: typeof one === 'string' ? utf8Encode(one) : one,
    }),
  );
  const found = [];
  for await (const one of candidatesOf(things, { ...context, ...more })) found.push(one);
  return found;
}
const resultsOf = async (...input: Parameters<typeof judge>) => (await judge(...input)).map(({ result }) => result);

describe('what is given as enrolment requests', () => {
  test('behavior: files, lines and pasted text; each device once', async () => {
    const [one, two] = [await requestOf(1), await requestOf(2)];
    const lines = `${utf8Decode(one)}\n\n${utf8Decode(two)}\n`;
    expect(await resultsOf([one, lines])).toEqual(['ready', 'double', 'ready']);
    const found = await judge([one]);
    expect(found).toMatchObject([{ source: 'f0', asked: { enrolment: { name: 'station-1' } } }]);
  });

  test('error: what is no request', async () => {
    const given = [
      '',
      '{}',
      'hello',
      '<script>alert(1)</script>',
      '[]',
      'null',
      Uint8Array.of(0xff, 0xfe),
      '{"a":1}\n{"b":2}',
    ];
    expect(await resultsOf(given)).toEqual(Array.from({ length: given.length + 1 }, () => 'broken'));
    expect(await resultsOf([new Uint8Array(200_000).fill(0x7b)])).toEqual(['broken']);
  });

  test('error: forged: another name under the same proof', async () => {
    const text = utf8Decode(await requestOf(1)).replace('station-1', 'station-9');
    expect(await resultsOf([text])).toEqual(['forged']);
  });

  test('error: only the chain could tell, and does not answer', async () => {
    const verify = () => Promise.reject(new TransportError('no server answers'));
    const [found] = await judge([await requestOf(1)], { verify });
    expect(found).toMatchObject({ result: 'unreachable', error: { shortMessage: 'no server answers' } });
  });

  test('behavior: known already; error: known with other keys', async () => {
    const request = await requestOf(1);
    const { id, key } = readRequest(request);
    const known = { id, label: 'Depot', request, key, claim: null } as FleetDevice;
    expect(await resultsOf([request], { find: async () => known })).toEqual(['known']);
    const other = { ...known, request: await requestOf(1, { name: 'renamed' }) };
    expect(await resultsOf([request], { find: async () => other })).toEqual(['conflict']);
  });

  test('error: a forged request does not pass for a known device, nor as its double', async () => {
    const request = await requestOf(1);
    const known = { request } as FleetDevice;
    const forged = utf8Decode(request).replace('station-1', 'station-9');
    expect(await resultsOf([forged], { find: async () => known })).toEqual(['forged']);
    expect(await resultsOf([forged, request])).toEqual(['forged', 'ready']);
  });
});

describe('names', () => {
  test('behavior: labels and groups', () => {
    expect(['Depot 7', 'Zoë', '充电站', "O'Hara", ' x '].every(isName)).toBe(true);
    expect(groupsIn(' north, ring 2 ,,')).toEqual(['north', 'ring 2']);
    expect(groupsIn('')).toEqual([]);
  });

  test('error: empty, invisible, bidirectional or too long', () => {
    for (const text of ['', '  ', '\u202eevil', 'a\u200bb', 'a\u0000', 'x'.repeat(201)])
      expect(isName(text)).toBe(false);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import { testPolicy } from '../testing/testContext.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { startParty, type TestParty } from './party.fixtures.ts';

const { maxBodyBytes } = testPolicy;
const path = '/ocpi/custom/receiver/parking/x';
let [a, b] = [] as unknown as [TestNode, TestNode];
let [emsp, cpo] = [] as unknown as [TestParty, TestParty];

beforeAll(async () => {
  const directory = createTestDirectory();
  [a, b] = [await startNode(1, directory), await startNode(2, directory)];
  emsp = await startParty(a, { country_code: 'NL', party_id: 'EMP' }, 'EMSP');
  cpo = await startParty(b, { country_code: 'DE', party_id: 'GSL' }, 'CPO');
});
afterAll(async () => {
  for (const one of [emsp, cpo, a, b]) await one?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  cpo.got.length = 0;
});

const json = (length: number) => utf8Encode(`"${'a'.repeat(length - 2)}"`);
const binary = (length: number) => new Uint8Array(length).fill(0xff);

describe('the longest body that there may be', () => {
  test.each([
    ['JSON', json],
    ['what is no JSON', binary],
  ] as const)('behavior: %s of exactly the limit passes two nodes, byte for byte', async (_, body) => {
    const bytes = body(maxBodyBytes);
    const heard = await emsp.send({ method: 'POST', path, to: cpo.id, bytes });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(Buffer.compare(cpo.got[0]?.body as Uint8Array, bytes)).toBe(0);
  });

  test.each([
    ['JSON', json],
    ['what is no JSON', binary],
  ] as const)('error: %s of one byte more is not carried by the peer', async (_, body) => {
    const heard = await emsp.send({ method: 'POST', path, to: cpo.id, bytes: body(maxBodyBytes + 1) });
    expect(heard.json.status_code).not.toBe(1000);
    expect(cpo.got).toEqual([]);
  });
});

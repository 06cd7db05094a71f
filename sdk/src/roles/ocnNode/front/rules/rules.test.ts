import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { cpo, emsp, type FrontNode, startFront } from '../front.fixtures.ts';
import { rulesSchema } from '../routes/rulesRoutes.ts';

const path = '/ocpi/receiver/2.2.1/ocnrules';
const abc = { country_code: 'DE', party_id: 'ABC', modules: ['cdrs', 'own-module'] };
const untouched = {
  signatures: false,
  whitelist: { active: false, list: [] },
  blacklist: { active: false, list: [] },
  block_all: false,
};
let node: FrontNode;
let platform: OcpiPlatform;
let token: string;
let otherToken: string;

beforeAll(async () => {
  [node, platform] = await Promise.all([startFront(), startOcpiPlatform()]);
  token = await node.register(platform, [cpo]);
  otherToken = await node.register(platform, [emsp]);
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
});

const rulesOf = async (who = token) => (await node.call('GET', path, { token: who })).body.data;
async function change(method: string, at: string, body?: unknown) {
  return node.call(method, `${path}${at}`, { token, ...(body === undefined ? {} : { body }) });
}

describe('ocnrules', () => {
  test.each(['2.2', '2.2.1'])('behavior: at version %s, as the first network had them', async (version) => {
    const reply = await node.call('GET', `/ocpi/receiver/${version}/ocnrules`, { token });
    expect(reply).toMatchObject({ status: 200, body: { status_code: 1000, data: untouched } });
    expect(rulesSchema.safeParse(reply.body.data).success).toBe(true);
  });

  test.each(['whitelist', 'blacklist'])('behavior: %s: append, replace, remove, clear', async (list) => {
    expect((await change('POST', `/${list}`, abc)).body).toMatchObject({ status_code: 1000 });
    expect(await rulesOf()).toEqual({ ...untouched, [list]: { active: true, list: [abc] } });
    await change('PUT', `/${list}`, [abc, { country_code: 'nl', party_id: 'tnm' }]);
    expect((await change('DELETE', `/${list}/de/abc`)).body).toMatchObject({ status_code: 1000 });
    expect(await rulesOf()).toMatchObject({ [list]: { list: [{ country_code: 'NL', party_id: 'TNM', modules: [] }] } });
    await change('DELETE', `/${list}`);
    expect(await rulesOf()).toEqual(untouched);
  });

  test('behavior: block-all and signatures, on and off', async () => {
    await change('PUT', '/block-all');
    await change('PUT', '/signatures');
    await change('PUT', '/signatures');
    expect(await rulesOf()).toMatchObject({ signatures: true, block_all: true, whitelist: { active: true, list: [] } });
    await change('DELETE', '/block-all');
    await change('DELETE', '/signatures');
    expect(await rulesOf()).toEqual(untouched);
  });

  test('error: blacklists leak across platforms: rules of one are not those of another', async () => {
    await change('POST', '/blacklist', abc);
    expect(await rulesOf(otherToken)).toEqual(untouched);
    await node.call('PUT', `${path}/block-all`, { token: otherToken });
    expect(await rulesOf()).toMatchObject({ block_all: false, blacklist: { active: true, list: [abc] } });
    await change('DELETE', '/blacklist');
    await node.call('DELETE', `${path}/block-all`, { token: otherToken });
  });

  test('behavior: changes at the same time all count', async () => {
    const all = ['AAA', 'BBB', 'CCC'].map((party_id) => change('POST', '/whitelist', { country_code: 'DE', party_id }));
    for (const { body } of await Promise.all(all)) expect(body.status_code).toBe(1000);
    expect(((await rulesOf()) as { whitelist: { list: unknown[] } }).whitelist.list).toHaveLength(3);
    await change('DELETE', '/whitelist');
  });

  test.each([
    ['POST', '/whitelist', undefined, 2001],
    ['POST', '/whitelist', [abc], 2001],
    ['POST', '/whitelist', { country_code: 'DE' }, 2001],
    ['POST', '/whitelist', { ...abc, country_code: 'D1' }, 2001],
    ['POST', '/whitelist', { ...abc, modules: 'cdrs' }, 2001],
    ['POST', '/whitelist', { ...abc, modules: [''] }, 2001],
    ['POST', '/whitelist', { ...abc, modules: ['a b'] }, 2001],
    ['POST', '/whitelist', { ...abc, modules: Array.from({ length: 51 }, () => 'cdrs') }, 2001],
    ['PUT', '/blacklist', abc, 2001],
    ['PUT', '/blacklist', [abc, abc], 2001],
    ['PUT', '/blacklist', Array.from({ length: 1_001 }, () => abc), 2001],
    ['PUT', '/blacklist', 'x', 2001],
    ['DELETE', '/blacklist/DE/ABC', undefined, 2000],
    ['DELETE', '/blacklist/DEU/ABC', undefined, 2001],
    ['DELETE', '/whitelist/DE/%00', undefined, 2001],
  ])('error: %s %s with %j', async (method, at, body, code) => {
    expect(await change(method, at, body)).toMatchObject({ status: 200, body: { status_code: code } });
    expect(await rulesOf()).toEqual(untouched);
  });

  test('error: both lists at once', async () => {
    await change('POST', '/blacklist', abc);
    for (const [method, at, body] of [
      ['POST', '/whitelist', abc],
      ['PUT', '/whitelist', [abc]],
      ['PUT', '/block-all', undefined],
      ['POST', '/blacklist', { ...abc, party_id: 'abc' }],
    ] as const) {
      expect((await change(method, at, body)).body.status_code).toBeGreaterThanOrEqual(2000);
    }
    await change('DELETE', '/blacklist');
    expect(await rulesOf()).toEqual(untouched);
  });

  test('error: without a token, and with the one of a registration', async () => {
    const registration = await node.registrationToken([{ country_code: 'FR', party_id: 'XYZ' }]);
    expect((await node.call('GET', path)).status).toBe(401);
    expect((await node.call('GET', path, { token: registration })).status).toBe(401);
    expect((await node.call('PUT', `${path}/block-all`, { token: registration })).status).toBe(401);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Decode } from '../../../bytes/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { startParty, type TestParty } from './party.fixtures.ts';

const cpoId = { country_code: 'DE', party_id: 'GSL' };
const emspId = { country_code: 'NL', party_id: 'EMP' };

let a: TestNode;
let b: TestNode;
let emsp: TestParty;
let cpo: TestParty;
/** On the same node as the provider. */
let near: TestParty;
const directory = createTestDirectory();

beforeAll(async () => {
  [a, b] = [await startNode(1, directory), await startNode(2, directory)];
  emsp = await startParty(a, emspId, 'EMSP');
  cpo = await startParty(b, cpoId, 'CPO');
  near = await startParty(a, { country_code: 'NL', party_id: 'CPO' }, 'CPO');
});

afterAll(async () => {
  for (const one of [emsp, cpo, near, a, b]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  for (const one of [emsp, cpo, near]) {
    one.got.length = 0;
    one.answer = () => ({});
  }
});

function command(responseUrl: string) {
  return JSON.stringify({ ...objects.startSession(), response_url: responseUrl });
}

describe('what a party may not do', () => {
  const list = { method: 'GET', path: '/ocpi/sender/2.2.1/tariffs' };

  test('error: speak for others', async () => {
    const heard = await emsp.send({ ...list, to: cpoId, from: { country_code: 'DE', party_id: 'XXX' } });
    expect(heard.json).toMatchObject({ status_code: 2001 });
  });

  test('error: send to nobody, or to a party without a node, or one that is not connected', async () => {
    const heard = await emsp.send({ ...list, to: { country_code: 'FR', party_id: 'NIL' } });
    expect(heard.json).toMatchObject({ status_code: 4001 });
    const lost = directory.setParty({ country_code: 'FR', party_id: 'OFF' }, null, ['CPO']);
    expect((await emsp.send({ ...list, to: lost.id })).json).toMatchObject({ status_code: 4001 });
    const away = directory.setParty({ country_code: 'FR', party_id: 'AWY' }, b.operator, ['CPO']);
    expect((await emsp.send({ ...list, to: away.id })).json).toMatchObject({ status_code: 4003 });
  });

  test.each([
    ['GET', '/ocpi/sender/2.2.1/locations/a/b/c/d', 404],
    ['GET', '/ocpi/sender/2.2.1/nothing', 404],
    ['PUT', '/ocpi/sender/2.2.1/locations', 405],
    ['GET', '/ocpi/sender/2.2.1/tariffs?limit=0', 200],
    ['GET', '/ocpi/sender/2.2.1/sessions', 200],
    ['POST', '/ocpi/receiver/2.2.1/commands/START_SESSION', 200],
    ['GET', '/ocpi/custom/sender/loc%20ations', 200],
    ['GET', '/ocpi/sender/2.2.1/cdrs/page/AAAAAAAAAAAAAAAAAAAAAA', 200],
  ])('error: %s %s', async (method, path, status) => {
    const heard = await emsp.send({ method, path, to: cpoId });
    expect(heard.status).toBe(status);
    if (status === 200) expect(heard.json).toMatchObject({ status_code: 2001 });
    expect(cpo.got).toEqual([]);
  });

  test.each(['x-correlation-id', 'x-request-id', 'ocpi-to-party-id'])('error: leave out %s', async (name) => {
    const heard = await emsp.send({ ...list, to: cpoId, without: name });
    expect(heard.json).toMatchObject({ status_code: 2001 });
  });

  test('error: change what it has signed, or sign as somebody else', async () => {
    const put = {
      method: 'PUT',
      path: '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680',
      to: cpoId,
      body: JSON.stringify(objects.token()),
    };
    const other = await emsp.send({ ...put, tamper: (body) => body.replace('"EMP 0001"', '"EMP 0002"') });
    expect(other.json).toMatchObject({ status_code: 2001 });
    expect((await emsp.send({ ...put, key: near.signer })).json).toMatchObject({ status_code: 2001 });
    expect((await emsp.send({ ...put, signature: 'EV2.AAAA' })).json).toMatchObject({ status_code: 2001 });
    expect(cpo.got).toEqual([]);
  });

  test('attack: downgrade: who has signed with version 2 is not heard with less', async () => {
    await emsp.send({ ...list, to: cpoId });
    for (const sign of ['none', 'v1'] as const) {
      const heard = await emsp.send({ ...list, to: cpoId, sign });
      expect(heard.json, sign).toMatchObject({ status_code: 2001 });
    }
    expect(cpo.got).toHaveLength(1);
  });

  test('error: send without a signature what the receiver wants signed', async () => {
    const quiet = await startParty(a, { country_code: 'NL', party_id: 'QUI' }, 'EMSP', { speaks: 'none' });
    await using _ = quiet;
    await near.change({ rules: { ...near.platform.rules, signatures: true } });
    expect((await quiet.send({ ...list, to: near.id })).json).toMatchObject({ status_code: 2001 });
    expect((await emsp.send({ ...list, to: near.id })).json).toMatchObject({ status_code: 1000 });
    await near.change({ rules: near.platform.rules });
    expect(near.got).toHaveLength(1);
  });

  test('error: name a response URL of another host', async () => {
    const path = '/ocpi/receiver/2.2.1/commands/START_SESSION';
    const heard = await emsp.send({ method: 'POST', path, to: cpoId, body: command('http://127.0.0.1:9/x') });
    expect(heard.json).toMatchObject({ status_code: 2001 });
    expect(cpo.got).toEqual([]);
  });

  test('error: use a link that was given to another party', async () => {
    const path = '/ocpi/receiver/2.2.1/commands/START_SESSION';
    await emsp.send({ method: 'POST', path, to: cpoId, body: command(`${emsp.url}/results/1`) });
    const { response_url } = JSON.parse(utf8Decode(cpo.got[0]?.body as Uint8Array));
    const thief = await startParty(b, { country_code: 'DE', party_id: 'THF' }, 'CPO');
    await using _ = thief;
    const use = { method: 'POST', path: new URL(response_url).pathname, body: '{"result":"ACCEPTED"}' };
    expect((await thief.send({ ...use, to: emspId })).json).toMatchObject({ status_code: 2001 });
    expect((await cpo.send({ ...use, to: near.id })).json).toMatchObject({ status_code: 2001 });
    expect(emsp.got).toEqual([]);
  });

  test('error: answer with a link to another host, which would get its token', async () => {
    cpo.answer = () => ({ headers: { Link: '<http://127.0.0.1:9/x>; rel="next"' } });
    expect((await emsp.send({ ...list, to: cpoId })).json).toMatchObject({ status_code: 3000 });
  });

  test('error: answer with a signature that is not its own, or none, once it knows version 2', async () => {
    await cpo.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: emspId });
    cpo.speaks = 'none';
    expect((await emsp.send({ ...list, to: cpoId })).json).toMatchObject({ status_code: 3000 });
    cpo.speaks = 'v1';
    expect((await emsp.send({ ...list, to: cpoId })).json).toMatchObject({ status_code: 3000 });
    cpo.speaks = 'v2';
    expect((await emsp.send({ ...list, to: cpoId })).json).toMatchObject({ status_code: 1000 });
  });
});

describe('a receiver that is slow', () => {
  test('error: is told as 4002, and asked again with the same request', async () => {
    let isSlow = true;
    cpo.answer = async () => {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 2_500));
      return {};
    };
    const body = JSON.stringify(objects.token());
    const path = '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680';
    const put = { method: 'PUT', path, to: cpoId, body, requestId: 'again-1', correlationId: 'again-1' };
    expect((await emsp.send(put)).json).toMatchObject({ status_code: 4002 });
    isSlow = false;
    await expect.poll(async () => (await emsp.send(put)).json.status_code, { timeout: 5_000 }).toBe(1000);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, utf8Decode } from '../../../bytes/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import { nextLink } from '../../../protocol/ocpi/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { type Got, receivedMessage, startParty, type TestParty } from './party.fixtures.ts';

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

const seconds = () => Math.floor(Date.now() / 1_000);
const rewriters = () => [a.operator, b.operator];

describe('from node to node', () => {
  test('behavior: a request arrives, byte for byte, with a signature that its receiver can check', async () => {
    const body = JSON.stringify(objects.token()).replace('"valid":true', '"valid": true, "own":1.0,"big":1e400');
    const path = '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680?type=RFID';
    const heard = await emsp.send({ method: 'PUT', path, to: cpoId, body });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    const [got] = cpo.got;
    expect(got?.path).toBe('/receiver/tokens/NL/EMP/04A2B3C4D5E680?type=RFID');
    expect(utf8Decode(got?.body as Uint8Array)).toBe(body);
    expect(got?.headers['x-request-id']).not.toBe(heard.message.requestId);
    expect(got?.headers['x-correlation-id']).toBe(heard.message.correlationId);
    const verdict = await SignatureV2.verify(got?.headers['ocn-signature'] as string, receivedMessage(got as never), {
      now: seconds(),
      origins: [emsp.address],
      rewriters: [b.operator],
    });
    expect(verdict).toMatchObject({ valid: true, rewrites: [{ signer: b.operator, changed: ['path', 'requestId'] }] });
  });

  test('behavior: the answer comes back, byte for byte, with a signature of who answered', async () => {
    const body = JSON.stringify({
      data: objects.location(),
      status_code: 1000,
      timestamp: '2026-11-20T10:00:00Z',
      x: 1,
    });
    cpo.answer = () => ({ body: body.replace('"x":1', '"x": 1.0'), headers: { 'X-Secret': 'no' } });
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/locations/LOC1', to: cpoId });
    expect(utf8Decode(heard.body)).toBe(body.replace('"x":1', '"x": 1.0'));
    expect(heard.headers).not.toHaveProperty('x-secret');
    const verdict = await SignatureV2.verify(heard.headers['ocn-signature'] as string, heard.message, {
      now: seconds(),
      origins: [cpo.address],
      rewriters: rewriters(),
    });
    expect(verdict).toMatchObject({ valid: true });
  });
});

const check = (header: string | undefined, message: SignatureV2.MessageV2, origins: readonly Hex[]) =>
  SignatureV2.verify(header ?? '', message, { now: seconds(), origins, rewriters: rewriters() });

function command(responseUrl: string) {
  return JSON.stringify({ ...objects.startSession(), response_url: responseUrl });
}

describe.each(['another node', 'the same node'])('with a receiver on %s', (where) => {
  const receiver = () => (where === 'the same node' ? near : cpo);
  const its = () => (where === 'the same node' ? a : b);

  test('behavior: a request and its answer', async () => {
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs?limit=5', to: receiver().id });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(receiver().got.map(({ path }) => path)).toEqual(['/sender/tariffs?limit=5']);
    expect(receiver().got[0]?.headers.authorization).toMatch(/^Token /);
  });

  test('behavior: letters of any case lead to the same party, and stay as they were sent', async () => {
    const { country_code, party_id } = receiver().id;
    const to = { country_code: country_code.toLowerCase(), party_id: party_id.toLowerCase() };
    const from = { country_code: 'nl', party_id: 'eMp' };
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to, from });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(receiver().got[0]?.headers).toMatchObject({
      'ocpi-to-party-id': to.party_id,
      'ocpi-from-party-id': 'eMp',
      'ocpi-from-country-code': 'nl',
    });
  });

  test('behavior: the result of a command comes back to the URL that its sender gave', async () => {
    const url = `${emsp.url}/results/1?x=1`;
    const path = '/ocpi/receiver/2.2.1/commands/START_SESSION';
    await emsp.send({ method: 'POST', path, to: receiver().id, body: command(url) });
    const got = receiver().got[0] as Got;
    const { response_url } = JSON.parse(utf8Decode(got.body));
    expect(response_url).toMatch(new RegExp(`^${its().url}/ocpi/sender/2\\.2\\.1/commands/START_SESSION/[\\w-]{22}$`));
    expect(await check(got.headers['ocn-signature'], receivedMessage(got), [emsp.address])).toMatchObject({
      valid: true,
    });

    const result = '{"result":"ACCEPTED", "own":1.0}';
    const heard = await receiver().send({
      method: 'POST',
      path: new URL(response_url).pathname,
      to: emspId,
      body: result,
    });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(emsp.got.map(({ method, path: at }) => [method, at])).toEqual([['POST', '/results/1?x=1']]);
    const answer = emsp.got[0] as Got;
    expect(utf8Decode(answer.body)).toBe(result);
    const verdict = await check(answer.headers['ocn-signature'], receivedMessage(answer), [receiver().address]);
    expect(verdict).toMatchObject({ valid: true });
    expect(await check(heard.headers['ocn-signature'], heard.message, [emsp.address])).toMatchObject({ valid: true });
  });

  test('behavior: so does an active charging profile, whose URL is in the query', async () => {
    const url = encodeURIComponent(`${emsp.url}/profiles/1`);
    const path = `/ocpi/receiver/2.2.1/chargingprofiles/S1?duration=900&response_url=${url}`;
    await emsp.send({ method: 'GET', path, to: receiver().id });
    const got = receiver().got[0] as Got;
    const given = new URL(new URL(got.path, 'http://x').searchParams.get('response_url') as string);
    expect(given.origin).toBe(its().url);
    expect(await check(got.headers['ocn-signature'], receivedMessage(got), [emsp.address])).toMatchObject({
      valid: true,
    });
    await receiver().send({ method: 'POST', path: given.pathname, to: emspId, body: '{"result":"REJECTED"}' });
    expect(emsp.got.map(({ path: at }) => at)).toEqual(['/profiles/1']);
  });

  test('behavior: pages are turned through the node', async () => {
    const pages = ['/pages/2?secret=1', '/pages/3'];
    receiver().answer = () => {
      const next = pages.shift();
      const headers = { 'X-Total-Count': '3', 'X-Limit': '1' };
      return {
        headers: next === undefined ? headers : { ...headers, Link: `<${receiver().url}${next}>; rel="next"` },
        body: JSON.stringify({ data: [], status_code: 1000, timestamp: '2026-11-20T10:00:00Z' }),
      };
    };
    let path = '/ocpi/sender/2.2.1/cdrs?limit=1';
    for (let turned = 0; turned < 3; turned++) {
      const heard = await emsp.send({ method: 'GET', path, to: receiver().id });
      expect(heard.json).toMatchObject({ status_code: 1000 });
      expect(heard.headers).toMatchObject({ 'x-total-count': '3', 'x-limit': '1' });
      const verdict = await check(heard.headers['ocn-signature'], heard.message, [receiver().address]);
      expect(verdict).toMatchObject({ valid: true });
      const link = heard.headers.link;
      expect(link === undefined).toBe(turned === 2);
      if (link === undefined) break;
      const next = new URL(nextLink(link) as string);
      expect(next.origin).toBe(a.url);
      path = next.pathname;
    }
    expect(receiver().got.map(({ path: at }) => at)).toEqual(['/sender/cdrs?limit=1', '/pages/2?secret=1', '/pages/3']);
  });

  test('behavior: what was created is looked at through the node', async () => {
    emsp.answer = () => ({ headers: { Location: `${emsp.url}/cdrs/77` } });
    const cdr = { ...objects.cdr(), ...receiver().id };
    const body = JSON.stringify(cdr);
    const heard = await receiver().send({ method: 'POST', path: '/ocpi/receiver/2.2.1/cdrs', to: emspId, body });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    const location = new URL(heard.headers.location as string);
    expect(location.origin).toBe(its().url);
    emsp.answer = () => ({ body: JSON.stringify({ data: cdr, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' }) });
    const seen = await receiver().send({ method: 'GET', path: location.pathname, to: emspId });
    expect(seen.json).toMatchObject({ status_code: 1000, data: { id: cdr.id } });
    expect(emsp.got.map(({ path }) => path)).toEqual(['/receiver/cdrs', '/cdrs/77']);
  });

  test('behavior: custom modules are carried as they are', async () => {
    const body = new Uint8Array([0xff, 0x00, 0x7b]);
    receiver().answer = ({ body: got }) => ({ status: 201, body: got });
    const heard = await emsp.send({
      method: 'PATCH',
      path: '/ocpi/custom/sender/parking/a/b?c=%20',
      to: receiver().id,
      bytes: body,
    });
    expect(heard).toMatchObject({ status: 201, body });
    expect(receiver().got[0]).toMatchObject({ path: '/sender/parking/a/b?c=%20', body });
  });

  test('behavior: a party that does not sign gets its node to sign for it, and answers without', async () => {
    const before = receiver().speaks;
    receiver().speaks = 'v2';
    const quiet = await startParty(
      a,
      { country_code: 'NL', party_id: where === 'the same node' ? 'QU1' : 'QU2' },
      'EMSP',
      {
        speaks: 'none',
      },
    );
    await using _ = quiet;
    const heard = await quiet.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: receiver().id });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    const got = receiver().got[0] as Got;
    expect(await check(got.headers['ocn-signature'], receivedMessage(got), [a.operator])).toMatchObject({
      valid: true,
    });
    const back = await receiver().send({ method: 'GET', path: '/ocpi/sender/2.2.1/tokens', to: quiet.id });
    expect(back.json).toMatchObject({ status_code: 1000 });
    receiver().speaks = before;
  });

  test('behavior: a failure that the receiver tells is told', async () => {
    receiver().answer = () => ({ body: '{"status_code":2003,"timestamp":"2026-11-20T10:00:00Z"}' });
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/locations/X', to: receiver().id });
    expect(heard.json).toMatchObject({ status_code: 2003 });
  });

  test.each([
    ['no JSON', { body: '<html>' }],
    ['a server’s fault', { status: 502, body: '' }],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:1/' }, body: '' }],
    ['no status', { body: '{}' }],
  ])('error: %s is no answer', async (_, answer) => {
    receiver().answer = () => answer;
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/locations/X', to: receiver().id });
    expect(heard.json).toMatchObject({ status_code: 4003 });
    // The sender’s operator is not told that it was delivered, though another node may have answered.
    const told = a.context.lines.filter(({ text }) => text === 'message').at(-1);
    expect(told?.fields).toMatchObject({ outcome: 'receiverUnreachable' });
  });

  test('error: the receiver does not have the module', async () => {
    const { id, address } = receiver();
    directory.setParty(id, its().operator, ['CPO'], { address, modules: { SENDER: [], RECEIVER: ['locations'] } });
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/locations/X', to: id });
    directory.setParty(id, its().operator, ['CPO'], { address });
    expect(heard.json).toMatchObject({ status_code: 4001 });
    expect(receiver().got).toEqual([]);
  });

  test('error: objects of others, pushed and answered', async () => {
    const body = JSON.stringify({ ...objects.token(), party_id: 'XXX' });
    const path = '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680';
    const pushed = await emsp.send({ method: 'PUT', path, to: receiver().id, body });
    expect(pushed.json).toMatchObject({ status_code: 2001 });
    expect(receiver().got).toEqual([]);
    const data = { ...objects.location(), country_code: 'DE', party_id: 'XXX' };
    receiver().answer = () => ({
      body: JSON.stringify({ data, status_code: 1000, timestamp: '2026-11-20T10:00:00Z' }),
    });
    const answered = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/locations/LOC1', to: receiver().id });
    expect(answered.json).toMatchObject({ status_code: 3000 });
  });
});

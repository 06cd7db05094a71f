import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Decode } from '../../../bytes/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { receivedMessage, startParty, type TestParty } from './party.fixtures.ts';

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

describe('on one node', () => {
  test('behavior: a request and its answer', async () => {
    const heard = await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: near.id });
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(near.got).toHaveLength(1);
    expect(near.got[0]?.headers.authorization).toMatch(/^Token /);
  });
});

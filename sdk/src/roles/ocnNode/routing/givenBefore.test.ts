import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createOutgoingHttp } from '../http/createOutgoingHttp.ts';
import type { OutgoingAnswer, OutgoingHttp } from '../http/outgoing.ts';
import { testPolicy } from '../testing/testContext.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { network, startNode, type TestNode } from './network.fixtures.ts';
import { type Heard, startParty, type TestParty } from './party.fixtures.ts';
import { idOf } from './requestSignature.ts';

const HOUR = 3_600_000;
const emspId = { country_code: 'NL', party_id: 'EMP' };
const cpoId = { country_code: 'DE', party_id: 'GSL' };
const directory = createTestDirectory();
const policy = { ...testPolicy, rememberMs: 24 * HOUR };
const put = '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680';
const body = JSON.stringify(objects.token());

let a: TestNode;
let b: TestNode;
let emsp: TestParty;
let cpo: TestParty;
/** What becomes of an answer of the other node on its way here, once. */
let onItsWay: ((answer: OutgoingAnswer) => OutgoingAnswer) | null = null;

beforeAll(async () => {
  const real = createOutgoingHttp({ allowHttp: true, allowPrivateNetworks: true });
  const http: OutgoingHttp = {
    ...real,
    async send(request, signal) {
      const answer = await real.send(request, signal);
      if (onItsWay === null || !request.url.endsWith('/ocn/message')) return answer;
      const change = onItsWay;
      onItsWay = null;
      return change(answer);
    },
  };
  [a, b] = [await startNode(1, directory, { http, policy }), await startNode(2, directory, { policy })];
  emsp = await startParty(a, emspId, 'EMSP');
  cpo = await startParty(b, cpoId, 'CPO');
});

afterAll(async () => {
  for (const one of [emsp, cpo, a, b]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  for (const { context } of [a, b]) context.clock.at = null;
  cpo.got.length = 0;
  onItsWay = null;
});

const lose = (): never => {
  throw new Error('the connection was lost');
};

/** Some time later, by the clocks of both nodes and of the provider. */
async function send(
  requestId: string,
  later: number,
  { method = 'PUT', path = put }: { method?: string; path?: string } = {},
): Promise<Heard> {
  const at = Date.now() + later;
  for (const { context } of [a, b]) context.clock.at = later === 0 ? null : at;
  const issued = Math.floor(at / 1_000);
  const ends = { from: idOf(emspId), to: idOf(cpoId) };
  const bytes = utf8Encode(method === 'PUT' ? body : '');
  const message = { network, method, path, requestId, correlationId: 'same', ...ends, body: bytes };
  const signature = await SignatureV2.sign(message, { signer: emsp.signer, issued, expires: issued + 60 });
  return emsp.send({ method, path, to: cpoId, requestId, correlationId: 'same', signature, bytes });
}

describe('an answer that this node has lost, and is given again by the other', () => {
  test.each([
    ['a minute', HOUR / 60],
    ['six minutes, when its signatures are over', HOUR / 10],
    ['23 hours', 23 * HOUR],
  ])('behavior: counts after %s, and nothing is carried out twice', async (when, later) => {
    onItsWay = lose;
    expect((await send(when.replaceAll(/\W/g, '-'), 0)).json.status_code).not.toBe(1000);
    const heard = await send(when.replaceAll(/\W/g, '-'), later);
    expect(heard.json).toMatchObject({ status_code: 1000 });
    expect(cpo.got).toHaveLength(1);
    const verdict = await SignatureV2.verify(heard.headers['ocn-signature'] as string, heard.message, {
      now: Math.floor((Date.now() + later) / 1_000),
      since: Math.floor(Date.now() / 1_000) - 5,
      origins: [cpo.address],
      rewriters: [a.operator, b.operator],
    });
    expect(verdict).toMatchObject({ valid: true });
  });

  test('attack: an answer that is older than anybody remembers is refused', async () => {
    let old: OutgoingAnswer | null = null;
    onItsWay = (answer) => {
      old = answer;
      return lose();
    };
    await send('older', 0);
    onItsWay = () => old as OutgoingAnswer;
    const heard = await send('older', 25 * HOUR);
    expect(heard.json.status_code).not.toBe(1000);
    expect(a.refused.at(-1)).toBe('answer');
  });

  test('attack: an answer that was given to another request is refused, however old that is', async () => {
    let other: OutgoingAnswer | null = null;
    onItsWay = (answer) => {
      other = answer;
      return answer;
    };
    expect((await send('the-other', 0)).json.status_code).toBe(1000);
    onItsWay = () => other as OutgoingAnswer;
    expect((await send('this-one', HOUR)).json.status_code).not.toBe(1000);
    expect(a.refused.at(-1)).toBe('answer');
  });

  test('attack: what was read an hour ago is no answer to what is read now, which no node keeps', async () => {
    const read = { method: 'GET', path: '/ocpi/sender/2.2.1/tariffs' };
    let old: OutgoingAnswer | null = null;
    onItsWay = (answer) => {
      old = answer;
      return answer;
    };
    expect((await send('reads', 0, read)).json.status_code).toBe(1000);
    onItsWay = () => old as OutgoingAnswer;
    expect((await send('reads', HOUR, read)).json.status_code).not.toBe(1000);
    expect(a.refused.at(-1)).toBe('answer');
  });
});

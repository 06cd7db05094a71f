import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8Decode } from '../../../bytes/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { seconds } from './hostile.fixtures.ts';
import { startNode, type TestNode } from './network.fixtures.ts';
import { receivedMessage, startParty, type TestParty } from './party.fixtures.ts';

const directory = createTestDirectory();
let [a, b] = [] as unknown as [TestNode, TestNode];
let [emsp, cpo] = [] as unknown as [TestParty, TestParty];

beforeAll(async () => {
  a = await startNode(1, directory, {}, { prefix: '/hub/one' });
  b = await startNode(2, directory, {}, { prefix: '/two' });
  emsp = await startParty(a, { country_code: 'NL', party_id: 'EMP' }, 'EMSP');
  cpo = await startParty(b, { country_code: 'DE', party_id: 'GSL' }, 'CPO');
});

afterAll(async () => {
  for (const one of [emsp, cpo, a, b]) await one?.[Symbol.asyncDispose]();
});

test('behavior: nodes below a path of their hosts: signatures, links and answers', async () => {
  const rules = { now: seconds(), rewriters: [a.operator, b.operator] };
  const body = JSON.stringify({ ...objects.stopSession(), response_url: `${emsp.url}/results/1` });
  const path = '/ocpi/receiver/2.2.1/commands/STOP_SESSION';
  const heard = await emsp.send({ method: 'POST', path, to: cpo.id, body });
  const [got] = cpo.got;
  if (!got) throw new Error(utf8Decode(heard.body));
  const header = heard.headers['ocn-signature'] as string;
  expect(await SignatureV2.verify(header, heard.message, { ...rules, origins: [cpo.address] })).toMatchObject({
    valid: true,
  });
  const received = receivedMessage(got);
  const signature = got.headers['ocn-signature'] as string;
  expect(await SignatureV2.verify(signature, received, { ...rules, origins: [emsp.address] })).toMatchObject({
    valid: true,
  });
  const { response_url } = JSON.parse(utf8Decode(got.body));
  expect(response_url.startsWith(`${b.url}/ocpi/sender/2.2.1/commands/STOP_SESSION/`)).toBe(true);
  const result = { method: 'POST', path: response_url.slice(b.url.length), to: emsp.id, body: '{"result":"ACCEPTED"}' };
  expect((await cpo.send(result)).json).toMatchObject({ status_code: 1000 });
  expect(emsp.got.map((one) => one.path)).toEqual(['/results/1']);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import type { Signer } from '../../../crypto/index.ts';
import { ClientInfoMessage } from '../../../ocn/message/index.ts';
import { NodeMessage } from '../../../ocn/signature/index.ts';
import { type ClientInfo, formatDateTime, OcpiError } from '../../../protocol/ocpi/index.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { seconds } from './hostile.fixtures.ts';
import { startNode, type TestNode, testSigner } from './network.fixtures.ts';

const directory = createTestDirectory();
const emp = { country_code: 'NL', party_id: 'EMP' };
const heard: KnownClient[] = [];
let [a, b] = [] as unknown as [TestNode, TestNode];
let counter = 0;
/** Whom the rates of operators were asked about, and whether they are used up. */
const admitted: Hex[] = [];
let isFull = false;

beforeAll(async () => {
  a = await startNode(1, directory);
  const admitPeer = (operator: Hex) => {
    admitted.push(operator);
    if (isFull) throw new OcpiError('serverError', 'asks too often', { httpStatus: 429 });
  };
  b = await startNode(2, directory, { admitPeer }, { onClient: (client) => void heard.push(client) });
  directory.setParty(emp, a.operator, ['EMSP']);
  directory.setParty({ country_code: 'DE', party_id: 'OWN' }, b.operator, ['CPO']);
});

afterAll(async () => {
  for (const one of [a, b]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  heard.length = 0;
  b.refused.length = 0;
  admitted.length = 0;
});

const client = (more: Partial<ClientInfo> = {}): ClientInfo => ({
  ...emp,
  role: 'EMSP',
  status: 'CONNECTED',
  last_updated: formatDateTime(Date.now()),
  ...more,
});

function messageOf(info: ClientInfo, change: object = {}): ClientInfoMessage.ClientInfoMessage {
  counter += 1;
  const id = `client-info-of-tests-${counter}`;
  return { client: info, envelope: { to: b.operator, issued: seconds(), expires: seconds() + 60, id, ...change } };
}

async function put(signer: Signer, message: ClientInfoMessage.ClientInfoMessage | Uint8Array) {
  const bytes = message instanceof Uint8Array ? message : ClientInfoMessage.encode(message);
  const response = await fetch(`${b.url}/ocn/client-info`, {
    method: 'PUT',
    headers: { 'OCN-Signature': await NodeMessage.sign(bytes, signer) },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  return { status: response.status, json: (await response.json()) as { status_code: number } };
}

describe('client info of nodes', () => {
  test('behavior: a node tells the others of its parties', async () => {
    const updated = Date.now();
    await a.routing.publishClient({ ...emp, role: 'EMSP', status: 'OFFLINE', updated });
    expect(heard).toEqual([{ ...emp, role: 'EMSP', status: 'OFFLINE', updated }]);
  });

  test('behavior: of a party that was entered a moment ago: the registry is read before anything is refused', async () => {
    const known = directory.refresh;
    const late = { country_code: 'FR', party_id: 'NEW' };
    directory.refresh = async () => void directory.setParty(late, a.operator, ['CPO']);
    try {
      const told = await put(testSigner(1), messageOf(client({ ...late, role: 'CPO' })));
      expect(told.json).toMatchObject({ status_code: 1000 });
      expect(heard).toMatchObject([{ ...late, role: 'CPO' }]);
    } finally {
      directory.refresh = known;
      directory.removeParty(late);
    }
  });

  test('behavior: a node that does not know the party yet is told once more', async () => {
    const late = { country_code: 'FR', party_id: 'LTR' };
    const told = a.routing.publishClient({ ...late, role: 'CPO', status: 'CONNECTED', updated: Date.now() });
    await expect.poll(() => b.refused).toEqual(['client-info']);
    directory.setParty(late, a.operator, ['CPO']);
    await told;
    directory.removeParty(late);
    expect(heard).toMatchObject([{ ...late, role: 'CPO', status: 'CONNECTED' }]);
  });

  test('behavior: what is known is not told again, and old news are none', async () => {
    const at = Date.now() + 1_000;
    await put(testSigner(1), messageOf(client({ status: 'SUSPENDED', last_updated: formatDateTime(at) })));
    await put(testSigner(1), messageOf(client({ status: 'SUSPENDED', last_updated: formatDateTime(at) })));
    await put(testSigner(1), messageOf(client({ status: 'CONNECTED', last_updated: formatDateTime(at - 5_000) })));
    expect(heard.map(({ status }) => status)).toEqual(['SUSPENDED']);
  });

  test.each<[string, Partial<ClientInfo>]>([
    ['a party of the node that is told', { country_code: 'DE', party_id: 'OWN', role: 'CPO' }],
    ['a party of nobody', { party_id: 'NIL' }],
    ['a role that the party does not have', { role: 'CPO' }],
    ['the future', { last_updated: '2099-01-01T00:00:00Z' }],
    ['a status that there is not', { status: 'GONE' as never }],
  ])('attack: forged client info: %s', async (_, more) => {
    expect((await put(testSigner(1), messageOf(client(more)))).json).toMatchObject({ status_code: 2001 });
    expect(heard).toEqual([]);
  });

  test('attack: forged client info: of another node, of a stranger', async () => {
    const hostile = testSigner(7).signer as `0x${string}`;
    directory.setNode({ operator: hostile, url: 'http://127.0.0.1:9', key: hostile });
    expect((await put(testSigner(7), messageOf(client()))).json).toMatchObject({ status_code: 2001 });
    expect((await put(testSigner(8), messageOf(client()))).status).toBe(401);
    expect((await put(testSigner(8), utf8Encode('{'))).status).toBe(401);
    expect(b.refused).toEqual(['client-info', 'node-signature', 'node-signature']);
  });

  test('attack: replay of client info, for others, or of yesterday', async () => {
    const message = messageOf(client({ status: 'PLANNED', last_updated: formatDateTime(Date.now() + 5_000) }));
    expect((await put(testSigner(1), message)).json).toMatchObject({ status_code: 1000 });
    expect((await put(testSigner(1), message)).json).toMatchObject({ status_code: 2001 });
    expect((await put(testSigner(1), messageOf(client(), { to: a.operator }))).json).toMatchObject({
      status_code: 2001,
    });
    const old = { issued: seconds() - 500, expires: seconds() - 400 };
    expect((await put(testSigner(1), messageOf(client(), old))).json).toMatchObject({ status_code: 2001 });
  });

  test('attack: downgrade: without an envelope', async () => {
    expect((await put(testSigner(1), { client: client(), envelope: null })).json).toMatchObject({ status_code: 2001 });
    expect(b.refused).toEqual(['downgrade']);
  });
});

describe('rates', () => {
  test('error: an operator that sends too much is refused before anything is kept', async () => {
    const message = messageOf(client({ status: 'OFFLINE', last_updated: formatDateTime(Date.now() + 9_000) }));
    isFull = true;
    const refused = await put(testSigner(1), message);
    isFull = false;
    expect([refused.status, heard, admitted]).toEqual([429, [], [a.operator]]);
    expect((await put(testSigner(1), message)).json).toMatchObject({ status_code: 1000 });
    expect(heard).toHaveLength(1);
  });

  test('error: news of parties of others count for whoever has signed them; what nobody has signed, for nobody', async () => {
    await put(testSigner(1), messageOf(client({ country_code: 'DE', party_id: 'OWN', role: 'CPO' })));
    await put(testSigner(1), messageOf(client({ party_id: 'NIL' })));
    await put(testSigner(8), messageOf(client()));
    expect(admitted).toEqual([a.operator, a.operator]);
  });
});

describe('what a node says of the registry', () => {
  test('behavior: itself, and who serves a party', async () => {
    const get = async (path: string) => {
      const response = await fetch(`${b.url}${path}`);
      return { status: response.status, json: await response.json() };
    };
    const info = await get('/ocn/registry/node-info');
    expect(info.json).toEqual({ url: b.url, address: expect.stringMatching(new RegExp(b.operator, 'i')) });
    expect((await get('/ocn/registry/node/nl/emp')).json).toMatchObject({ url: a.url });
    expect((await get('/ocn/registry/node/FR/NIL')).status).toBe(404);
    expect((await get('/ocn/registry/node/FRANCE/NIL')).status).toBe(404);
  });
});

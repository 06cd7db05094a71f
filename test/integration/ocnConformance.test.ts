import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Endpoint, encodeAuthorization, endpoints, type Party } from '../../sdk/src/protocol/ocpi/index.ts';
import { answerTo, questionFor } from '../support/ocnCases.ts';
import { everyModule, type Nodes, registerParty, startNodes } from '../support/ocnNodes.ts';
import { type Got, type Heard, type Office, startOffice } from '../support/ocnOffices.ts';

const versions = ['2.2.1', '2.2'] as const;
const requesterId: Party = { country_code: 'NL', party_id: 'EMP' };
const responderId: Party = { country_code: 'DE', party_id: 'GSL' };
/** In the registry, at the node of the responder: with one side of each module, and not connected. */
const halves = {
  SENDER: { country_code: 'FR', party_id: 'SND' },
  RECEIVER: { country_code: 'FR', party_id: 'RCV' },
} as const satisfies Record<'SENDER' | 'RECEIVER', Party>;
const nobody: Party = { country_code: 'FR', party_id: 'NIL' };

let nodes: Nodes;
let requester: Office;
let responder: Office;

beforeAll(async () => {
  nodes = await startNodes(2);
  const { files } = nodes.at(1);
  await registerParty(nodes, files, 3, halves.SENDER, ['CPO'], { ...everyModule, RECEIVER: [] });
  await registerParty(nodes, files, 4, halves.RECEIVER, ['CPO'], { ...everyModule, SENDER: [] });
  requester = await startOffice(nodes, nodes.at(0), 5, requesterId);
  responder = await startOffice(nodes, nodes.at(1), 6, responderId);
});
afterAll(() => nodes?.[Symbol.asyncDispose]());
beforeEach(() => {
  requester.got.length = 0;
  responder.got.length = 0;
  responder.answer = () => ({});
});

/** What goes from party to party, but for what has a URL that was given before. */
const table = versions.flatMap((version) =>
  endpoints[version]
    .filter(({ routed, path }) => routed && path !== null)
    .map((one) => [version, one.name, one] as const),
);
const sideOf = ({ role }: Endpoint) => role as 'SENDER' | 'RECEIVER';
const code = ({ status, json }: Heard) => `${status} ${json.status_code}`;

test('behavior: the table has every module that goes from party to party', () => {
  const modules = new Set(table.map(([, , { module, role }]) => `${role} ${module}`));
  const wanted = everyModule.SENDER.flatMap((module) => [`SENDER ${module}`, `RECEIVER ${module}`]);
  // The sender's side of commands has nothing but URLs that were given before.
  expect([...modules].sort()).toEqual(wanted.filter((one) => one !== 'SENDER commands').sort());
});

describe.each(table)('OCPI %s %s, through two nodes', (version, _, endpoint) => {
  const { method } = endpoint;
  const question = () => questionFor(endpoint, version, requester.url);
  const ask = (more: Partial<Parameters<Office['send']>[0]> = {}) => {
    const { path, body } = question();
    return requester.send({ method, path, body, to: responderId, ...more });
  };

  /** The response URL is replaced by one of the responder's node, and nothing else. */
  function expectSame(got: Got): void {
    const { path, body } = question();
    const at = `/ocpi/${sideOf(endpoint).toLowerCase()}/${version}/${endpoint.module}`;
    const sent = path.replace(at, `/${sideOf(endpoint).toLowerCase()}/${endpoint.module}`);
    const own = new RegExp(`${responder.node.url}/ocpi/sender/${version}/${endpoint.module}/[A-Za-z0-9_/-]+`, 'g');
    const inPath = new RegExp(`response_url=(${encodeURIComponent(responder.node.url)}[^&]+)`);
    const asked = `${requester.url}/answers/`;
    const named = /answers(?:\/|%2F)(\d)/.exec(`${path}${body}`)?.[1];
    expect(got.path.replace(inPath, `response_url=${encodeURIComponent(`${asked}${named}`)}`)).toBe(sent);
    expect(got.body.replace(own, `${asked}${named}`)).toBe(body ?? '');
    // What was asked for at the first node is not what is asked for at the platform.
    if (named !== undefined) expect(`${got.path}${got.body}`).not.toContain(asked);
  }

  test('behavior: a good request and its answer arrive byte for byte, unknown fields and digits too', async () => {
    const body = answerTo(endpoint);
    const headers: Record<string, string> = {};
    if (endpoint.pages !== 'none') Object.assign(headers, { 'X-Total-Count': '7', 'X-Limit': '1', 'X-Secret': 'no' });
    responder.answer = () => ({ body, headers });
    const ids = { 'x-request-id': crypto.randomUUID(), 'x-correlation-id': `c-${version}-${endpoint.name}` };
    const heard = await ask({ headers: ids });
    expect(heard.text).toBe(body);
    expect(heard.status).toBe(200);
    expect(responder.got).toHaveLength(1);
    const [got] = responder.got as [Got];
    expect(got.method).toBe(method);
    expectSame(got);
    expect(got.headers).toMatchObject({
      authorization: encodeAuthorization(responder.tokens.theirs),
      'x-correlation-id': `c-${version}-${endpoint.name}`,
      'ocpi-from-country-code': 'NL',
      'ocpi-from-party-id': 'EMP',
      'ocpi-to-country-code': 'DE',
      'ocpi-to-party-id': 'GSL',
      'ocn-signature': expect.stringMatching(/^EV2\./),
    });
    expect(got.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(got.headers['x-request-id']).not.toBe(ids['x-request-id']);
    if (endpoint.pages !== 'none') expect(heard.headers.get('x-total-count')).toBe('7');
    expect(heard.headers.get('x-secret')).toBeNull();
  });

  test('error: a body that is broken, missing, or not what it has to be', async () => {
    for (const body of question().bad) {
      expect(code(await ask({ body: method === 'GET' ? undefined : body })), body).toBe(
        method === 'GET' ? '200 1000' : '200 2001',
      );
      if (method === 'GET') responder.got.length = 0;
    }
    expect(responder.got).toEqual([]);
  });

  test('error: without a token, with a wrong one, and with the one of the other direction', async () => {
    const { theirs } = requester.tokens;
    for (const authorization of [undefined, 'Token', encodeAuthorization('nobody'), encodeAuthorization(theirs)]) {
      expect((await ask({ headers: { authorization } })).status, String(authorization)).toBe(401);
    }
    expect(responder.got).toEqual([]);
  });

  test('error: a receiver that is unknown, not connected, or has the other side of the module alone', async () => {
    const [has, has_not] =
      sideOf(endpoint) === 'SENDER' ? (['SENDER', 'RECEIVER'] as const) : (['RECEIVER', 'SENDER'] as const);
    expect(code(await ask({ to: nobody }))).toBe('200 4001');
    expect(code(await ask({ to: halves[has] }))).toBe('200 4003');
    expect(code(await ask({ to: halves[has_not] }))).toBe('200 4001');
    expect(responder.got).toEqual([]);
  });

  test("error: in somebody else's name, and with objects of somebody else", async () => {
    for (const party of ['GSL', 'XYZ']) {
      expect(code(await ask({ headers: { 'ocpi-from-party-id': party } }))).toBe('200 2001');
    }
    const { stranger } = question();
    if (stranger !== null) expect(code(await ask(stranger))).toBe('200 2001');
    for (const name of ['x-request-id', 'x-correlation-id', 'ocpi-from-party-id', 'ocpi-to-country-code']) {
      expect(code(await ask({ headers: { [name]: undefined } })), name).toBe('200 2001');
    }
    expect(responder.got).toEqual([]);
  });

  test('error: another method, and a path that goes on', async () => {
    const methods = endpoints[version]
      .filter(
        ({ module, role, path }) => module === endpoint.module && role === endpoint.role && path === endpoint.path,
      )
      .map((one) => one.method);
    const wrong = (['PATCH', 'DELETE', 'PUT'] as const).find((one) => !methods.includes(one)) ?? 'PATCH';
    const { path } = question();
    const other = await ask({ method: wrong, body: wrong === 'DELETE' ? undefined : '{}' });
    expect([404, 405]).toContain(other.status);
    const [before] = path.split('?');
    expect((await ask({ path: `${before}/a/b/c/d/e/f` })).status).toBe(404);
    expect((await ask({ path: path.replace(`/${version}/`, '/2.1.1/') })).status).toBe(404);
    expect(responder.got).toEqual([]);
  });
});

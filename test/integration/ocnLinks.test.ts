import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  commandTypes,
  encodeAuthorization,
  endpoints,
  nextLink,
  type Party,
} from '../../sdk/src/protocol/ocpi/index.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { answerTo, questionFor, withUnusual } from '../support/ocnCases.ts';
import { type Nodes, startNodes } from '../support/ocnNodes.ts';
import { type Got, type Heard, type Office, startOffice, success } from '../support/ocnOffices.ts';

// What has a URL that was given before (results, pages, what was created), and what has no endpoint in the table of OCPI.

const requesterId: Party = { country_code: 'NL', party_id: 'EMP' };
const responderId: Party = { country_code: 'DE', party_id: 'GSL' };
const versions = ['2.2.1', '2.2'] as const;

let nodes: Nodes;
let requester: Office;
let responder: Office;
/** On the node of the responder; nothing was given to it. */
let thief: Office;

beforeAll(async () => {
  nodes = await startNodes(2);
  requester = await startOffice(nodes, nodes.at(0), 3, requesterId);
  responder = await startOffice(nodes, nodes.at(1), 4, responderId);
  thief = await startOffice(nodes, nodes.at(1), 5, { country_code: 'DE', party_id: 'THF' });
  await eventually(async () => {
    const { json } = await requester.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: responderId });
    if (json.status_code !== 1000) throw new Error(JSON.stringify(json));
  });
});
afterAll(() => nodes?.[Symbol.asyncDispose]());
beforeEach(() => {
  for (const one of [requester, responder, thief]) {
    one.got.length = 0;
    one.answer = () => ({});
  }
});

const code = ({ status, json }: Heard) => `${status} ${json.status_code}`;
const last = ({ got }: Office) => got.at(-1) as Got;
const endpointOf = (version: (typeof versions)[number], name: string) => {
  const found = endpoints[version].find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

const asking = [
  ...commandTypes.map((type) => `commands.${type}`),
  ...['get', 'put', 'delete'].map((name) => `chargingprofiles.${name}`),
].flatMap((name) => versions.map((version) => [version, name] as const));

describe.each(asking)('OCPI %s: the result of %s', (version, name) => {
  /** Asks, and gives the path of the URL that the responder has got for the result. */
  async function ask(): Promise<string> {
    const endpoint = endpointOf(version, name);
    const { path, body } = questionFor(endpoint, version, requester.url);
    responder.answer = () => ({ body: answerTo(endpoint) });
    expect(code(await requester.send({ method: endpoint.method, path, body, to: responderId }))).toBe('200 1000');
    const got = last(responder);
    const inPath = new URL(got.path, 'http://x').searchParams.get('response_url');
    const url = inPath ?? (JSON.parse(got.body) as { response_url: string }).response_url;
    expect(new URL(url).origin).toBe(responder.node.url);
    return new URL(url).pathname;
  }
  const result = withUnusual({ result: 'ACCEPTED' });

  test('behavior: goes to the URL that was given, byte for byte, and the answer back', async () => {
    const path = await ask();
    const body = '{"status_code":1000, "timestamp":"2026-11-20T10:00:00Z","x_more":1.0}';
    requester.answer = () => ({ body });
    const heard = await responder.send({ method: 'POST', path, body: result, to: requesterId });
    expect(heard.text).toBe(body);
    expect(last(requester)).toMatchObject({ method: 'POST', body: result });
    expect(last(requester).path).toMatch(/^\/answers\/\d$/);
    expect(last(requester).headers.authorization).toBe(encodeAuthorization(requester.tokens.theirs));
  });

  test('error: that is none, of somebody else, for somebody else, without a token, to a URL that nobody has given', async () => {
    const path = await ask();
    const send = (more: object, from = responder) =>
      from.send({ method: 'POST', path, body: result, to: requesterId, ...more });
    expect(code(await send({ body: '{"result":"MAYBE"}' }))).toBe('200 2001');
    expect(code(await send({ body: '' }))).toBe('200 2001');
    expect(code(await send({}, thief))).toBe('200 2001');
    expect(code(await send({ to: thief.id }))).toBe('200 2001');
    expect((await send({ headers: { authorization: undefined } })).status).toBe(401);
    expect((await send({ method: 'GET', body: undefined })).status).toBe(405);
    expect(code(await send({ path: path.replace(/[^/]+$/, 'A'.repeat(22)) }))).toBe('200 2001');
    expect(requester.got).toEqual([]);
  });
});

const lists = ['locations', 'sessions', 'cdrs', 'tariffs', 'tokens'].flatMap((module) =>
  versions.map((version) => [version, module] as const),
);

describe.each(lists)('OCPI %s: pages of %s', (version, module) => {
  const endpoint = () => endpointOf(version, `${module}.list`);
  /** Three pages, each with a link to the next. */
  const threePages = ({ path }: Got) => {
    const page = Number(new URL(path, 'http://x').searchParams.get('p') ?? 0);
    const next = `<${responder.url}/sender/${module}?p=${page + 1}&secret=s>; rel="next"`;
    return { body: answerTo(endpoint()), headers: { 'X-Total-Count': '3', ...(page < 2 ? { Link: next } : {}) } };
  };
  const first = () => {
    const { path } = questionFor(endpoint(), version, requester.url);
    return requester.send({ method: 'GET', path, to: responderId });
  };

  test('behavior: all are read, by links of the requester’s own node', async () => {
    responder.answer = threePages;
    let heard = await first();
    for (const page of [1, 2]) {
      const url = nextLink(heard.headers.get('link') as string) as string;
      expect(url.startsWith(`${requester.node.url}/ocpi/sender/${version}/${module}/page/`)).toBe(true);
      heard = await requester.send({ method: 'GET', path: new URL(url).pathname, to: responderId });
      expect(heard.text).toBe(answerTo(endpoint()));
      expect(heard.headers.get('x-total-count')).toBe('3');
      expect(last(responder).path).toBe(`/sender/${module}?p=${page}&secret=s`);
    }
    expect(heard.headers.get('link')).toBeNull();
  });

  test('error: a link to another host, of somebody else, or that nobody has given', async () => {
    responder.answer = () => ({ body: success([]), headers: { Link: `<${thief.url}/steal>; rel="next"` } });
    expect(code(await first())).toBe('200 3000');
    responder.answer = threePages;
    const path = new URL(nextLink((await first()).headers.get('link') as string) as string).pathname;
    responder.got.length = 0;
    const { tokens } = requester;
    expect(code(await requester.send({ method: 'GET', path, to: thief.id }))).toBe('200 2001');
    expect((await thief.send({ method: 'GET', path, to: responderId })).json.status_code).toBe(2001);
    const unknown = path.replace(/[^/]+$/, 'A'.repeat(22));
    expect(code(await requester.send({ method: 'GET', path: unknown, to: responderId }))).toBe('200 2001');
    const stolen = { authorization: encodeAuthorization(tokens.theirs) };
    expect((await requester.send({ method: 'GET', path, to: responderId, headers: stolen })).status).toBe(401);
    expect([responder.got, thief.got]).toEqual([[], []]);
  });
});

describe.each(versions)('OCPI %s: what was created', (version) => {
  test('behavior: a CDR is looked at by a URL of the requester’s own node', async () => {
    const [post, get] = [endpointOf(version, 'cdrs.post'), endpointOf(version, 'cdrs.getPushed')];
    const { path, body } = questionFor(post, version, requester.url);
    responder.answer = ({ method }) => ({
      body: answerTo(method === 'GET' ? get : post),
      headers: method === 'GET' ? {} : { Location: `${responder.url}/receiver/cdrs/of/C1` },
    });
    const heard = await requester.send({ method: 'POST', path, body, to: responderId });
    const location = heard.headers.get('location') as string;
    expect(location.startsWith(`${requester.node.url}/ocpi/receiver/${version}/cdrs/`)).toBe(true);
    const read = { method: 'GET', path: new URL(location).pathname, to: responderId };
    expect((await requester.send(read)).text).toBe(answerTo(get));
    expect(last(responder).path).toBe('/receiver/cdrs/of/C1');
    expect(code(await requester.send({ ...read, to: thief.id }))).toBe('200 2001');
    const foreign = JSON.stringify({ ...JSON.parse(success()), data: { country_code: 'FR', party_id: 'XYZ' } });
    responder.answer = () => ({ body: foreign });
    expect(code(await requester.send(read))).toBe('200 3000');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CredentialsRole, Role } from '../../../../protocol/ocpi/index.ts';
import { answerJson, envelope, type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { credentialsRole, type FrontNode, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';
const elsewhere = '0x9999999999999999999999999999999999999999';
let node: FrontNode;
let count = 0;

beforeAll(async () => {
  node = await startFront();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

/** A party that no other test has, in the registry. */
function newParty(operator = node.context.self.operator, role: Role = 'CPO'): CredentialsRole {
  count += 1;
  const party = credentialsRole('DE', String(count).padStart(3, '0'), role);
  node.context.directory.setParty({ country_code: 'DE', party_id: party.party_id }, operator, [role]);
  return party;
}

/** Changes the platform, or gives what is different in its credentials. */
type Setup = (platform: OcpiPlatform, role: CredentialsRole) => object | undefined;

const platforms: Readonly<Record<string, readonly [code: number, setup: Setup]>> = {
  'no version that both have': [
    3002,
    (p) => {
      p.versions = [{ version: '2.1.1', url: `${p.url}/x` }];
      return undefined;
    },
  ],
  'no endpoint of a module that is known': [
    3003,
    (p) => {
      p.endpoints['2.2.1'] = [{ identifier: 'own', role: 'SENDER', url: `${p.url}/own` }];
      return undefined;
    },
  ],
  'two URLs for one endpoint': [
    3003,
    (p) => {
      p.endpoints['2.2.1'].push({ identifier: 'locations', role: 'SENDER', url: `${p.url}/other` });
      return undefined;
    },
  ],
  'no endpoints at all': [
    3003,
    (p) => {
      p.endpoints['2.2.1'] = [];
      return undefined;
    },
  ],
  'details of another version': [
    3001,
    (p) => {
      p.versions = [{ version: '2.2.1', url: `${p.url}/ocpi/2.2` }];
      return undefined;
    },
  ],
  'a token B that it does not know itself': [
    3001,
    (p) => {
      p.tokens.clear();
      return undefined;
    },
  ],
  'too many versions': [
    3001,
    (p) => {
      p.versions = Array.from({ length: 101 }, (_, index) => ({ version: `9.${index}`, url: p.url }));
      return undefined;
    },
  ],
  'nobody where it says it is': [3001, () => ({ url: 'http://127.0.0.1:1/versions' })],
};

const answers: Readonly<Record<string, Parameters<OcpiPlatform['handlers']['set']>[1]>> = {
  'no JSON': (_, response) => void response.end('<html>'),
  'a failure': (_, response) => answerJson(response, 200, { ...envelope([]), status_code: 2000 }),
  'HTTP 500': (_, response) => answerJson(response, 500, envelope([])),
  nothing: () => undefined,
  'too much': (_, response) => answerJson(response, 200, envelope('x'.repeat(400_000))),
  'a hang-up': (_, response) => void response.destroy(),
  'no data': (_, response) => answerJson(response, 200, envelope(undefined)),
};

const bodies: Readonly<Record<string, Setup>> = {
  'a role that the registry does not have': (_, role) => ({ roles: [{ ...role, role: 'EMSP' }] }),
  'a party that is not in the registry': () => ({ roles: [credentialsRole('FR', 'BAD', 'CPO')] }),
  'a party of another operator': (_, role) => ({ roles: [role, newParty(elsewhere)] }),
  'a party that the token was not made for': (_, role) => ({ roles: [role, newParty()] }),
  'one party twice in one role': (_, role) => ({ roles: [role, role] }),
  'no roles': () => ({ roles: [] }),
  'more roles than can be': (_, role) => ({ roles: Array.from({ length: 1_001 }, () => role) }),
  'no token': () => ({ token: undefined }),
  'a token with a line break': () => ({ token: 'a\r\nx: y' }),
  'no URL': () => ({ url: undefined }),
  'a URL of a file': () => ({ url: 'file:///etc/passwd' }),
  'a URL with a password': (p) => ({ url: p.versionsUrl.replace('//', '//me:secret@') }),
};

/** Tries to register, and looks whether all is as before. */
async function attempt(setup: Setup) {
  await using platform = await startOcpiPlatform();
  const role = newParty();
  const token = await node.registrationToken([role]);
  const body = { ...platform.credentials('token-b', [role]), ...setup(platform, role) };
  const reply = await node.call('POST', path, { token, body });
  expect(reply.text).not.toContain('token-b');
  expect(await node.context.store.platforms.byParty(role)).toMatchObject({ state: 'planned', versionsUrl: null });
  expect((await node.call('GET', '/ocpi/versions', { token })).status).toBe(200);
  return { ...reply, platform };
}

test('behavior: a party that was entered a moment ago registers: the registry is read before anybody is refused', async () => {
  const { directory } = node.context;
  const known = directory.refresh;
  await using platform = await startOcpiPlatform();
  const role = newParty();
  const token = await node.registrationToken([role]);
  const entry = directory.party(role);
  directory.removeParty(role);
  const { id, operator = null, roles = [] } = entry ?? { id: role };
  directory.refresh = async () => void directory.setParty(id, operator, roles);
  try {
    const reply = await node.call('POST', path, { token, body: platform.credentials('token-b', [role]) });
    expect(reply).toMatchObject({ status: 200, body: { status_code: 1000 } });
  } finally {
    directory.refresh = known;
  }
});

describe('a registration that is refused leaves token A and nothing else', () => {
  test.each(Object.entries(platforms))('error: a platform with %s', async (_, [code, setup]) => {
    expect(await attempt(setup)).toMatchObject({ status: 200, body: { status_code: code } });
  });

  test.each(Object.entries(answers))('error: versions that are answered with %s', async (_, answer) => {
    const reply = await attempt((platform) => void platform.handlers.set('/ocpi/versions', answer));
    expect(reply).toMatchObject({ status: 200, body: { status_code: 3001 } });
  });

  test.each(Object.entries(answers))('error: details that are answered with %s', async (_, answer) => {
    const reply = await attempt((platform) => void platform.handlers.set('/ocpi/2.2.1', answer));
    expect(reply).toMatchObject({ status: 200, body: { status_code: 3001 } });
  });

  test.each(Object.entries(bodies))('error: credentials with %s, and nobody is asked', async (_, setup) => {
    const reply = await attempt(setup);
    expect(reply).toMatchObject({ status: 200, body: { status_code: 2001 } });
    expect(reply.platform.seen).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['too deep', '['.repeat(100) + ']'.repeat(100)],
    ['__proto__', '{"__proto__":{"token":"x"}}'],
  ])('error: a body that is %s', async (_, raw) => {
    const token = await node.registrationToken([newParty()]);
    const reply = await node.call('POST', path, { token, ...(raw === undefined ? {} : { raw }) });
    expect(reply).toMatchObject({ status: 200, body: { status_code: 2001 } });
  });

  test('error: an unknown token, and one that has expired', async () => {
    expect((await node.call('POST', path, { token: 'guess', body: {} })).status).toBe(401);
    const token = await node.registrationToken([newParty()]);
    node.context.clock.at = Date.now() + node.context.policy.registrationMs + 1;
    expect((await node.call('GET', '/ocpi/versions', { token })).status).toBe(401);
    node.context.clock.at = null;
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CredentialsRole } from '../../../../protocol/ocpi/index.ts';
import { createOutgoingHttp } from '../../http/createOutgoingHttp.ts';
import { envelope, type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { credentialsRole, type FrontNode, startFront } from '../front.fixtures.ts';

const path = '/ocpi/2.2.1/credentials';
const secret = 'token-b-secret';
let node: FrontNode;
let count = 0;

beforeAll(async () => {
  node = await startFront();
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

function newParty(of: FrontNode = node): CredentialsRole {
  count += 1;
  const party = credentialsRole('DE', String(count).padStart(3, '0'), 'CPO');
  of.context.directory.setParty({ country_code: 'DE', party_id: party.party_id }, of.context.self.operator, ['CPO']);
  return party;
}

async function register(platform: OcpiPlatform, change: object = {}) {
  const role = newParty();
  const token = await node.registrationToken([role]);
  const body = { ...platform.credentials(secret, [role]), ...change };
  const reply = await node.call('POST', path, { token, body });
  const kept = await node.context.store.platforms.byParty(role);
  return { reply, kept, token };
}

describe('token theft', () => {
  test('error: versions that name another host: token B is not sent there', async () => {
    await using platform = await startOcpiPlatform();
    await using thief = await startOcpiPlatform();
    platform.versions = [{ version: '2.2.1', url: `${thief.url}/ocpi/2.2.1` }];
    const { reply, kept } = await register(platform);
    expect(reply.body.status_code).toBe(3001);
    expect(thief.seen).toEqual([]);
    expect(kept?.state).toBe('planned');
  });

  test('error: endpoints on another host or port are refused, so that no push ever takes token B there', async () => {
    await using platform = await startOcpiPlatform();
    await using thief = await startOcpiPlatform();
    for (const url of [
      `${thief.url}/locations`,
      platform.url.replace('127.0.0.1', 'localhost'),
      platform.url.replace('http:', 'https:'),
      platform.url.replace('//', '//me@'),
      `${platform.url}/x#fragment`,
    ]) {
      platform.endpoints['2.2.1'] = [{ identifier: 'locations', role: 'SENDER', url }];
      const { reply, kept } = await register(platform);
      expect([url, reply.body.status_code]).toEqual([url, 3001]);
      expect(kept?.endpoints).toEqual([]);
    }
    expect(thief.seen).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('error: a redirect (%i) of the versions is not followed', async (status) => {
    await using platform = await startOcpiPlatform();
    await using thief = await startOcpiPlatform();
    platform.handlers.set(
      '/ocpi/versions',
      (_, response) => void response.writeHead(status, { location: `${thief.url}/ocpi/versions` }).end(),
    );
    expect((await register(platform)).reply.body.status_code).toBe(3001);
    expect(thief.seen).toEqual([]);
  });

  test('error: no token is in an answer, a log or what the operator sees', async () => {
    await using platform = await startOcpiPlatform();
    const { reply, kept, token } = await register(platform);
    const tokenC = (reply.body.data as { token: string }).token;
    await node.front.settled();
    const shown = [
      JSON.stringify(node.context.lines),
      JSON.stringify(kept),
      (await node.call('GET', `/admin/platforms/${kept?.id}`)).text,
      (await node.call('GET', '/admin/platforms')).text,
    ];
    for (const text of shown) for (const one of [secret, token, tokenC]) expect(text).not.toContain(one);
    expect(JSON.stringify(node.context.lines)).not.toContain(platform.url);
  });
});

describe('SSRF', () => {
  test.each([
    'http://127.0.0.1:9/versions',
    'https://127.0.0.1/versions',
    'https://[::1]/versions',
    'https://[::ffff:10.0.0.1]/versions',
    'https://10.0.0.1/versions',
    'https://169.254.169.254/latest/meta-data',
    'https://0x7f.1/versions',
    'https://2130706433/versions',
    'https://localhost/versions',
    'https://0/versions',
  ])('error: %s as the versions URL, in a node that talks to public hosts alone', async (url) => {
    const http = createOutgoingHttp();
    await using strict = await startFront({ http, store: node.context.store });
    const role = newParty(strict);
    const token = await strict.registrationToken([role]);
    const reply = await strict.call('POST', path, { token, body: { token: secret, url, roles: [role] } });
    expect(reply).toMatchObject({ status: 200, body: { status_code: 2001 } });
    expect(String(reply.body.status_message)).toMatch(/^request\.url: /);
  });

  test('error: what a host inside of the network answers is not told to whoever named it', async () => {
    await using inside = await startOcpiPlatform();
    inside.handlers.set('/ocpi/versions', (_, response) => void response.end('the password is 1234'));
    expect((await register(inside)).reply.text).not.toContain('1234');
    inside.handlers.set(
      '/ocpi/versions',
      (_, response) =>
        void response.end(
          JSON.stringify({ ...envelope(null), status_code: 2000, status_message: 'the password is 1234' }),
        ),
    );
    expect((await register(inside)).reply.text).not.toContain('1234');
  });
});

describe('endless data', () => {
  test('error: what is not in the standard is not kept of business details, however much it is', async () => {
    await using platform = await startOcpiPlatform();
    const role = newParty();
    const token = await node.registrationToken([role]);
    const business_details = {
      ...role.business_details,
      website: 'https://gsl.example',
      logo: { url: 'https://gsl.example/1.png', category: 'OPERATOR', type: 'png', more: 'x'.repeat(1_000) },
      more: 'x'.repeat(100_000),
    };
    const body = { ...platform.credentials(secret, []), roles: [{ ...role, business_details }] };
    expect((await node.call('POST', path, { token, body })).body.status_code).toBe(1000);
    const kept = await node.context.store.platforms.byParty(role);
    expect(JSON.stringify(kept?.parties)).not.toContain('more');
    expect(kept?.parties[0]?.business).toMatchObject({ website: 'https://gsl.example', logo: { type: 'png' } });
  });

  test('error: more endpoints than a platform can have', async () => {
    await using platform = await startOcpiPlatform();
    platform.endpoints['2.2.1'] = Array.from({ length: 201 }, (_, index) => ({
      identifier: `own-${index}`,
      role: 'SENDER',
      url: `${platform.url}/own/${index}`,
    }));
    const { reply, kept } = await register(platform);
    expect(reply.body.status_code).toBe(3001);
    expect(kept?.endpoints).toEqual([]);
  });
});

describe('handshake hijack', () => {
  test('error: a registration token that was used registers nobody else', async () => {
    await using platform = await startOcpiPlatform();
    await using thief = await startOcpiPlatform();
    const role = newParty();
    const token = await node.registrationToken([role]);
    const first = await node.call('POST', path, { token, body: platform.credentials(secret, [role]) });
    const { token: tokenC } = first.body.data as { token: string };
    expect((await node.call('GET', '/ocpi/versions', { token: tokenC })).status).toBe(200);
    const reply = await node.call('POST', path, { token, body: thief.credentials('other', [role]) });
    expect(reply.status).toBe(401);
    expect((await node.context.store.platforms.byParty(role))?.versionsUrl).toBe(platform.versionsUrl);
    expect(thief.seen).toEqual([]);
  });

  test('error: a registration token that was replaced by a newer one is dead', async () => {
    const role = newParty();
    const [old, fresh] = [await node.registrationToken([role]), await node.registrationToken([role])];
    expect((await node.call('GET', '/ocpi/versions', { token: old })).status).toBe(401);
    expect((await node.call('GET', '/ocpi/versions', { token: fresh })).status).toBe(200);
  });

  test('error: a registration token is good for versions and credentials, and nothing else', async () => {
    const token = await node.registrationToken([newParty()]);
    for (const at of ['/ocpi/2.2.1/hubclientinfo', '/ocpi/sender/2.2/hubclientinfo', '/ocpi/receiver/2.2/ocnrules']) {
      expect((await node.call('GET', at, { token })).status).toBe(401);
    }
  });

  test('error: credentials that point back at the node itself', async () => {
    await using platform = await startOcpiPlatform();
    const { reply } = await register(platform, { url: `${node.url}/ocpi/versions` });
    expect(reply.body.status_code).toBe(3001);
  });
});

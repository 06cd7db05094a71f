import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Hex, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { PermissionBits } from '../../../ocn/registry/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import * as objects from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { messageOf, post, seconds, signedBy } from './hostile.fixtures.ts';
import { startNode, type TestNode, testSigner } from './network.fixtures.ts';
import { type Got, receivedMessage, startParty, type TestParty } from './party.fixtures.ts';

const directory = createTestDirectory();
let [a, b] = [] as unknown as [TestNode, TestNode];
let [emsp, cpo, service] = [] as unknown as TestParty[] as [TestParty, TestParty, TestParty];

beforeAll(async () => {
  [a, b] = [await startNode(1, directory), await startNode(2, directory)];
  emsp = await startParty(a, { country_code: 'NL', party_id: 'EMP' }, 'EMSP');
  cpo = await startParty(b, { country_code: 'DE', party_id: 'GSL' }, 'CPO');
  service = await startParty(b, { country_code: 'DE', party_id: 'SRV' }, 'OTHER');
});

afterAll(async () => {
  for (const one of [emsp, cpo, service, a, b]) await one?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  for (const one of [emsp, cpo, service]) {
    one.got.length = 0;
    one.answer = () => ({});
    directory.setAgreement(one.address, service.address, 0);
  }
});

const agree = (party: TestParty, ...names: string[]) =>
  directory.setAgreement(party.address, service.address, PermissionBits.encode(names));

const hostile = testSigner(7);
function setHostile(): Hex {
  const operator = hostile.signer.toLowerCase() as Hex;
  directory.setNode({ operator, url: 'http://127.0.0.1:9', key: operator });
  return operator;
}

/** As a service looks at a copy. */
const verdictOn = (got: Got, origin: TestParty) =>
  SignatureV2.verify(got.headers['ocn-signature'] as string, receivedMessage(got), {
    now: seconds(),
    origins: [origin.address],
    rewriters: [a.operator, b.operator],
    changes: ['path', 'requestId', 'to'],
  });

async function settled() {
  await a.routing.settled();
  await b.routing.settled();
}

const put = () => ({
  method: 'PUT',
  path: '/ocpi/receiver/2.2.1/tokens/NL/EMP/04A2B3C4D5E680',
  to: cpo.id,
  body: JSON.stringify(objects.token()),
});

describe('copies for services', () => {
  test.each([
    ['the sender, of another node than the service', () => emsp],
    ['the receiver, of the same node', () => cpo],
  ])('behavior: %s has agreed', async (_, party) => {
    agree(party(), 'FORWARD_MODULE_TOKENS_RECEIVER');
    const { body } = put();
    expect((await emsp.send(put())).json).toMatchObject({ status_code: 1000 });
    await settled();
    expect(cpo.got).toHaveLength(1);
    expect(service.got).toHaveLength(1);
    const got = service.got[0] as Got;
    expect(utf8Decode(got.body)).toBe(body);
    const verdict = await verdictOn(got, emsp);
    expect(verdict).toMatchObject({ valid: true, origin: { to: { partyId: 'GSL' } } });
  });

  test('behavior: the receiver has agreed, and another node serves the service', async () => {
    const far = await startParty(a, { country_code: 'NL', party_id: 'FAR' }, 'OTHER');
    await using _ = far;
    directory.setAgreement(cpo.address, far.address, PermissionBits.encode(['FORWARD_ALL']));
    expect((await emsp.send(put())).json).toMatchObject({ status_code: 1000 });
    await settled();
    directory.setAgreement(cpo.address, far.address, 0);
    const got = far.got[0] as Got;
    const verdict = await verdictOn(got, emsp);
    expect(verdict).toMatchObject({ valid: true, origin: { to: { partyId: 'GSL' } } });
  });

  test('behavior: who has agreed twice is copied once', async () => {
    agree(emsp, 'FORWARD_ALL');
    const near = await startParty(a, { country_code: 'NL', party_id: 'CPO' }, 'CPO');
    await using _ = near;
    directory.setAgreement(near.address, service.address, 1);
    await emsp.send({ method: 'GET', path: '/ocpi/sender/2.2.1/tariffs', to: near.id });
    await settled();
    expect(service.got).toHaveLength(1);
  });

  test('behavior: a service that is slow or gone costs the message nothing', async () => {
    agree(emsp, 'FORWARD_ALL');
    let release = () => {};
    service.answer = async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { status: 500, body: '' };
    };
    expect((await emsp.send(put())).json).toMatchObject({ status_code: 1000 });
    await expect.poll(() => service.got.length).toBe(1);
    release();
    await settled();
  });

  test.each([
    ['nothing', []],
    ['another module', ['FORWARD_MODULE_CDRS_RECEIVER']],
    ['the other side', ['FORWARD_MODULE_TOKENS_SENDER', 'FORWARD_ALL_SENDER']],
  ])('error: agreed to %s: no copy', async (_, names) => {
    agree(emsp, ...names);
    await emsp.send(put());
    await settled();
    expect(service.got).toEqual([]);
  });

  test('error: the service blocks the sender', async () => {
    agree(emsp, 'FORWARD_ALL');
    await service.change({ rules: { ...service.platform.rules, mode: 'blockAll' } });
    expect((await emsp.send(put())).json).toMatchObject({ status_code: 1000 });
    await settled();
    await service.change({ rules: service.platform.rules });
    expect(service.got).toEqual([]);
  });

  test('error: the response URL of a command leads a service nowhere', async () => {
    agree(emsp, 'FORWARD_ALL');
    const url = `${emsp.url}/results/1`;
    const body = JSON.stringify({ ...objects.stopSession(), response_url: url });
    await emsp.send({ method: 'POST', path: '/ocpi/receiver/2.2.1/commands/STOP_SESSION', to: cpo.id, body });
    await settled();
    const { response_url } = JSON.parse(utf8Decode((service.got[0] as Got).body));
    expect(new URL(response_url).origin).toBe(b.url);
    const use = { method: 'POST', path: new URL(response_url).pathname, to: emsp.id, body: '{"result":"ACCEPTED"}' };
    expect((await service.send(use)).json).toMatchObject({ status_code: 2001 });
    expect(emsp.got).toEqual([]);
  });

  describe('the result of a command', () => {
    /** The provider asks, and the operator says what came of it, through both nodes. */
    async function stopAndAnswer() {
      const body = JSON.stringify({ ...objects.stopSession(), response_url: `${emsp.url}/results/1` });
      await emsp.send({ method: 'POST', path: '/ocpi/receiver/2.2.1/commands/STOP_SESSION', to: cpo.id, body });
      const { response_url } = JSON.parse(utf8Decode((cpo.got[0] as Got).body));
      const use = { method: 'POST', path: new URL(response_url).pathname, to: emsp.id, body: '{"result":"ACCEPTED"}' };
      expect((await cpo.send(use)).json).toMatchObject({ status_code: 1000 });
      await settled();
    }

    test.each([
      ['who answers, on the node of the service', () => cpo],
      ['who has asked, on another node', () => emsp],
    ])('behavior: copied for %s', async (_, party) => {
      agree(party(), 'FORWARD_MODULE_COMMANDS_SENDER');
      await stopAndAnswer();
      expect(emsp.got.map(({ path }) => path)).toEqual(['/results/1']);
      expect(service.got).toHaveLength(1);
      const got = service.got[0] as Got;
      expect(got.path).toMatch(/^\/sender\/commands\/STOP_SESSION\/[\w-]{22}$/);
      expect(utf8Decode(got.body)).toBe('{"result":"ACCEPTED"}');
      const verdict = await verdictOn(got, cpo);
      expect(verdict).toMatchObject({ valid: true, origin: { to: { partyId: 'EMP' } } });
    });

    test('error: agreed to the other side: the command is copied, and not its result', async () => {
      agree(emsp, 'FORWARD_MODULE_COMMANDS_RECEIVER');
      await stopAndAnswer();
      expect(service.got.map(({ path }) => path)).toEqual(['/receiver/commands/STOP_SESSION']);
    });
  });

  test('attack: a copy that uses a link', async () => {
    const operator = setHostile();
    directory.setParty({ country_code: 'XX', party_id: 'MAL' }, operator, ['EMSP'], { address: operator });
    directory.setAgreement(operator, service.address, 1);
    for (const [module, path] of [
      ['tariffs', '/page/abcdefgh'],
      ['locations', '/page/abcdefgh'],
    ] as const) {
      const draft = messageOf(emsp, service, b, { module, path, from: { country_code: 'XX', party_id: 'MAL' } });
      const envelope = { ...(draft.envelope as NonNullable<typeof draft.envelope>), copyOf: cpo.id };
      const signer = { ...emsp, signer: hostile };
      const message = { ...(await signedBy(signer, draft, `/ocpi/sender/2.2.1/${module}${path}`)), envelope };
      expect((await post(b, hostile, message)).status).toBe(404);
    }
    expect(service.got).toEqual([]);
  });

  test('attack: a node copies what nobody has agreed to', async () => {
    setHostile();
    const path = '/ocpi/receiver/2.2.1/tokens/NL/EMP/T1';
    const body = utf8Encode(JSON.stringify({ ...objects.token(), uid: 'T1' }));
    const draft = messageOf(emsp, service, b, {
      module: 'tokens',
      role: 'RECEIVER',
      method: 'PUT',
      path: '/NL/EMP/T1',
      body,
    });
    const envelope = { ...(draft.envelope as NonNullable<typeof draft.envelope>), copyOf: cpo.id };
    const message = { ...(await signedBy(emsp, draft, path)), envelope };
    agree(emsp, 'FORWARD_ALL');
    expect((await post(b, hostile, message)).json).toMatchObject({ status_code: 2001 });
    expect(service.got).toEqual([]);
  });
});

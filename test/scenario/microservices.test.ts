import { generateKeyPairSync, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url, type Hex } from '../../sdk/src/bytes/index.ts';
import { announce, type Chain, chainTime, latestOf } from '../../sdk/src/chain/index.ts';
import { currentKeys, type ServiceKey } from '../../sdk/src/credential/publicKeys/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { groupId, signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import type { PublishedService } from '../../sdk/src/roles/admin/index.ts';
import { fileMarks, type PublicKeysQuestion, readPublicKeys } from '../../sdk/src/roles/service/index.ts';
import { createStore } from '../../sdk/src/store/index.ts';
import { answering, serve } from '../../sdk/src/store/testing/httpServers.fixtures.ts';
import { testAccount } from '../support/anvil.ts';
import { authorityAccount, type DeviceWorld, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';
import { chainOn } from '../support/localChain.ts';
import { startRpcProxy } from '../support/rpcProxy.ts';
import {
  authoritySigner,
  connectTls,
  type Endorsed,
  endorseAuthority,
  serveTls,
  type TlsFiles,
  type TlsService,
  tlsFilesOf,
} from '../support/serviceWorld.ts';

const day = 86_400;
const group = 'backend';
const billingNames = { dns: ['billing.internal'] };

let world: DeviceWorld;
let trust: Endorsed;
let billing: TestDevice;
let reports: TestDevice;

/** How service B, reports, reads the directory; its marks stay where they are over restarts. */
const question = (change: Partial<PublicKeysQuestion> = {}): PublicKeysQuestion => ({
  chain: world.chain,
  store: world.store,
  authority: authoritySigner,
  group,
  anchors: [trust.anchor],
  certificates: [trust.certificate],
  marks: fileMarks(path.join(reports.stateDirectory, 'directories')),
  ...change,
});

/** A signing key of service A, billing, as it publishes it. */
async function newKey(ttlSeconds = day) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { timestamp } = await chainTime(world.chain);
  const raw = fromBase64url(publicKey.export({ format: 'jwk' }).x as string);
  const published: ServiceKey = {
    ...{ use: 'sign', algorithm: 'Ed25519', publicKey: raw },
    ...{ notBefore: timestamp - 60, notAfter: timestamp + ttlSeconds },
  };
  return { published, sign: (text: string) => signBytes(null, Buffer.from(text), privateKey) };
}

/** Whether reports accepts what billing is said to have signed: any key that is good now will do. */
async function accepts(text: string, signature: Uint8Array): Promise<boolean> {
  const { directory, time } = await readPublicKeys(question());
  return currentKeys(directory, 'billing', { time, use: 'sign' }).some(({ publicKey }) => {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const;
    return verifyBytes(null, Buffer.from(text), key, signature);
  });
}

const publish = (services: readonly PublishedService[], ttlSeconds = day, to = group) =>
  world.admin.publishKeys({ group: to, services, ttlSeconds });

async function issueTls(service: TestDevice, names: { dns: readonly string[] }, keys: 'device' | 'server' = 'device') {
  const credential = { kind: 'tls', issuer: 'services', names, keys } as const;
  const issued = await world.admin.issue({ to: { device: service.id }, credential, ttlSeconds: day });
  const device = await service.open();
  await device.poll();
  return issued;
}

beforeAll(async () => {
  world = await startDeviceWorld();
  trust = await endorseAuthority(world, authoritySigner);
  const { tlsAuthorities } = world.admin;
  const { timestamp } = await chainTime(world.chain);
  const validity = { notBefore: timestamp - 3_600, notAfter: timestamp + 365 * day, random: randomBytes };
  await tlsAuthorities.create('root', { commonName: 'Root', pathLength: 1, ...validity });
  await tlsAuthorities.create('services', { commonName: 'Services', issuer: 'root', ...validity });
  await tlsAuthorities.create('stranger', { commonName: 'Services', ...validity });
  const anchored = {
    channels: ['tls'],
    anchors: [trust.anchor],
    certificates: [trust.certificate],
    authorities: [{ signer: authoritySigner }],
  };
  billing = await world.enrol('billing', anchored);
  reports = await world.enrol('reports', anchored);
  await issueTls(billing, billingNames);
  await issueTls(reports, { dns: ['reports.internal'] });
}, 120_000);

afterAll(() => world?.stop());

describe('reports talks to billing', () => {
  let server: TlsService;
  let old: TlsFiles;

  beforeAll(async () => {
    old = tlsFilesOf(billing);
    server = await serveTls(old);
  });

  afterAll(() => server?.stop());

  test('each knows the other by the certificate that it has received; the chain is leaf, services, root', async () => {
    const { text, peer } = await connectTls(server.port, tlsFilesOf(reports), 'billing.internal');
    expect(text).toBe('hello DNS:reports.internal\n');
    expect(peer.subjectaltname).toBe('DNS:billing.internal');
    expect(old.cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    await expect(connectTls(server.port, tlsFilesOf(reports), 'payments.internal')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('somebody with a certificate of an authority of the same name is not believed', async () => {
    const { tlsAuthorities } = world.admin;
    const [stranger] = (await tlsAuthorities.get('stranger')).chain as [string];
    await expect(
      connectTls(server.port, { ...tlsFilesOf(reports), ca: stranger }, 'billing.internal'),
    ).rejects.toMatchObject({ code: expect.stringMatching(/UNABLE_TO_|SELF_SIGNED|CERT_SIGNATURE_FAILURE/) });
  });

  test('billing’s TLS key is rotated and published; whoever still shows the old one is turned away', async () => {
    const first = (await world.admin.ledger.entries()).find(({ subject }) => subject === subjectOf(billing.id, 'tls'));
    await issueTls(billing, billingNames, 'server');
    const next = tlsFilesOf(billing, 'server');
    server.use(next);
    const { publicKey } = await connectTls(server.port, tlsFilesOf(reports), 'billing.internal');
    const { timestamp } = await chainTime(world.chain);
    const validity = { notBefore: timestamp - 60, notAfter: timestamp + day };
    const key: ServiceKey = { use: 'sign', algorithm: 'P-256', publicKey, ...validity };
    await publish([{ name: 'billing/tls', keys: [key] }]);
    const pinned = async (port: number) => {
      const { directory, time } = await readPublicKeys(question());
      const shown = await connectTls(port, tlsFilesOf(reports), 'billing.internal');
      return currentKeys(directory, 'billing/tls', { time, use: 'sign' }).some(
        (current) => Buffer.compare(current.publicKey, shown.publicKey) === 0,
      );
    };
    const impostor = await serveTls(old);
    try {
      expect(await pinned(server.port)).toBe(true);
      expect(await pinned(impostor.port)).toBe(false);
      await world.admin.revoke({ to: { device: billing.id }, channel: 'tls', epoch: first?.epoch ?? 0 });
      const crls = [await world.admin.tlsRevocations('services', day), await world.admin.tlsRevocations('root', day)];
      const connecting = (port: number) => connectTls(port, tlsFilesOf(reports), 'billing.internal', crls);
      expect((await connecting(server.port)).text).toContain('hello');
      await expect(connecting(impostor.port)).rejects.toMatchObject({ code: 'CERT_REVOKED' });
    } finally {
      await impostor.stop();
    }
  });
});

describe('reports verifies what billing signs', () => {
  let first: Awaited<ReturnType<typeof newKey>>;
  let second: Awaited<ReturnType<typeof newKey>>;

  test('with the key that the directory names now', async () => {
    first = await newKey();
    await publish([{ name: 'billing', keys: [first.published] }]);
    expect(await accepts('invoice 1', first.sign('invoice 1'))).toBe(true);
    expect(await accepts('invoice 2', first.sign('invoice 1'))).toBe(false);
    expect(await accepts('invoice 1', (await newKey()).sign('invoice 1'))).toBe(false);
  });

  test('while keys rotate with either; afterwards with the new one alone', async () => {
    second = await newKey();
    await publish([{ name: 'billing', keys: [first.published, second.published] }]);
    expect(await accepts('invoice 3', first.sign('invoice 3'))).toBe(true);
    expect(await accepts('invoice 3', second.sign('invoice 3'))).toBe(true);
    await publish([{ name: 'billing', keys: [second.published] }]);
    expect(await accepts('invoice 4', first.sign('invoice 4'))).toBe(false);
    expect(await accepts('invoice 4', second.sign('invoice 4'))).toBe(true);
  });

  test('a service’s epoch grows with its keys, and only with them; also when it was left out for a while', async () => {
    const other = await newKey();
    const mine = { name: 'billing', keys: [second.published] };
    const archive = { name: 'archive', keys: [other.published] };
    const epochs = async () => {
      const { directory } = await readPublicKeys(question());
      return Object.fromEntries(directory.services.map(({ name, epoch }) => [name, epoch]));
    };
    const before = await epochs();
    await publish([mine, archive]);
    const both = await epochs();
    expect(both.billing).toBe(before.billing);
    await publish([mine]);
    await publish([mine, { ...archive, keys: [(await newKey()).published] }]);
    const after = await epochs();
    expect(after.billing).toBe(before.billing);
    expect(after.archive).toBeGreaterThan(both.archive as number);
  });
});

describe('somebody wants reports to believe another key', () => {
  let announced: Awaited<ReturnType<typeof publish>>;
  const refused = (why: string, field = 'announcement') => ({
    code: 'VERIFICATION',
    field,
    shortMessage: expect.stringContaining(why),
  });
  const subject = () => subjectOf(groupId(group), 'public-keys');

  beforeAll(async () => {
    announced = await publish([{ name: 'billing', keys: [(await newKey()).published] }]);
    await readPublicKeys(question());
  });

  test('attack: arbitrary content: an IPFS node gives another directory under the same name', async () => {
    const mallory = await publish([{ name: 'billing', keys: [(await newKey()).published] }], day, 'elsewhere');
    const bytes = await world.store.read({ digest: mallory.entry.digest, codec: 'raw' });
    const liar = await serve(answering(bytes));
    try {
      const store = createStore({ endpoints: [{ gateway: liar.url }] });
      await expect(readPublicKeys(question({ store, certificateSource: certificates() }))).rejects.toMatchObject({
        code: 'TRANSPORT',
      });
      const both = createStore({ endpoints: [{ gateway: liar.url }, { rpc: world.ipfs.rpc }] });
      const { directory } = await readPublicKeys(question({ store: both }));
      expect(directory.epoch).toBe(announced.entry.epoch);
    } finally {
      await liar.close();
    }
  });

  /** Certificates from the true node: the test is about the directory. */
  const certificates = () => ({
    get: (id: Hex) => world.store.read({ digest: id, codec: 'raw' }),
  });

  test('attack: griefing another’s slot: a stranger announces for the same group, and is not heard', async () => {
    const input = await announcementOf(announced.entry.epoch + 7, `0x${'cd'.repeat(32)}`);
    await announce(world.chain, testAccount(7), { ...input, epoch: 1 });
    expect((await readPublicKeys(question())).directory.epoch).toBe(announced.entry.epoch);
  });

  test('attack: arbitrary install: a stranger who is asked is not trusted', async () => {
    const authority = testAccount(7).address.toLowerCase() as Hex;
    await expect(readPublicKeys(question({ authority }))).rejects.toMatchObject(refused('not trusted', 'authority'));
    await expect(readPublicKeys(question({ anchors: [`0x${'99'.repeat(32)}`] }))).rejects.toMatchObject(
      refused('not trusted', 'authority'),
    );
    await expect(readPublicKeys(question({ anchors: [] }))).rejects.toMatchObject({ field: 'anchors' });
  });

  test('attack: mix-and-match: the authority’s own directory of another group', async () => {
    const snapshot = await world.node.request('evm_snapshot', []);
    const other = await publish([{ name: 'billing', keys: [(await newKey()).published] }], day, 'elsewhere');
    await announce(world.chain, authorityAccount, await announcementOf(announced.entry.epoch + 1, other.entry.digest));
    await expect(readPublicKeys(question())).rejects.toMatchObject(refused('differs', 'directory.subject'));
    await world.node.request('evm_revert', [snapshot]);
  });

  test('attack: a lying RPC: two endpoints that differ give no keys at all', async () => {
    const digest = announced.entry.digest.slice(2);
    await using liar = await startRpcProxy(world.node.rpcUrl, {
      rewrite: (_call, answer) => JSON.parse(JSON.stringify(answer).replaceAll(digest, 'ef'.repeat(32))),
    });
    const chain: Chain = chainOn([world.node.rpcUrl, liar.url], world.node.chainId);
    await expect(readPublicKeys(question({ chain }))).rejects.toMatchObject({ name: 'DisagreementError' });
  });

  test('attack: rollback: the chain is shown as it was before the newest directory', async () => {
    const marks = fileMarks(path.join(world.directory, 'rollback'));
    const snapshot = await world.node.request('evm_snapshot', []);
    await publish([{ name: 'billing', keys: [(await newKey()).published] }]);
    await readPublicKeys(question({ marks }));
    await world.node.request('evm_revert', [snapshot]);
    await expect(readPublicKeys(question({ marks }))).rejects.toMatchObject(refused('rolled back'));
    const again = fileMarks(path.join(world.directory, 'rollback'));
    await expect(readPublicKeys(question({ marks: again }))).rejects.toMatchObject(refused('rolled back'));
  });

  test('attack: rollback: another directory of the epoch that was accepted', async () => {
    const marks = fileMarks(path.join(world.directory, 'same-epoch'));
    const snapshot = await world.node.request('evm_snapshot', []);
    const mark = await publish([{ name: 'billing', keys: [(await newKey()).published] }]);
    await readPublicKeys(question({ marks }));
    await world.node.request('evm_revert', [snapshot]);
    const other = await publish([{ name: 'billing', keys: [(await newKey()).published] }]);
    expect(other.entry.epoch).toBe(mark.entry.epoch);
    await expect(readPublicKeys(question({ marks }))).rejects.toMatchObject(refused('another one'));
  });

  test('attack: indefinite freeze: a directory that has ended, and a chain that stands still', async () => {
    const { time } = await readPublicKeys(question({ marks: fileMarks(path.join(world.directory, 'frozen')) }));
    const staleHead = { seconds: 600, now: time + 601 };
    await expect(readPublicKeys(question({ staleHead }))).rejects.toMatchObject({ code: 'TRANSPORT' });
    const snapshot = await world.node.request('evm_snapshot', []);
    await world.node.mine(2, 2 * day);
    const marks = fileMarks(path.join(world.directory, 'expired'));
    await expect(readPublicKeys(question({ marks }))).rejects.toMatchObject(refused('expired'));
    await world.node.request('evm_revert', [snapshot]);
  });

  test('a directory that was withdrawn is not used, and neither is one whose authority was revoked', async () => {
    const marks = fileMarks(path.join(world.directory, 'withdrawn'));
    await world.admin.revoke({ to: { group, devices: [] }, channel: 'public-keys' });
    await expect(readPublicKeys(question({ marks }))).rejects.toMatchObject(refused('withdrawn'));
    await publish([{ name: 'billing', keys: [(await newKey()).published] }]);
    expect((await readPublicKeys(question({ marks }))).directory.services).toHaveLength(1);
    await trust.revoke();
    await expect(readPublicKeys(question({ marks }))).rejects.toMatchObject(refused('not trusted', 'authority'));
  });

  async function announcementOf(epoch: number, digest: Hex) {
    const { timestamp } = await chainTime(world.chain);
    const pair = { authority: signerId(authoritySigner), subject: subject() };
    expect((await latestOf(world.chain, pair)).epoch).toBeLessThan(epoch);
    return { subject: subject(), epoch, digest, kind: 6, codec: 0, notBefore: timestamp, notAfter: timestamp + day };
  }
});

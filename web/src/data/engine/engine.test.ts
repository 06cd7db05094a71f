// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { approve, propose } from '@gridseal/sdk/chain';
import { type Action, Proposal, TypedData } from '@gridseal/sdk/quorum';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../test/support/anvil.ts';
import { announceOne } from '../../../../test/support/cursors.ts';
import { type Person, startRegistryWorld } from '../../../../test/support/registryWorld.ts';
import { localNetwork, openTab, startGateway } from './engine.fixtures.ts';

const people: readonly Person[] = [1, 2, 3].map((number) => {
  const account = testAccount(number);
  const signer = account.address.toLowerCase() as Hex;
  const sign = (digest: Hex) => account.sign({ hash: digest });
  return { name: `stakeholder ${number}`, signer: { signer, algorithm: 'secp256k1', sign } };
});

async function build() {
  const world = await startRegistryWorld();
  const content = await startGateway();
  const root = await world.found('root', people, { threshold: 2 });
  const fleet = await world.found('fleet', people.slice(0, 1), { threshold: 1 });
  const authority = await world.write({
    kind: 'authority',
    subject: { name: 'Fleet <b>administration</b>', signer: fleet.signer },
    usages: ['signCertificates', 'issueKeys'],
  });
  const device = await world.write({ kind: 'device', subject: { name: 'Station 7' }, usages: ['claimKeys'] });
  for (const certificate of world.certificates.values()) content.put(Certificate.encode(certificate));
  await world.endorseBy(root, authority, people.slice(0, 2));
  await world.endorseBy(fleet, device, people.slice(0, 1));
  await announceOne(world.chain);
  const network = localNetwork([world.node.rpcUrl], [content.url]);
  return { world, content, root, fleet, authority, device, network };
}

let scene: Awaited<ReturnType<typeof build>>;
beforeAll(async () => {
  scene = await build();
});
afterAll(async () => {
  await scene.content.stop();
  await scene.world.stop();
});

const live = ({ status }: { readonly status: string }) => status === 'live';

describe('the index of a network', () => {
  test('behavior: answers from events and verified bodies', async () => {
    const { network, root, fleet, authority, device } = scene;
    await using tab = await openTab(network, null);
    const { engine } = tab;
    const status = await tab.until(live);
    expect(status).toMatchObject({ leader: true, storage: 'memory', error: null, block: status.head?.number });
    expect((await engine.events({})).total).toBe(status.events);
    expect((await engine.quorum(root.id))?.state).toMatchObject({ version: 1, threshold: 2 });
    expect((await engine.quorums({ member: people[1]?.signer.signer as Hex })).items).toHaveLength(1);
    const record = await engine.certificate(authority);
    expect(record).toMatchObject({ content: 'loaded', kind: 'authority', name: 'Fleet <b>administration</b>' });
    expect(record.endorsements.map(({ quorum }) => quorum)).toEqual([root.id]);
    await engine.certificate(device);
    expect((await engine.certificates({ kinds: ['device'] })).items.map(({ id }) => id)).toEqual([device]);
    expect((await engine.certificates({ text: 'STATION' })).total).toBe(1);
    expect((await engine.certificates({ quorum: fleet.id })).total).toBe(1);
    expect((await engine.certificates({ status: 'revoked' })).total).toBe(0);
    const [announced] = (await engine.announcements({})).items;
    expect(announced).toMatchObject({ count: 1, withdrawn: null, claims: [] });
    const [time] = await engine.blockTimes([status.head?.number ?? 0]);
    expect(time).toBe(status.head?.timestamp);
  });

  test('behavior: decides trust from anchors, and supposes what is not said yet', async () => {
    const { network, root, fleet, authority, device } = scene;
    await using tab = await openTab(network, null);
    await tab.until(live);
    const { engine } = tab;
    const policy = { anchors: [root.id] };
    expect(await engine.verdict(device, policy)).toMatchObject({ valid: true, reason: 'trusted' });
    expect(await engine.verdict(device, { anchors: [] })).toMatchObject({ valid: false });
    expect(await engine.signerVerdict(fleet.signer, policy, { usage: 'issueKeys' })).toMatchObject({
      authorised: true,
      certificate: authority,
    });
    const suppose = { revocations: [{ certificate: authority, quorum: root.id }] };
    expect(await engine.verdict(device, policy, { suppose })).toMatchObject({ valid: false });
    expect(await engine.verdict(device, policy)).toMatchObject({ valid: true });
    const view = await engine.graph(policy);
    expect(view.nodes.filter(({ type }) => type === 'certificate')).toHaveLength(2);
  });

  test('behavior: proposals stand where the chain says', async () => {
    const { network, world, root, content } = scene;
    const id = await world.write({ kind: 'device', subject: { name: 'Proposed' }, usages: ['claimKeys'] });
    const certificate = world.certificates.get(id) as Certificate.Certificate;
    const message = { certificate: id, quorum: root.id, version: 1, deadline: (await world.now()) + 1_000 };
    const action: Action.Endorse = { action: 'endorse', ...world.on, message };
    const draft = content.put(Proposal.encode(Proposal.from(action, { certificate: certificate as never })));
    await propose(world.chain, testAccount(2), { quorum: root.id, draft, deadline: message.deadline });
    await propose(world.chain, testAccount(9), { quorum: root.id, draft: id, deadline: message.deadline });
    const digest = TypedData.digest(action);
    await approve(world.chain, testAccount(2), { quorum: root.id, digest });
    await using tab = await openTab(network, null);
    await tab.until(live);
    const { engine } = tab;
    const record = await engine.proposal(draft);
    expect(record).toMatchObject({ state: 'open', digest, content: 'loaded', quorum: root.id });
    expect(record?.approvals.map(({ signer }) => signer)).toEqual([people[1]?.signer.signer]);
    expect((await engine.proposals({})).items.map((item) => item.draft)).toEqual([draft]);
    expect((await engine.proposals({ onlyFromMembers: false })).total).toBe(2);
    content.put(Certificate.encode(certificate));
    await world.endorseBy(root, id, people.slice(0, 2));
    await engine.poll();
    expect((await engine.proposal(draft))?.state).toBe('done');
    expect(tab.scopes).toContain('proposals');
  });

  test('error: content that nobody has is missing, and comes when it is there', async () => {
    const { network, content, authority } = scene;
    content.gateway.isDown = true;
    let time = 0;
    await using tab = await openTab(network, null, { now: () => time });
    await tab.until(live);
    expect(await tab.engine.certificate(authority)).toMatchObject({
      content: 'missing',
      bytes: null,
      problem: { code: 'TRANSPORT' },
    });
    expect((await tab.engine.certificates({})).items.length).toBeGreaterThan(1);
    content.gateway.isDown = false;
    time += 5_000;
    expect(await tab.engine.certificate(authority)).toMatchObject({ content: 'loaded', problem: null });
  });

  test('error: without gateway or node, bodies are missing and say why', async () => {
    const { network, authority } = scene;
    await using tab = await openTab({ ...network, gateways: [] }, null);
    await tab.until(live);
    expect((await tab.engine.certificate(authority)).problem).toMatchObject({ code: 'CONFIGURATION' });
    await expect(tab.engine.content(authority)).rejects.toThrow('no IPFS gateway');
  });

  test('behavior: bytes that came in another way are found without IPFS', async () => {
    const { network, world, authority } = scene;
    await using tab = await openTab({ ...network, gateways: [] }, null);
    await tab.until(live);
    const bytes = Certificate.encode(world.certificates.get(authority) as Certificate.Certificate);
    expect(await tab.engine.remember(bytes)).toBe(authority);
    expect(await tab.engine.certificate(authority)).toMatchObject({ content: 'loaded' });
  });
});

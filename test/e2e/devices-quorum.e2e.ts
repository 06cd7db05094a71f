import path from 'node:path';
import { expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { approve } from '../../sdk/src/chain/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { Proposal, TypedData } from '../../sdk/src/quorum/index.ts';
import { Admin, approvalsOf, quorumAuthority } from '../../sdk/src/roles/admin/index.ts';
import { connectWallet } from './support/connect.ts';
import { live } from './support/live.ts';
import { inBrowser } from './support/stage.ts';
import type { World } from './support/world.ts';

/** Two of the three stakeholders issue to a device of the fleet. */
async function issueAsStakeholders({ sandbox, people, quorums, requests, directory }: World): Promise<Hex> {
  const authority = quorumAuthority({
    chainId: sandbox.chainId,
    registry: sandbox.addresses.quorumRegistry,
    quorum: quorums.stakeholders,
    approvals: approvalsOf([people.aurora.signer, people.boreal.signer]),
  });
  const admin = await Admin.open({
    home: path.join(directory, 'stakeholders'),
    chain: sandbox.chain,
    store: sandbox.store,
    authority,
    account: sandbox.account(0),
    random: randomBytes,
  });
  const { id } = await admin.devices.enrol(utf8Encode(requests.late), {});
  const files = [{ path: 'csms.url', content: utf8Encode('wss://csms.example') }];
  await admin.issue({ to: { device: id }, credential: { kind: 'files', files }, ttlSeconds: 86_400 * 30 });
  return id;
}

inBrowser('devices of a quorum', (stage) => {
  test('behavior: a quorum withdraws: proposed, approved by two, and sent by whoever comes by', async () => {
    const { world } = stage;
    const { sandbox, people, quorums } = world;
    const id = await issueAsStakeholders(world);
    const visitor = await stage.visit('/devices/enrol', { wallets: ['aurora'] });
    const { page, go } = visitor;
    await page.getByLabel('Request', { exact: true }).fill(world.requests.late);
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByLabel('I have compared the id').check();
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await connectWallet(visitor, 'aurora');
    await live(page);
    await go(`/devices/${id}`);
    const channel = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'files' }) });
    await channel.getByRole('button', { name: 'Withdraw' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The quorum needs weight 2; 1 member is at hand').waitFor();
    await dialog.getByRole('button', { name: 'Propose on chain' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'station-8' }).waitFor();
    expect(page.url()).toContain('#/approvals/0x');

    // The others approve by transaction, as anybody can check.
    const [draft] = /0x[0-9a-f]{64}/.exec(page.url()) as unknown as [Hex];
    const proposal = Proposal.decode(await sandbox.store.read({ digest: draft, codec: 'raw', maxBytes: 65_536 }));
    const digest = TypedData.digest(Proposal.actionOf(proposal));
    for (const { account } of [people.boreal, people.cirrus]) {
      await approve(sandbox.chain, account, { quorum: quorums.stakeholders.id, digest });
    }

    // Anybody may carry it out from the proposal's own page, or where it began.
    await page.getByText('Simulated: the registry accepts it.').waitFor();
    await go(`/devices/${id}`);
    await channel.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.getByText(/^Final/).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await channel.getByText('Withdrawn').waitFor();
    await go(`/approvals/${draft}`);
    await page.getByText('Carried out', { exact: true }).first().waitFor();
  });
});

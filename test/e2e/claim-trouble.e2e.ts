import path from 'node:path';
import { expect, test } from 'vitest';
import { utf8Encode } from '../../sdk/src/bytes/index.ts';
import { Hpke } from '../../sdk/src/crypto/index.ts';
import type { Recipient } from '../../sdk/src/envelope/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { becomeDevice, listenTo, saveAll, signReceipt, sshVisit } from './support/browserDevice.ts';
import { type Fleet, openFleet } from './support/fleet.ts';
import { forge } from './support/forger.ts';
import { passTime } from './support/passTime.ts';
import { decide } from './support/people.ts';
import { inBrowser, type Visitor } from './support/stage.ts';

const day = 86_400;
const cardOf = ({ page }: Visitor, name: string) => page.getByRole('region', { name });
const sshCard = 'SSH user key, ssh-user';

inBrowser('a browser that is a device refuses', (stage) => {
  let opened: Promise<Fleet> | undefined;
  const fleet = () => {
    opened ??= openFleet(stage.world);
    return opened;
  };

  test('attack: what is not as it has to be is refused with its reason, and hides nothing that is good', async () => {
    const { sandbox, people } = stage.world;
    const { admin } = await fleet();
    const visitor = await stage.visit('/claim');
    const { page } = visitor;
    const { id, request } = await becomeDevice(page, stage.world, { admin, name: 'Target' });
    const enrolled = Enrolment.decode(request).keys.find(({ use }) => use === 'encrypt');
    const to = { id, key: enrolled as Recipient };
    await listenTo(page, people.admin.account.address);
    const stranger = Hpke.generateKeyPair('MLKEM768-X25519');
    // A stranger writes to the device, too: nobody listens to them.
    await forge(sandbox, people.boreal, to, { kind: 'files' });
    await forge(sandbox, people.admin, to, { kind: 'sshUser', content: utf8Encode('no envelope') });
    await forge(sandbox, people.admin, to, { kind: 'sshHost', signedBy: people.boreal });
    await forge(sandbox, people.admin, to, { kind: 'sshAuthority', sealedFor: { device: `0x${'ee'.repeat(32)}` } });
    await forge(sandbox, people.admin, to, { kind: 'tls', recipient: stranger });
    await cardOf(visitor, sshCard).getByText('It is malformed').waitFor();
    await cardOf(visitor, 'SSH host key, ssh-host').getByText('The signature is not the authority’s').waitFor();
    const wrongDevice = cardOf(visitor, 'SSH authority, ssh-authority');
    await wrongDevice.getByText('It says that it is for something else than what was announced').waitFor();
    const wrongKey = cardOf(visitor, 'TLS certificate, tls');
    await wrongKey.getByText('It is sealed to a key that this device does not have').waitFor();
    expect(await cardOf(visitor, 'Files, files').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Save/ }).count()).toBe(0);
    await forge(sandbox, people.admin, to, { kind: 'files' });
    await cardOf(visitor, 'Files, files').getByText('Ready to save').waitFor();
  });

  test('error: IPFS is down: said, tried again, and opened when it is back', async () => {
    const { lines, directory } = stage.world;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit('/claim');
    const { page, witness } = visitor;
    witness.expect('net::ERR');
    const { id } = await becomeDevice(page, stage.world, { admin, name: 'Offline' });
    await listenTo(page, authority);
    lines.gateway.cut();
    lines.ipfs.cut();
    try {
      await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
      await cardOf(visitor, sshCard).getByText('Not to be had now').waitFor();
      lines.gateway.mend();
      await page.getByRole('button', { name: 'Look now' }).click();
      await cardOf(visitor, sshCard).getByText('Ready to save').waitFor();
      await saveAll(page, path.join(directory, 'offline'));
      await signReceipt(page);
      // The new key cannot be published: the receipt waits for that, and nobody can send it before.
      await page.getByText('The new key is not on IPFS yet').waitFor();
      expect(await page.getByRole('button', { name: 'Hand it on' }).isDisabled()).toBe(true);
    } finally {
      lines.gateway.mend();
      lines.ipfs.mend();
    }
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByText('Anybody may bring it to the chain').waitFor();
  });

  test('behavior: what is withdrawn, or over, says so', async () => {
    const { sandbox, directory } = stage.world;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit('/claim');
    const { page } = visitor;
    const { id } = await becomeDevice(page, stage.world, { admin, name: 'Visitor' });
    await listenTo(page, authority);
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
    const card = cardOf(visitor, sshCard);
    await card.getByText('Ready to save').waitFor();
    await saveAll(page, path.join(directory, 'visitor'));
    await signReceipt(page);
    await admin.revoke({ to: { device: id }, channel: 'ssh-user' });
    await card.getByText('The authority has taken it back.').waitFor();
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: 600 });
    await card.getByText('Ready to save').waitFor();
    await passTime(sandbox, 700);
    await page.getByRole('button', { name: 'Look now' }).click();
    await card.getByText('Its validity is over').waitFor();
    expect(await card.getByRole('button', { name: /^Save/ }).count()).toBe(0);
  });

  test('attack: an authority whose certificate is revoked is not opened', async () => {
    const { sandbox, people, quorums, certificates } = stage.world;
    const { admin, authority } = await fleet();
    const visitor = await stage.visit(`/certificates/${certificates.fleet}`);
    const { page, go } = visitor;
    await page.getByRole('button', { name: 'Choose anchors' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: quorums.stakeholders.id }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await go('/claim');
    const { id } = await becomeDevice(page, stage.world, { admin, name: 'Careful' });
    await listenTo(page, authority, /^By certificates/);
    await page.getByText('Trusted', { exact: true }).waitFor();
    await admin.issue({ to: { device: id }, credential: sshVisit, ttlSeconds: day });
    const card = cardOf(visitor, sshCard);
    await card.getByText('Ready to save').waitFor();
    await decide(sandbox, quorums.stakeholders, [people.boreal], {
      action: 'revoke',
      certificate: certificates.fleet,
      reason: 1,
    });
    await card.getByText('No path of certificates leads from your anchors').waitFor();
    expect(await card.getByRole('button', { name: /^Save/ }).count()).toBe(0);
    await page.getByText('No path from your anchors', { exact: true }).waitFor();
  });
});

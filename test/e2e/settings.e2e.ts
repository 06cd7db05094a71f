import path from 'node:path';
import { expect, test } from 'vitest';
import { live } from './support/live.ts';
import { inBrowser, outputFolder } from './support/stage.ts';

inBrowser('settings', (stage) => {
  test('behavior: an anchor that is set makes a certificate trusted, one that is removed does not', async () => {
    const { certificates, quorums } = stage.world;
    const { page, go } = await stage.visit(`/certificates/${certificates.fleet}`);
    await page.getByText('Whom do you trust?').waitFor();
    await go('/settings');
    await page.getByLabel('Id of a quorum').fill('0x1234');
    await page.getByRole('button', { name: 'Add anchor' }).click();
    await page.getByText('An id is 0x and 64 hexadecimal digits.').waitFor();
    await page.getByLabel('Id of a quorum').fill(` ${quorums.stakeholders.id.toUpperCase().replace('X', 'x')} `);
    await page.getByRole('button', { name: 'Add anchor' }).click();
    const row = page.getByRole('list', { name: 'Anchors' }).getByRole('listitem');
    await row.waitFor();
    await page.getByLabel('Quorum or signer').fill(quorums.stakeholders.id);
    await page.getByLabel('Your name for it').fill('Stakeholders');
    await page.getByRole('button', { name: 'Save name' }).click();
    await row.getByText('Stakeholders').waitFor();
    await go(`/certificates/${certificates.fleet}`);
    await page.getByText('Trusted', { exact: true }).waitFor();
    await go('/settings');
    await page.getByRole('button', { name: /^Remove anchor/ }).click();
    await page.getByText('No anchors yet').waitFor();
    await page.getByRole('button', { name: 'Choose from known quorums' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: quorums.stakeholders.id }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await go(`/certificates/${certificates.fleet}`);
    await page.getByText('Whom do you trust?').waitFor();
  });

  test('attack: a hostile endpoint is refused and nothing is saved; good ones are read from', async () => {
    const { page } = await stage.visit('/settings');
    await live(page);
    const field = page.getByLabel('IPFS gateways');
    const endpoint = await page.getByLabel('RPC endpoints').inputValue();
    const save = page.getByRole('button', { name: 'Save addresses' });
    for (const [url, words] of [
      ['javascript:alert(1)', 'Line 1 is not an http or https address.'],
      ['https://user:secret@gateway.example', 'Line 1 holds a user name or password'],
    ] as const) {
      await field.fill(url);
      await save.click();
      await page.getByText(words).waitFor();
    }
    await page.getByLabel('RPC endpoints').fill('');
    await page.getByText('At least one address is needed.').waitFor();
    const kept = () => page.evaluate(() => localStorage.getItem('gridseal/settings/v1'));
    expect(await kept()).toBeNull();
    await page.getByLabel('RPC endpoints').fill(endpoint);
    await field.fill('');
    await save.click();
    await page.getByText('Your own addresses are in use.').waitFor();
    await live(page);
    expect(JSON.parse((await kept()) ?? '').endpoints).toHaveProperty(String(stage.world.sandbox.chainId));
    await page.getByRole('button', { name: 'Back to the defaults' }).click();
    await page.getByText('Your own addresses are in use.').waitFor({ state: 'detached' });
  });

  test('behavior: roles are chosen, given to an anchor, and edited; verdicts and commands follow', async () => {
    const { certificates, quorums } = stage.world;
    const { page, go } = await stage.visit('/settings');
    await live(page);
    await page.getByLabel('Id of a quorum').fill(quorums.stakeholders.id);
    await page.getByRole('button', { name: 'Add anchor' }).click();
    const node = `/certificates/${certificates.hostile}`;
    await go(node);
    await page.getByText('Trusted', { exact: true }).waitFor();
    await go('/settings');
    await page.getByRole('radio', { name: 'Charging world' }).check({ force: true });
    await page.getByText('12 roles, and what each may do').click();
    await page.getByRole('rowheader', { name: /^metrology authority/ }).waitFor();
    await page
      .getByText('Meter: needs the word of each of smart meter manufacturer and metrology authority.')
      .waitFor();
    await page.screenshot({ path: path.join(outputFolder, 'settings-roles.png'), fullPage: true });
    // An operator of charging stations may endorse nodes.
    await go(node);
    await page.getByText('--roles charging').waitFor();
    await page.getByText('Trusted', { exact: true }).waitFor();
    // A metrology authority makes no operators.
    await go('/settings');
    await page.getByLabel(/^Role of anchor/).selectOption('metrologyAuthority');
    await go(node);
    await page.getByText('Not trusted', { exact: true }).waitFor();
    await page.getByText(`--anchor-role ${quorums.stakeholders.id}=metrologyAuthority`).waitFor();
    await go('/settings');
    await page.getByLabel(/^Role of anchor/).selectOption('fundamentalQuorum');
    await page.getByRole('radio', { name: 'My own' }).check({ force: true });
    const text = page.getByLabel('Role policy as JSON');
    const policy = JSON.parse(await text.inputValue());
    await page.screenshot({ path: path.join(outputFolder, 'settings-roles-own.png'), fullPage: true });
    await text.fill('{');
    await page.getByText('Not a role policy: roles: is not JSON').waitFor();
    expect(await page.getByRole('button', { name: 'Save roles' }).isDisabled()).toBe(true);
    policy.roles.chargingStationOperator.certifies = ['device'];
    policy.roles.chargingStationOperator.title = '<img src=x onerror=alert(1)>';
    await text.fill(JSON.stringify(policy));
    await page.getByRole('button', { name: 'Save roles' }).click();
    await page.getByText('12 roles, and what each may do').click();
    await page.getByRole('rowheader', { name: /<img src=x/ }).waitFor();
    await go(node);
    await page.getByText('endorses it, but its role does not allow that').waitFor();
    await page.getByRole('button', { name: 'Download your roles' }).waitFor();
    await go('/settings');
    await page.getByRole('radio', { name: 'None' }).click({ force: true });
    await page.getByRole('dialog').getByRole('button', { name: 'Drop them' }).click();
    await page.getByText('An authority may endorse what its certificate allows').waitFor();
    await go(node);
    await page.getByText('Trusted', { exact: true }).waitFor();
  });

  test('behavior: everything of this browser is forgotten', async () => {
    const { page } = await stage.visit('/settings');
    await live(page);
    await page.getByLabel('Id of a quorum').fill(stage.world.quorums.stakeholders.id);
    await page.getByRole('button', { name: 'Add anchor' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await page.getByRole('button', { name: 'Read the chain again' }).click();
    await page.getByText('The chain was read again').waitFor();
    await page.getByRole('button', { name: 'Forget everything' }).click();
    const reloaded = page.waitForEvent('load');
    await page.getByRole('dialog').getByRole('button', { name: 'Forget everything' }).click();
    await reloaded;
    await page.getByText('No anchors yet').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBeUndefined();
    await live(page);
  });
});

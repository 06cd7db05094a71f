import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';
import { configureSandboxHome, makeSandboxWallets } from '../../sdk/src/cli/commands/up/sandboxHome.ts';
import { readPage, shownCommands } from '../support/consoleBlocks.ts';
import { connectWallet } from './support/connect.ts';
import { settled } from './support/everyPage.ts';
import { picture, pictureSize } from './support/pictures.ts';
import { makeAuthority } from './support/sshAuthority.ts';
import { inBrowser } from './support/stage.ts';
import type { World } from './support/world.ts';

const guide = 'docs/guides/first-device.md';

/** A shell in a folder with the home that `npm start` leaves, which runs the guide's commands in their order. */
async function openShell({ sandbox }: World, folder: string) {
  const home = path.join(folder, 'home');
  await configureSandboxHome(sandbox, { configFile: path.join(home, 'config.json') });
  await makeSandboxWallets(sandbox, [{ name: 'admin', index: 4 }], { home });
  const commands = shownCommands(await readPage(guide)).map(({ command }) => command);
  const env: NodeJS.ProcessEnv = {
    PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
    GRIDSEAL_HOME: home,
    GRIDSEAL_PASSWORD_FILE: path.join(home, 'sandbox.password'),
    GRIDSEAL_DEVICE_STATE: path.join(folder, 'station-8'),
  };
  const run = promisify(execFile);
  return async (beginning: string): Promise<string> => {
    const command = commands.shift() ?? '';
    expect(command).toContain(beginning);
    const whole = command.replace(/^\.\/gridseal/, `node ${inProject('sdk/src/cli/main.ts')}`);
    const { stdout } = await run('sh', ['-c', whole], { cwd: folder, env });
    return stdout;
  };
}

inBrowser(guide, (stage) => {
  test('behavior: step by step, with the commands of the guide', async () => {
    const { world } = stage;
    const folder = await mkdtemp(path.join(tmpdir(), 'gridseal-guide-'));
    try {
      const shell = await openShell(world, folder);
      const visitor = await stage.visit('/devices', { wallets: ['admin'] });
      const { page, go } = visitor;
      await page.setViewportSize(pictureSize);
      await connectWallet(visitor, 'admin');
      // 1. The device makes its keys.
      expect(await shell('device init')).toContain('station-8');
      const id = /0x[0-9a-f]{64}/.exec(await shell('device request'))?.[0] ?? '';
      const request = await readFile(path.join(folder, 'station-8.request.json'), 'utf8');
      // 2. Enrol it.
      await go('/devices/enrol');
      await page.getByRole('textbox', { name: 'Request' }).fill(request);
      await page.getByRole('button', { name: 'Read' }).click();
      await page.getByLabel('I have compared the id').check();
      await settled(page);
      await page.getByRole('button', { name: 'Enrol', exact: true }).scrollIntoViewIfNeeded();
      await picture(page, 'first-device-enrol');
      await page.getByRole('button', { name: 'Enrol', exact: true }).click();
      await page.getByText('Enrolled', { exact: true }).first().waitFor();
      // 3. Issue.
      await go(`/devices/issue/to/${id}`);
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('May log in as').fill('technician');
      await makeAuthority(page);
      await settled(page);
      await picture(page, 'first-device-issue');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('Another length').fill('7d');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByRole('button', { name: 'Sign and announce' }).waitFor();
      await picture(page, 'first-device-review');
      await page.getByRole('button', { name: 'Sign and announce' }).click();
      await page.getByRole('heading', { name: 'Announced', exact: true }).waitFor();
      // 4. The device fetches, checks, installs.
      expect(await shell('device run --once')).toContain('installed: channel ssh-user');
      expect(await shell('device claim')).toContain('recorded');
      const installed = path.join(folder, 'station-8', 'installed', 'ssh-user', 'current', 'id_ed25519-cert.pub');
      expect(existsSync(installed)).toBe(true);
      // 5. The fleet says so.
      await go('/devices');
      const row = page.getByRole('row').filter({ hasText: 'station-8' });
      await row.getByText('Claimed', { exact: true }).waitFor();
      await settled(page);
      await picture(page, 'first-device-fleet');
      // 6. Take it back.
      await row.getByRole('link', { name: 'station-8' }).click();
      await page.getByRole('heading', { level: 1, name: 'station-8' }).waitFor();
      await settled(page);
      await picture(page, 'first-device-page');
      await page.getByRole('button', { name: 'Withdraw' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('Withdrawn', { exact: true }).first().waitFor();
      expect(await shell('device run --once')).toContain('ssh-user');
      expect(existsSync(installed)).toBe(false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

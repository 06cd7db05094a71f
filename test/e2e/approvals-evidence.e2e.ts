import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';
import { Approval, Parcel, Proposal } from '../../sdk/src/quorum/index.ts';
import { connectWallet } from './support/connect.ts';
import { inBrowser, outputFolder, type Stage } from './support/stage.ts';

interface Ran {
  readonly code: number;
  readonly text: string;
}

/** Runs a command as the page shows it, in a folder with the files that it offers. */
async function terminal(folder: string, command: string, stage: Stage): Promise<Ran> {
  const { sandbox } = stage.world;
  const [program, ...words] = command.split(/\s+/);
  expect(program).toBe('gridseal');
  const environment = {
    PATH: process.env.PATH ?? '',
    GRIDSEAL_HOME: path.join(folder, 'home'),
    GRIDSEAL_RPC_URL: sandbox.rpcUrl,
    GRIDSEAL_CHAIN_ID: String(sandbox.chainId),
    GRIDSEAL_QUORUM_REGISTRY: sandbox.addresses.quorumRegistry,
    GRIDSEAL_KEY_ANNOUNCEMENTS: sandbox.addresses.keyAnnouncements,
  };
  return new Promise((resolve) => {
    const run = [inProject('sdk/src/cli/main.ts'), ...words, '--json'];
    execFile(process.execPath, run, { cwd: folder, env: environment }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });
}

async function saved(page: Page, button: string, folder: string): Promise<string> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const got = await started;
  const file = path.join(folder, got.suggestedFilename());
  await got.saveAs(file);
  return file;
}

inBrowser('evidence of approvals', (stage) => {
  test('behavior: hashes, approvals and the bundle are what the command makes of the same files', async () => {
    const { people, proposals, sandbox } = stage.world;
    const folder = await mkdtemp(path.join(tmpdir(), 'gridseal-evidence-'));
    try {
      const proposal = Proposal.decode(await sandbox.store.read({ digest: proposals.endorse, codec: 'raw' }));
      const signed = await Promise.all(
        [people.aurora, people.boreal].map(({ signer }) => Approval.sign(signer, Proposal.actionOf(proposal))),
      );
      const visitor = await stage.visit('/approvals', { wallets: ['delta'] });
      const { page } = visitor;
      await connectWallet(visitor, 'delta');
      await page.getByRole('button', { name: 'Open a file or link' }).click();
      const parcel = { proposal, approvals: signed };
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: Buffer.from(Parcel.encode(parcel)) });
      await page.getByText('Enough have approved.').waitFor();

      // The three hashes.
      const card = page.getByRole('region', { name: 'What is signed' });
      const command = (await card.locator('pre').textContent()) ?? '';
      await saved(page, 'Download the proposal', folder);
      const shown = await terminal(folder, command, stage);
      expect(shown.code).toBe(0);
      const hashes = JSON.parse(shown.text);
      for (const [label, name] of [
        ['Final hash', 'digest'],
        ['Domain hash', 'domainSeparator'],
        ['Struct hash', 'structHash'],
      ] as const) {
        const row = card.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]').locator('code');
        expect(hashes[name], shown.text).toBe(await row.textContent());
      }

      // Every approval.
      const evidence = page.getByRole('region', { name: 'Evidence' });
      const verify = (await evidence.locator('pre').textContent()) ?? '';
      const file = await saved(page, 'Proposal with 2 approvals', folder);
      const verified = await terminal(folder, verify, stage);
      expect(verified.code, verified.text).toBe(0);
      expect(JSON.parse(verified.text)).toMatchObject({ dryRun: true, satisfied: true });
      // An approval that was tampered with counts nothing there, either.
      const forged = {
        proposal,
        approvals: signed.map((one) => ({ ...one, signature: signed[0]?.signature ?? '0x' })),
      };
      await writeFile(file, Parcel.encode(forged));
      expect((await terminal(folder, verify, stage)).code).toBe(4);

      // What came of it.
      await page.getByRole('button', { name: 'Submit to the chain' }).click();
      await page.getByText('The chain says what this proposal asks for.').waitFor();
      await page.getByText(/^block \d+ · final$/).waitFor();
      await evidence.getByRole('button', { name: 'Export offline bundle' }).click();
      await page.getByText('Every endorsement in it is proven by signatures').waitFor();
      const offline = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
      await page.screenshot({ path: path.join(outputFolder, 'approvals-evidence.png') });
      await saved(page, 'Download', folder);
      const anchored = offline.replace('--anchor …', `--anchor ${stage.world.quorums.stakeholders.id}`);
      const trusted = await terminal(folder, anchored, stage);
      expect(trusted.code, trusted.text).toBe(0);
      expect((await readFile(path.join(folder, anchored.split(' ')[3] ?? ''))).length).toBeGreaterThan(500);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

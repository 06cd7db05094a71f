import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStory, type StoryOutcome } from '../../scripts/story/story.ts';
import { statusOf } from '../../sdk/src/chain/index.ts';
import { openDevice } from '../../sdk/src/roles/device/index.ts';
import { type Sandbox, startSandbox } from '../../sdk/src/roles/sandbox/index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-story-'));
const said: string[] = [];
let sandbox: Sandbox;
let outcome: StoryOutcome;

beforeAll(async () => {
  sandbox = await startSandbox({ directory });
  const teller = {
    chapter: (title: string) => said.push(title),
    say: (who: string, what: string) => said.push(`${who} ${what}`),
  };
  outcome = await runStory({ sandbox, directory, teller }, 3);
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function installed(...names: string[]): string {
  return path.join(outcome.station.root, ...names);
}

describe('the story that npm start tells', () => {
  test('the station has the second epoch of its host certificate, for its own key', () => {
    const certificate = installed('ssh-host', 'current', 'ssh_host_ed25519_key-cert.pub');
    const shown = execFileSync('ssh-keygen', ['-L', '-f', certificate], { encoding: 'utf8' });
    expect(shown).toContain('station-7.example');
    const own = readFileSync(installed('keys', 'ssh_host_ed25519_key.pub'), 'utf8').split(' ')[1] as string;
    const fingerprint = execFileSync('ssh-keygen', ['-l', '-f', installed('keys', 'ssh_host_ed25519_key.pub')], {
      encoding: 'utf8',
    }).split(' ')[1] as string;
    expect(own.length).toBeGreaterThan(60);
    expect(shown).toContain(fingerprint);
    const channel = outcome.station.device.channels().find((candidate) => candidate.channel === 'ssh-host');
    expect(channel).toMatchObject({ installed: { epoch: 2 }, highWaterEpoch: 2 });
  });

  test('the revocation list that the station’s sshd reads names the visit', async () => {
    const [issued] = (await outcome.admin.ledger.entries()).filter(({ channel }) => channel === 'visit');
    const serial = issued?.action === 'issued' ? issued.serials[0] : undefined;
    const shown = execFileSync(
      'ssh-keygen',
      ['-Q', '-l', '-f', installed('ssh-authority', 'current', 'revoked_keys')],
      {
        encoding: 'utf8',
      },
    );
    expect(shown).toContain(`serial: ${serial}`);
  });

  test('the laptop has nothing left of the visit', () => {
    expect(() => readFileSync(path.join(outcome.laptop.root, 'visit', 'current', 'id_ed25519'))).toThrow('ENOENT');
  });

  test('the chain says that the authority was endorsed and then revoked, for ever', async () => {
    const edge = { certificate: outcome.certificate, quorum: outcome.stakeholders.id };
    await expect(statusOf(sandbox.chain, edge)).resolves.toMatchObject({ status: 'revoked' });
  });

  test('the station stays on what it had, also after a restart, and says why it does not update', async () => {
    const restarted = await openDevice(outcome.station.stateDirectory);
    const { events, alarms } = await restarted.poll();
    expect(events).toEqual([]);
    expect(alarms.map(({ alarm }) => alarm)).toEqual(['untrusted-authority']);
    expect(restarted.channels().find(({ channel }) => channel === 'ssh-host')?.installed?.epoch).toBe(2);
  });

  test('no private key was told', () => {
    const key = readFileSync(installed('keys', 'ssh_host_ed25519_key'), 'utf8');
    expect(said.join('\n')).not.toContain(key.split('\n')[2]);
  });
});

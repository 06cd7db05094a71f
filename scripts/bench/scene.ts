import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Admin, approvalsOf, quorumAuthority } from '../../sdk/src/roles/admin/index.ts';
import { initialiseDevice } from '../../sdk/src/roles/device/index.ts';
import { startSandbox } from '../../sdk/src/roles/sandbox/index.ts';
import { type Foundation, layFoundation } from '../story/foundation.ts';
import type { Stage } from '../story/stage.ts';

/** A chain, an IPFS node, an authority that stakeholders have endorsed, its administrator, and an enrolled device. */
export interface Scene {
  readonly stage: Stage;
  readonly admin: Admin;
  /** Not opened yet: that is for the process that measures it. */
  readonly station: { readonly id: Hex; readonly stateDirectory: string };
}

const silent: Stage['teller'] = { chapter: () => undefined, say: () => undefined };

/**
 * Sets up what the story begins with, runs `work`, and ends everything.
 *
 * @param adapt May put something of its own between the work and the sandbox.
 */
export async function* onScene<Result>(
  work: (scene: Scene) => AsyncIterable<Result>,
  adapt: (sandbox: Stage['sandbox']) => Stage['sandbox'] = (sandbox) => sandbox,
): AsyncGenerator<Result> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-bench-'));
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  try {
    const sandbox = await startSandbox({ directory });
    try {
      const stage = { sandbox: adapt(sandbox), directory, teller: silent };
      const foundation = await layFoundation(stage);
      const admin = await openAdmin(stage, foundation);
      yield* work({ stage, admin, station: await enrolStation(stage, foundation, admin) });
    } finally {
      await sandbox.stop();
    }
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function openAdmin({ sandbox, directory }: Stage, foundation: Foundation): Promise<Admin> {
  const admin = await Admin.open({
    home: path.join(directory, 'administrator'),
    chain: sandbox.chain,
    store: sandbox.store,
    authority: quorumAuthority({
      chainId: sandbox.chainId,
      registry: sandbox.addresses.quorumRegistry,
      quorum: foundation.administrators,
      approvals: approvalsOf([foundation.administrator.signer]),
    }),
    account: sandbox.account(4),
    random: randomBytes,
  });
  await admin.sshAuthorities.create('users', randomBytes);
  await admin.sshAuthorities.create('hosts', randomBytes);
  return admin;
}

/** A device with the usual five channels that finds its authority through a certificate of the stakeholders. */
async function enrolStation({ sandbox, directory }: Stage, foundation: Foundation, admin: Admin) {
  const stateDirectory = path.join(directory, 'station');
  const { stakeholders, authority, certificate } = foundation;
  const { quorumRegistry, keyAnnouncements } = sandbox.addresses;
  const config = {
    type: 'gridseal/device/v1',
    name: 'station',
    chain: { chainId: sandbox.chainId, rpcUrls: [sandbox.rpcUrl], finality: 0, quorumRegistry, keyAnnouncements },
    ipfs: { endpoints: [{ rpc: sandbox.ipfs.rpc }, { gateway: sandbox.ipfs.gateway }] },
    anchors: [stakeholders.id],
    authorities: [{ signer: authority }],
    certificates: [certificate],
    install: { root: path.join(stateDirectory, 'installed') },
    pollSeconds: 1,
    claims: { mode: 'outbox' },
  };
  const request = await initialiseDevice({ stateDirectory, config, random: randomBytes });
  const { id } = await admin.devices.enrol(Enrolment.encode(request), {});
  return { id, stateDirectory };
}

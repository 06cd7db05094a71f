import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Admin, approvalsOf, quorumAuthority } from '../../sdk/src/roles/admin/index.ts';
import { type Device, initialiseDevice, openDevice } from '../../sdk/src/roles/device/index.ts';
import { type Foundation, publishDraft } from './foundation.ts';
import { coSign, messageFor, submit } from './people.ts';
import { type Stage, short } from './stage.ts';

/** A device of the story. */
export interface Member {
  readonly id: Hex;
  /** The id of its device certificate. */
  readonly certificate: Hex;
  readonly stateDirectory: string;
  /** Where it installs. */
  readonly root: string;
  readonly device: Device;
}

/** The administrator and the devices. */
export interface Fleet {
  readonly admin: Admin;
  readonly station: Member;
  readonly laptop: Member;
}

/** An administrator takes up work; a charging station and a laptop make their keys and are enrolled. */
export async function enrolFleet(stage: Stage, foundation: Foundation): Promise<Fleet> {
  const { sandbox, directory, teller } = stage;
  teller.chapter('A charging station and a technician’s laptop make their own keys, and are enrolled');
  const { administrators, administrator } = foundation;
  const admin = await Admin.open({
    home: directory,
    chain: sandbox.chain,
    store: sandbox.store,
    authority: quorumAuthority({
      chainId: sandbox.chainId,
      registry: sandbox.addresses.quorumRegistry,
      quorum: administrators,
      approvals: approvalsOf([administrator.signer]),
    }),
    account: sandbox.account(4),
    random: randomBytes,
  });
  await admin.sshAuthorities.create('users', randomBytes);
  await admin.sshAuthorities.create('hosts', randomBytes);
  const enrol = (name: string, channels: readonly string[]) => enrolMember(stage, foundation, admin, name, channels);
  return {
    admin,
    station: await enrol('station-7', ['ssh-host', 'ssh-authority']),
    laptop: await enrol('laptop', ['ssh-user', 'visit']),
  };
}

async function enrolMember(
  stage: Stage,
  foundation: Foundation,
  admin: Admin,
  name: string,
  channels: readonly string[],
): Promise<Member> {
  const { sandbox, directory, teller } = stage;
  const stateDirectory = path.join(directory, 'state', name);
  const root = path.join(stateDirectory, 'installed');
  const config = configOf(stage, foundation, { name, channels, root });
  const request = await initialiseDevice({ stateDirectory, config, random: randomBytes });
  const { id } = await admin.devices.enrol(Enrolment.encode(request), {});
  const certificate = await publishDraft(stage, {
    kind: 'device',
    subject: { name, signer: request.signer },
    usages: ['claimKeys'],
  });
  const action = await messageFor(sandbox, 'endorse', foundation.administrators, certificate);
  const { packed } = await coSign(sandbox, foundation.administrators, action, [foundation.administrator]);
  await submit(sandbox, action, packed as Hex);
  teller.say('device', `${name} is ${short(id)}, its certificate ${short(certificate)} endorsed`);
  return { id, certificate, stateDirectory, root, device: await openDevice(stateDirectory) };
}

function configOf(
  { sandbox }: Stage,
  { stakeholders, authority, certificate }: Foundation,
  device: { readonly name: string; readonly channels: readonly string[]; readonly root: string },
) {
  const { quorumRegistry, keyAnnouncements } = sandbox.addresses;
  return {
    type: 'gridseal/device/v1',
    name: device.name,
    chain: { chainId: sandbox.chainId, rpcUrls: [sandbox.rpcUrl], finality: 0, quorumRegistry, keyAnnouncements },
    ipfs: { endpoints: [{ rpc: sandbox.ipfs.rpc }, { gateway: sandbox.ipfs.gateway }] },
    anchors: [stakeholders.id],
    authorities: [{ signer: authority }],
    certificates: [certificate],
    channels: device.channels,
    install: { root: device.root, overlapSeconds: 30 },
    pollSeconds: 1,
    claims: { mode: 'outbox' },
  };
}

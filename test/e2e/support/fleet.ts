import path from 'node:path';
import { type Hex, utf8Decode } from '../../../sdk/src/bytes/index.ts';
import { claimMany } from '../../../sdk/src/chain/index.ts';
import { randomBytes } from '../../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../../sdk/src/identity/index.ts';
import { Admin, approvalsOf, quorumAuthority } from '../../../sdk/src/roles/admin/index.ts';
import { type Device, initialiseDevice, openDevice } from '../../../sdk/src/roles/device/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import { passTime } from './passTime.ts';
import { decide } from './people.ts';
import { draft, type People, type Population } from './population.ts';

/** What an administrator works with. */
export interface Workplace extends Population {
  readonly sandbox: Sandbox;
  readonly people: People;
  /** Where the administrator's home and the devices' folders are made. */
  readonly directory: string;
}

/** The administrator of the world's fleet. */
export interface Fleet {
  /** Issues as the authority “Fleet administration”, whose certificate is endorsed. */
  readonly admin: Admin;
  /** The ERC-7913 signer of that authority. */
  readonly authority: Hex;
  /** Makes a device with keys of its own, and enrols it; its certificate is endorsed. */
  enrol(name: string, channels: readonly string[]): Promise<Enrolled>;
}

/** A device that is not in a browser. */
export interface Enrolled {
  readonly id: Hex;
  /** Its enrolment request, as it prints it. */
  readonly request: string;
  readonly device: Device;
  /** One round: fetches, checks and installs; then its receipts are brought to the chain. */
  poll(): Promise<void>;
}

/**
 * Takes up work as the fleet's administrator.
 *
 * @example
 * ```ts
 * const { admin, enrol } = await openFleet(stage.world);
 * const station = await enrol('station-7', ['ssh-host']);
 * await admin.issue({ to: { device: station.id }, credential: sshHost, ttlSeconds: 3_600 });
 * await station.poll();
 * ```
 */
export async function openFleet(world: Workplace): Promise<Fleet> {
  const { sandbox, people, quorums, directory } = world;
  const authority = quorumAuthority({
    chainId: sandbox.chainId,
    registry: sandbox.addresses.quorumRegistry,
    quorum: quorums.administrators,
    approvals: approvalsOf([people.admin.signer]),
  });
  const admin = await Admin.open({
    home: path.join(directory, 'administrator'),
    chain: sandbox.chain,
    store: sandbox.store,
    authority,
    account: sandbox.account(4),
    random: randomBytes,
  });
  await admin.sshAuthorities.create('users', randomBytes);
  await admin.sshAuthorities.create('hosts', randomBytes);
  return {
    admin,
    authority: authority.signer,
    enrol: (name, channels) => enrol(world, admin, authority.signer, { name, channels }),
  };
}

async function enrol(
  world: Workplace,
  admin: Admin,
  authority: Hex,
  { name, channels }: { readonly name: string; readonly channels: readonly string[] },
): Promise<Enrolled> {
  const { sandbox, people, quorums, directory } = world;
  const stateDirectory = path.join(directory, 'devices', name);
  const config = configOf(world, authority, { name, channels, root: path.join(stateDirectory, 'installed') });
  const request = await initialiseDevice({ stateDirectory, config, random: randomBytes });
  const bytes = Enrolment.encode(request);
  const { id } = await admin.devices.enrol(bytes, {});
  const subject = { name, signer: request.signer };
  const { id: certificate } = await draft(sandbox, { kind: 'device', subject, usages: ['claimKeys'] });
  await decide(sandbox, quorums.administrators, [people.admin], { action: 'endorse', certificate });
  const device = await openDevice(stateDirectory);
  const poll = async () => {
    await device.poll();
    await claimMany(sandbox.chain, sandbox.account(9), await device.receipts());
    await device.poll();
  };
  return { id, request: utf8Decode(bytes), device, poll };
}

function configOf(
  { sandbox, quorums, certificates }: Workplace,
  authority: Hex,
  device: { readonly name: string; readonly channels: readonly string[]; readonly root: string },
): object {
  const { quorumRegistry, keyAnnouncements } = sandbox.addresses;
  return {
    type: 'gridseal/device/v1',
    name: device.name,
    chain: { chainId: sandbox.chainId, rpcUrls: [sandbox.rpcUrl], finality: 0, quorumRegistry, keyAnnouncements },
    ipfs: { endpoints: [{ rpc: sandbox.ipfs.rpc }, { gateway: sandbox.ipfs.gateway }] },
    anchors: [quorums.stakeholders.id],
    authorities: [{ signer: authority }],
    certificates: [certificates.fleet],
    channels: device.channels,
    install: { root: device.root, overlapSeconds: 30 },
    pollSeconds: 1,
    claims: { mode: 'outbox' },
  };
}

/** What a fleet is issued in tests. */
export const sshHost = { kind: 'sshHost', issuer: 'hosts', principals: ['station-7.example'] } as const;
export const sshVisit = { kind: 'sshUser', issuer: 'users', principals: ['technician'], keys: 'server' } as const;

type FleetRequests = Readonly<Record<'station' | 'late' | 'expired' | 'withdrawn', string>>;

/** Devices that know nothing of the page; plain data. */
export interface FleetPopulation {
  readonly devices: Readonly<Record<'station' | 'late' | 'expired' | 'withdrawn', Hex>>;
  /** Their enrolment requests. */
  readonly requests: FleetRequests;
  /** keccak256 of the signer that issued to them. */
  readonly administrator: Hex;
}

/** A small fleet in every state: claimed, waiting, expired, withdrawn, and a visit that lasts for an hour. */
export async function populateFleet(workplace: Workplace): Promise<FleetPopulation> {
  const { admin, enrol } = await openFleet(workplace);
  const day = 86_400;
  const station = await enrol('station-7', ['ssh-host', 'visit']);
  const issue = (to: Enrolled, ttlSeconds: number, channel?: string) =>
    admin.issue({
      to: { device: to.id },
      credential: channel === 'visit' ? sshVisit : sshHost,
      ttlSeconds,
      ...(channel ? { channel } : {}),
    });
  await issue(station, 30 * day);
  await station.poll();
  await issue(station, 30 * day);
  await issue(station, 3_600, 'visit');
  await station.poll();
  const late = await enrol('station-8', ['ssh-host']);
  await issue(late, 30 * day);
  const expired = await enrol('station-9', ['ssh-host']);
  await issue(expired, 30);
  await passTime(workplace.sandbox, 31);
  const withdrawn = await enrol('station-10', ['ssh-host']);
  await issue(withdrawn, 30 * day);
  await admin.revoke({ to: { device: withdrawn.id }, channel: 'ssh-host' });
  const devices = { station: station.id, late: late.id, expired: expired.id, withdrawn: withdrawn.id };
  const requests: FleetRequests = {
    station: station.request,
    late: late.request,
    expired: expired.request,
    withdrawn: withdrawn.request,
  };
  return { devices, requests, administrator: admin.authority };
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Issued } from '../../sdk/src/roles/admin/index.ts';
import type { Fleet } from './fleet.ts';
import { relay, round, type Stage, tellIssued } from './stage.ts';

const day = 86_400;

/** Who may log in to the station, and what the station is called. */
export const sshAuthority = { kind: 'sshAuthority', issuers: ['users'], accounts: { root: ['technician'] } } as const;
export const sshHost = { kind: 'sshHost', issuer: 'hosts', principals: ['station-7.example'] } as const;

/** The station receives what its sshd needs. */
export async function deliver(stage: Stage, { admin, station }: Fleet): Promise<void> {
  stage.teller.chapter('The administrator issues SSH credentials; the station fetches, checks and installs them');
  const to = { device: station.id };
  tellIssued(stage, await admin.issue({ to, credential: sshAuthority, ttlSeconds: 365 * day }));
  tellIssued(stage, await admin.issue({ to, credential: sshHost, ttlSeconds: 30 * day }));
  await round(stage, station.device, 'station', 2);
  await relay(stage, station.device, 'station');
}

/** The next epoch, sealed to the key that the claim has named. */
export async function rotate(stage: Stage, { admin, station }: Fleet): Promise<void> {
  stage.teller.chapter('Rotation: a new epoch, sealed to the key that the receipt has named');
  tellIssued(stage, await admin.issue({ to: { device: station.id }, credential: sshHost, ttlSeconds: 30 * day }));
  await round(stage, station.device, 'station', 1);
  await relay(stage, station.device, 'station');
}

/** A credential that ends by itself. */
export async function visit(stage: Stage, { admin, laptop }: Fleet, seconds: number): Promise<Issued> {
  stage.teller.chapter(`A technician gets access for ${seconds} seconds; it ends by itself`);
  const credential = { kind: 'sshUser', issuer: 'users', principals: ['technician'], keys: 'server' } as const;
  const issued = await admin.issue({ to: { device: laptop.id }, channel: 'visit', credential, ttlSeconds: seconds });
  tellIssued(stage, issued);
  await round(stage, laptop.device, 'laptop', 1);
  const file = path.join(laptop.root, 'visit', 'current', 'id_ed25519');
  if (!(await exists(file))) throw new Error(`${file} was to be there`);
  for (let waited = 0; await exists(file); waited++) {
    if (waited > seconds + 10) throw new Error(`${file} was to be gone after ${seconds} s`);
    await sleep(1_000);
    await laptop.device.removeExpired();
  }
  stage.teller.say('laptop', 'visit: key and certificate are gone, on time and with no message from anybody');
  return issued;
}

/** A certificate is taken out of use: the station gets a revocation list at once. */
export async function revokeVisit(stage: Stage, { admin, station, laptop }: Fleet, issued: Issued): Promise<void> {
  stage.teller.chapter('Revocation: the visit’s certificate goes onto the list that the station’s sshd reads');
  await admin.revoke({ to: { device: laptop.id }, channel: issued.entry.channel });
  stage.teller.say(
    'admin',
    `${issued.entry.channel}: everything up to epoch ${issued.entry.epoch} is withdrawn, for ever`,
  );
  const { serials } = issued.entry;
  const next = { to: { device: station.id }, credential: sshAuthority, ttlSeconds: 365 * day, revokes: serials };
  tellIssued(stage, await admin.issue(next));
  await round(stage, station.device, 'station', 1);
  await relay(stage, station.device, 'station');
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

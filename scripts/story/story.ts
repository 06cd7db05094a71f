import type { Hex } from '../../sdk/src/bytes/index.ts';
import { endorseWithAnyKey } from './anyKey.ts';
import { deliver, revokeVisit, rotate, sshHost, visit } from './deliveries.ts';
import { enrolFleet, type Fleet } from './fleet.ts';
import { type Foundation, layFoundation } from './foundation.ts';
import { coSign, messageFor, submit } from './people.ts';
import { type Stage, short, tellIssued } from './stage.ts';

/** What came out of the story, for whoever wants to look closer. */
export interface StoryOutcome extends Foundation, Fleet {}

/**
 * Three stakeholders co-sign an authority; it issues SSH credentials to a charging station and rotates them; a technician gets
 * access for some seconds; a certificate is revoked; a stakeholder takes the authority back.
 *
 * @param accessSeconds How long the technician's access lasts.
 * @throws {Error} if anything does not come out as it has to.
 */
export async function runStory(stage: Stage, accessSeconds: number): Promise<StoryOutcome> {
  const foundation = await layFoundation(stage);
  await endorseWithAnyKey(stage);
  const fleet = await enrolFleet(stage, foundation);
  await deliver(stage, fleet);
  await rotate(stage, fleet);
  const issued = await visit(stage, fleet, accessSeconds);
  await revokeVisit(stage, fleet, issued);
  await brake(stage, foundation, fleet);
  return { ...foundation, ...fleet };
}

/** One member is enough to take trust away; then nothing new of the authority is installed. */
async function brake(stage: Stage, foundation: Foundation, { admin, station }: Fleet): Promise<void> {
  const { sandbox, teller } = stage;
  const { stakeholders, certificate, people } = foundation;
  const [, boreal] = people;
  teller.chapter('Emergency brake: one stakeholder alone revokes the authority');
  const action = await messageFor(sandbox, 'revoke', stakeholders, certificate);
  const { packed } = await coSign(sandbox, stakeholders, action, [boreal]);
  await submit(sandbox, action, packed as Hex);
  teller.say('chain', `${boreal.name} has revoked ${short(certificate)}, for ever`);
  tellIssued(stage, await admin.issue({ to: { device: station.id }, credential: sshHost, ttlSeconds: 86_400 }));
  const { events, alarms } = await station.device.poll();
  const alarm = alarms.find((candidate) => candidate.alarm === 'untrusted-authority');
  if (alarm === undefined || events.length > 0) throw new Error('the station still obeys a revoked authority');
  teller.say('station', `alarm ${alarm.alarm}: it installs nothing more from that authority`);
}

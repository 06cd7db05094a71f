import { toEventSelector } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi, quorumRegistryAbi } from '../generated/index.ts';
import type { EventBody } from './chainEvent.ts';

/** The names of the contracts' events in the SDK: the Solidity name in camelCase. */
export type EventType = EventBody['type'];

/** Topic 0 of each event: keccak256 of its signature. */
export const eventTopics: Readonly<Record<EventType, Hex>> = {
  quorumCreated: topicOf('QuorumCreated'),
  quorumRotated: topicOf('QuorumRotated'),
  certificateEndorsed: topicOf('CertificateEndorsed'),
  certificateRevoked: topicOf('CertificateRevoked'),
  proposed: topicOf('Proposed'),
  approved: topicOf('Approved'),
  announced: topicOf('Announced'),
  withdrawn: topicOf('Withdrawn'),
  claimed: topicOf('Claimed'),
};

function topicOf(name: string): Hex {
  for (const item of [...quorumRegistryAbi, ...keyAnnouncementsAbi]) {
    if (item.type === 'event' && item.name === name) return toEventSelector(item);
  }
  throw new TypeError(`no contract has an event ${name}`);
}

import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { checkRules, rulesShape } from './quorum.ts';
import { address, chainId, hex32, parse, signer, uint8, uint32, uint64 } from './schema.ts';

/** The messages of the domain `QuorumRegistry` (docs/spec/approval.md): what a quorum's members sign. */
const registryMessages = {
  endorse: z.strictObject({ certificate: hex32, quorum: hex32, version: uint32, deadline: uint64 }),
  revoke: z.strictObject({ certificate: hex32, quorum: hex32, version: uint32, reason: uint8, deadline: uint64 }),
  rotate: z.strictObject({ quorum: hex32, version: uint32, ...rulesShape, deadline: uint64 }),
  approve: z.strictObject({ quorum: hex32, version: uint32, digest: hex32 }),
};

/** The messages of the domain `KeyAnnouncements`: what authorities and devices sign. */
const announcementMessages = {
  announce: z.strictObject({
    authority: signer,
    subject: hex32,
    epoch: uint64,
    digest: hex32,
    kind: uint8,
    codec: z.int().min(0).max(2),
    notBefore: uint64,
    notAfter: uint64,
    deadline: uint64,
  }),
  withdraw: z.strictObject({ authority: signer, subject: hex32, epoch: uint64, deadline: uint64 }),
  claim: z.strictObject({
    device: signer,
    authority: hex32,
    subject: hex32,
    epoch: uint64,
    record: hex32,
    deadline: uint64,
  }),
  manifests: z.strictObject({ authority: signer, subject: hex32, epoch: uint64, root: hex32 }),
};

const onRegistry = { chainId, registry: address };
const onAnnouncements = { chainId, announcements: address };

/** The fields of each registry action, for files that carry an action among others. */
export const registryShapes = {
  endorse: { action: z.literal('endorse'), ...onRegistry, message: registryMessages.endorse },
  revoke: { action: z.literal('revoke'), ...onRegistry, message: registryMessages.revoke },
  rotate: { action: z.literal('rotate'), ...onRegistry, message: registryMessages.rotate },
  approve: { action: z.literal('approve'), ...onRegistry, message: registryMessages.approve },
};

const endorse = z.strictObject(registryShapes.endorse);
const revoke = z.strictObject(registryShapes.revoke);
const rotate = z.strictObject(registryShapes.rotate);
const approve = z.strictObject(registryShapes.approve);
const announce = z.strictObject({
  action: z.literal('announce'),
  ...onAnnouncements,
  message: announcementMessages.announce,
});
const withdraw = z.strictObject({
  action: z.literal('withdraw'),
  ...onAnnouncements,
  message: announcementMessages.withdraw,
});
const claim = z.strictObject({ action: z.literal('claim'), ...onAnnouncements, message: announcementMessages.claim });
const manifests = z.strictObject({
  action: z.literal('manifests'),
  ...onAnnouncements,
  message: announcementMessages.manifests,
});

export const actionSchema = z.discriminatedUnion('action', [
  endorse,
  revoke,
  rotate,
  approve,
  announce,
  withdraw,
  claim,
  manifests,
]);

/** A quorum endorses a certificate. Times are seconds since 1970. */
export type Endorse = z.infer<typeof endorse>;
/** A quorum revokes a certificate; `reason` is a CRLReason of RFC 5280, section 5.3.1. */
export type Revoke = z.infer<typeof revoke>;
/** A quorum replaces the version it names. */
export type Rotate = z.infer<typeof rotate>;
/** A quorum, as a signer, approves any other digest. */
export type Approve = z.infer<typeof approve>;
/** What members of a quorum sign. */
export type RegistryAction = Endorse | Revoke | Rotate | Approve;
/** What authorities and devices sign. */
export type AnnouncementAction =
  | z.infer<typeof announce>
  | z.infer<typeof withdraw>
  | z.infer<typeof claim>
  | z.infer<typeof manifests>;
/** Any message that is signed, with the chain and the contract that it is for. */
export type Action = RegistryAction | AnnouncementAction;

/** Whether the message is one of `QuorumRegistry`. */
export function isRegistryAction(action: Action): action is RegistryAction {
  return 'registry' in action;
}

/** Checks the rules of a rotation's new version; other messages have none that a schema cannot say. */
export function checkAction(action: Action, field: string): void {
  if (action.action === 'rotate') checkRules(action.message, `${field}.message`);
}

/**
 * Decodes an action from JSON.
 *
 * @throws {DecodeError} naming the field.
 * @example `Action.decode(JSON.parse(text)).action // 'endorse'`
 */
export function decode(value: unknown, field = 'action'): Action {
  const action: Action = parse(actionSchema, value, field);
  checkAction(action, field);
  return action;
}

/** The id and version of the quorum that is asked. */
export function quorumOf(action: RegistryAction): { readonly quorum: Hex; readonly version: number } {
  const { quorum, version } = action.message;
  return { quorum, version };
}

/** Seconds since 1970 after which the message is no longer good; null for messages that have no deadline. */
export function deadlineOf(action: Action): number | null {
  return 'deadline' in action.message ? action.message.deadline : null;
}

import type { DirectoryParty } from '../../../chain/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import { acceptedVersion } from '../../../ocn/signature/index.ts';
import { statusKind } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import { type Reply, verifyAnswer, versionOf } from './answerSignature.ts';
import type { Peers } from './peers.ts';
import type { Receiver } from './receivers.ts';
import { Refusal, within } from './refusals.ts';
import { type Accepted, type Proof, unsigned, verifyV1, verifyV2 } from './requestSignature.ts';
import { type Routed, type View, viewOf } from './routed.ts';
import { signersOfNode, signersOfPartysNode } from './signers.ts';

/** Checks who has signed a message, and that it is no lesser signature than the one that is known of them. */
export async function checkRequest(
  context: NodeContext,
  peers: Peers,
  message: Routed,
  party: DirectoryParty,
): Promise<Proof> {
  const version = await within('downgrade', () => versionOfRequest(context, peers, message));
  if (version === null) return unsigned;
  const { directory } = context;
  const nodes = signersOfNode(directory, party.operator);
  const others = message.copyOf === null ? [] : signersOfPartysNode(directory, message.copyOf);
  const accepted = { party, nodes, rewriters: [...nodes, ...others], isCopy: message.copyOf !== null };
  const view = viewOf(message, context.self.url);
  return within('signature', () =>
    version === 2 ? verifyV2(context, message, view, accepted) : verifyV1(message, view, accepted),
  );
}

async function versionOfRequest({ policy, directory }: NodeContext, peers: Peers, message: Routed) {
  const { source } = message;
  const header = message.signature ?? undefined;
  if (source.kind === 'platform') {
    const { speaks } = source.platform;
    return acceptedVersion(header, {
      peer: speaks === 'v2' ? 'v2' : 'v1',
      acceptV1: true,
      acceptUnsigned: speaks === 'none' && policy.acceptUnsigned,
    });
  }
  const node = directory.node(source.operator);
  const peer = node === null ? 'unknown' : await peers.speaks(node);
  return acceptedVersion(header, { peer, acceptV1: true, acceptUnsigned: policy.acceptUnsigned });
}

/**
 * Keeps the best signature that a platform has shown, so that it is never heard with a lesser one. What its node could have signed for
 * it proves nothing about it.
 */
export async function noteSpeaks(context: NodeContext, message: Routed, proof: Proof): Promise<void> {
  const { source } = message;
  if (source.kind === 'node' || proof.version === null) return;
  const speaks = `v${proof.version}` as const;
  const { platform } = source;
  if (platform.speaks === 'v2' || platform.speaks === speaks || !proof.byParty) return;
  try {
    await context.store.platforms.save({ ...platform, speaks });
  } catch (error) {
    // Somebody else has changed the platform meanwhile: its next message comes here again.
    context.log.warn({ error, platform: platform.id }, 'the signature that a platform speaks could not be kept');
  }
}

/** Checks the answer of a platform or a node, as {@link checkRequest}. */
export async function checkAnswer(
  context: NodeContext,
  message: Routed,
  view: View,
  receiver: Receiver,
  reply: Reply,
): Promise<void> {
  const isLocal = receiver.kind === 'local';
  const speaks = isLocal ? receiver.platform.speaks : receiver.speaks;
  const version = versionOf(reply);
  try {
    assertVersion(context, receiver, speaks, version, reply);
    const nodes = signersOfNode(context.directory, isLocal ? context.self.operator : receiver.node.operator);
    const accepted: Accepted = { party: receiver.party, nodes, rewriters: nodes, isCopy: message.copyOf !== null };
    await verifyAnswer(context, { message, view }, reply, accepted, isLocal ? undefined : firstAsked(context, message));
  } catch (cause) {
    const { field } = cause as { readonly field?: string };
    const about = field === undefined ? {} : { field: `response.${field}` };
    throw new Refusal('answer', 'serverError', 'answered with a signature that is not accepted', { ...about, cause });
  }
}

/**
 * When the message may have been brought to its receiver's node first. That gives the same answer again as long as it remembers it, as
 * this node does: if the first one was lost on its way, the one that comes now was signed then.
 */
function firstAsked({ policy, now }: NodeContext, { method }: Routed): number {
  return method === 'GET' ? now() : now() - policy.rememberMs;
}

function assertVersion(
  { policy }: NodeContext,
  receiver: Receiver,
  speaks: Platform['speaks'],
  version: 1 | 2 | null,
  reply: Reply,
): void {
  const field = 'OCN-Signature';
  // Whatever stands before a platform, or fails in it, signs nothing and says nothing about anything.
  const isFailure = receiver.kind === 'local' && statusKind(Number(reply.json.status_code)) !== 'success';
  if (version === 2 || isFailure) return;
  if (speaks === 'v2') throw new VerificationError('knows version 2 and has to use it', { field });
  if (version === 1) return;
  if (speaks === 'v1' && receiver.kind === 'local') throw new VerificationError('is missing', { field });
  if (!policy.acceptUnsigned) throw new VerificationError('is missing', { field });
}

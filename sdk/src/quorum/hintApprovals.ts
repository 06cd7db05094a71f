import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { addHints, type KnownVerifiers } from '../crypto/index.ts';
import type { RegistryAction } from './action.ts';
import { nestedAction } from './evaluate.ts';
import { p521HashOf } from './p521Members.ts';
import { decode, encode, type PackedApproval } from './packedApprovals.ts';
import type { Member, QuorumState } from './quorum.ts';
import { digest as digestOf } from './typedData.ts';
import { MAX_NESTING, nestedState } from './verifyContext.ts';

/** Whose approvals they are, and where they go. */
export interface HintContext {
  readonly verifiers: KnownVerifiers;
  /** The current states of quorums that are members of others, by id. */
  readonly quorums?: ReadonlyMap<Hex, QuorumState>;
  /** Signatures stay plain where hints would make the packed approvals longer than this; 98,304 unless given. */
  readonly maxBytes?: number;
}

/** Nodes take transactions of 131,072 bytes at most (geth and its kin); the rest of one is small. */
const MAX_BYTES = 98_304;
/** r ‖ s. */
const PLAIN = 132;

interface Work {
  readonly on: RegistryAction;
  readonly context: HintContext;
  /** The bytes that hints may still take. */
  room: number;
}

function hinted(member: Member, digest: Hex, signature: Hex, work: Work): Hex {
  const hash = p521HashOf(member, work.context.verifiers);
  const plain = fromHex(signature);
  if (hash === null || plain.length !== PLAIN) return signature;
  const publicKey = fromHex(`0x${member.signer.slice(42)}`);
  const longer = addHints({ publicKey, digest: fromHex(digest), signature: plain, hash });
  const cost = longer.length - plain.length;
  if (cost > work.room) return signature;
  work.room -= cost;
  return toHex(longer);
}

function withHints(state: QuorumState, digest: Hex, packed: Hex, work: Work, depth: number): Hex {
  const approvals = decode(packed).map((approval): PackedApproval => {
    const { index, signature } = approval;
    const member = state.members[index];
    if (!member) return approval;
    const nested = nestedState(work.on.registry, member.signer, work.context);
    if (!nested) return { index, signature: hinted(member, digest, signature, work) };
    if (depth + 1 > MAX_NESTING) return approval;
    const inner = digestOf(nestedAction(nested, digest, work.on));
    return { index, signature: withHints(nested, inner, signature, work, depth + 1) };
  });
  return encode(approvals);
}

/**
 * Adds hints to the P-521 signatures among verified packed approvals, which makes them cheaper to verify on chain; those of quorums
 * that are members included. Nothing else changes, and no private key is needed.
 *
 * @param packed Of `state` for `action`, as `collect` gives them.
 * @throws {VerificationError} if a P-521 signature among them does not verify.
 * @example
 * ```ts
 * const { packed } = await collect(state, action, approvals, options);
 * await endorse(chain, account, { ...message, approvals: hintApprovals(state, action, packed, { verifiers, quorums }) });
 * ```
 */
export function hintApprovals(state: QuorumState, action: RegistryAction, packed: Hex, context: HintContext): Hex {
  const room = (context.maxBytes ?? MAX_BYTES) - (packed.length - 2) / 2;
  return withHints(state, digestOf(action), packed, { on: action, context, room }, 0);
}

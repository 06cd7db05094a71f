import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { type KnownVerifiers, stripHints } from '../crypto/index.ts';
import { p521HashOf } from './p521Members.ts';
import { decode, encode, type PackedApproval } from './packedApprovals.ts';
import { idOfSigner, type QuorumState } from './quorum.ts';
import { MAX_NESTING } from './verifyContext.ts';

/** Whose approvals they may be. */
export interface PlainContext {
  /** Address of the QuorumRegistry that the quorums live in. */
  readonly registry: Hex;
  readonly verifiers: KnownVerifiers;
  /** Every version of the quorums that are members of others, by id: a message does not say which of them approved. */
  readonly quorums: ReadonlyMap<Hex, readonly QuorumState[]>;
}

/** r ‖ s. */
const PLAIN = 132;

/**
 * Takes the hints from the P-521 signatures among packed approvals: only contracts need them, and what is verified offline is a
 * hundredth as long without. Where versions of a quorum differ in who has a place, its signature stays as it is.
 *
 * @param versions The versions of the quorum that may have approved.
 * @throws {DecodeError} if `packed` is not packed approvals.
 * @example `plainApprovals(endorsement.approvals, [state], { registry, verifiers, quorums })`
 */
export function plainApprovals(packed: Hex, versions: readonly QuorumState[], context: PlainContext): Hex {
  return plainAt(packed, versions, context, 0);
}

function plainAt(packed: Hex, versions: readonly QuorumState[], context: PlainContext, depth: number): Hex {
  const approvals = decode(packed).map((approval): PackedApproval => {
    const { index, signature } = approval;
    const members = versions.flatMap((state) => state.members[index] ?? []);
    const [first] = members;
    if (!first || members.length < versions.length) return approval;
    if (members.every((member) => p521HashOf(member, context.verifiers) !== null)) {
      const isHinted = (signature.length - 2) / 2 > PLAIN;
      return isHinted ? { index, signature: toHex(stripHints(fromHex(signature))) } : approval;
    }
    const id = idOfSigner(context.registry, first.signer);
    const nested = id === null ? undefined : context.quorums.get(id);
    const isSame = members.every(({ signer }) => signer === first.signer);
    if (!nested || !isSame || depth + 1 > MAX_NESTING) return approval;
    return { index, signature: plainAt(signature, nested, context, depth + 1) };
  });
  return encode(approvals);
}

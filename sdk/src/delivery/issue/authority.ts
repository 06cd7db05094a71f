import type { Hex } from '../../bytes/index.ts';
import { type Chain, hasApproved, verifySigner } from '../../chain/index.ts';
import type { Signer } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { Action } from '../../quorum/action.ts';
import { type Approval, PackedApprovals, Quorum, type QuorumState, TypedData } from '../../quorum/index.ts';

/** Who announces: a wallet, a single key, a quorum. */
export interface Authority {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  /**
   * Signs a message of the domain KeyAnnouncements, as the contract expects it of `signer`.
   *
   * @throws {ApprovalsNeededError} if others have to approve first. The same message may be signed again later.
   */
  sign(action: Action): Promise<Hex>;
}

/** An authority that is one key. */
export function keyAuthority(signer: Signer): Authority {
  return {
    signer: signer.signer,
    sign: async (action) => {
      const digest = TypedData.digest(action);
      return (await signer.signTypedData?.(TypedData.from(action))) ?? signer.sign(digest);
    },
  };
}

/** What a quorum's authority needs. */
export interface QuorumAuthority {
  readonly chainId: number;
  /** Address of `QuorumRegistry`. */
  readonly registry: Hex;
  readonly quorum: QuorumState;
  /**
   * Gives the members' signatures of a digest of `QuorumApproval`, as far as there are any: from signers at hand, or from approval
   * files.
   */
  readonly approvals: (digest: Hex, action: Action) => Promise<ReadonlyMap<Hex, Hex>>;
}

/** Not enough members have approved yet; `action` is what they are asked to approve for the quorum. */
export class ApprovalsNeededError extends ArgumentError {
  /** What the authority is to sign. */
  readonly action: Action;
  /** EIP-712 digest of `QuorumApproval(quorum, version, digest of action)`, which members sign. */
  readonly digest: Hex;

  constructor(action: Action, digest: Hex, weight: number, threshold: number) {
    super(`has approvals of weight ${weight}, and needs ${threshold}`, {
      field: 'approvals',
      metaMessages: ['Let further members approve, then continue.'],
    });
    this.action = action;
    this.digest = digest;
  }
}

/**
 * An authority that is a quorum: its signature is its members' packed approvals.
 *
 * @example
 * ```ts
 * const authority = quorumAuthority({ chainId, registry, quorum, approvals: approvalsOf([alice, bob]) });
 * ```
 */
export function quorumAuthority({ chainId, registry, quorum, approvals }: QuorumAuthority): Authority {
  return {
    signer: Quorum.signer(registry, quorum.id),
    sign: async (action) => {
      const message = { quorum: quorum.id, version: quorum.version, digest: TypedData.digest(action) };
      const digest = TypedData.digest({ action: 'approve', chainId, registry, message });
      const given = await approvals(digest, action);
      let weight = 0;
      const packed = quorum.members.flatMap((member, index) => {
        const signature = given.get(member.signer.toLowerCase() as Hex);
        // The chain verifies every approval that is sent: no more of them than it takes.
        if (signature === undefined || weight >= quorum.threshold) return [];
        weight += member.weight;
        return [{ index, signature }];
      });
      if (weight < quorum.threshold) throw new ApprovalsNeededError(action, digest, weight, quorum.threshold);
      return PackedApprovals.encode(packed);
    },
  };
}

/** Approvals of signers that are at hand. */
export function approvalsOf(signers: readonly Signer[]): QuorumAuthority['approvals'] {
  return async (digest) =>
    new Map(
      await Promise.all(
        signers.map(async (signer) => [signer.signer.toLowerCase() as Hex, await signer.sign(digest)] as const),
      ),
    );
}

/**
 * Approvals that came as files. One that does not verify, or is of another message or an earlier version of the quorum, is
 * left out: a single member with a bad signature holds up nobody.
 *
 * @throws {TransportError} if the chain, which is asked where signatures cannot be told offline, does not answer.
 * @example
 * ```ts
 * const approvals = approvalsFrom(chain, async () => (await readFiles('approvals')).map(Approval.decode));
 * ```
 */
export function approvalsFrom(
  chain: Chain,
  read: () => Promise<readonly Approval.Approval[]>,
): QuorumAuthority['approvals'] {
  return async (digest) => {
    const given = new Map<Hex, Hex>();
    for (const approval of await read()) {
      const { signer, signature } = approval;
      if (approval.digest === digest && (await holds(chain, approval))) given.set(signer, signature);
    }
    return given;
  };
}

function holds(chain: Chain, { signer, digest, signature }: Approval.Approval): Promise<boolean> {
  if (signature === '0x') return hasApproved(chain, { wallet: signer, digest }, { depth: 'head' });
  return verifySigner(chain, { signer, digest, signature }, { depth: 'head' });
}

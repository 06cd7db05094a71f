import type { Hex } from '../bytes/index.ts';
import type { KnownVerifiers } from '../crypto/index.ts';
import { plainApprovals, Quorum, QuorumHistory, type QuorumState } from '../quorum/index.ts';
import type { Bundle } from './bundle.ts';

/** The versions that a history passes through. */
function versionsOf(history: QuorumHistory.QuorumHistory): readonly QuorumState[] {
  const versions = [Quorum.firstState(history)];
  for (const rotation of history.rotations) {
    versions.push(QuorumHistory.stateAfter(versions.at(-1) as QuorumState, rotation));
  }
  return versions;
}

/**
 * A bundle without the hints that made its P-521 signatures cheap on chain: it says the same, is verified offline, and is far shorter.
 *
 * @throws {DecodeError} if approvals in it are not packed approvals.
 * @example `Bundle.encode(Bundle.withoutHints(bundle, verifiersOf(chain.addresses)))`
 */
export function withoutHints(bundle: Bundle, verifiers: KnownVerifiers): Bundle {
  const quorums = new Map<Hex, readonly QuorumState[]>(
    bundle.quorums.map((history) => [Quorum.id(history), versionsOf(history)]),
  );
  const context = { registry: bundle.registry, verifiers, quorums };
  const plain = (packed: Hex, quorum: Hex, version: number) =>
    plainApprovals(packed, quorums.get(quorum)?.filter((state) => state.version === version) ?? [], context);
  const plainStatement = <Statement extends { readonly quorum: Hex; readonly version: number; approvals: Hex }>(
    statement: Statement,
  ): Statement => ({ ...statement, approvals: plain(statement.approvals, statement.quorum, statement.version) });
  return {
    ...bundle,
    endorsements: bundle.endorsements.map(plainStatement),
    revocations: bundle.revocations.map(plainStatement),
    quorums: bundle.quorums.map((history) => {
      const id = Quorum.id(history);
      const rotations = history.rotations.map((rotation, i) => ({
        ...rotation,
        oldApprovals: plain(rotation.oldApprovals, id, i + 1),
        newApprovals: plain(rotation.newApprovals, id, i + 2),
      }));
      return { ...history, rotations };
    }),
  };
}

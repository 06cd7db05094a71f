import type { Hex } from '@gridseal/sdk/bytes';
import { type Proposal, Quorum, type QuorumState } from '@gridseal/sdk/quorum';
import type { DataClient, QuorumRecord } from '../../data/index.ts';

/** A quorum may have 64 members that are quorums, each with as many: beyond this many nobody reads on. */
const MOST_QUORUMS = 256;
const MAX_DEPTH = 3;

/**
 * The quorums that a proposal speaks of: its own, at the version that it names if there was one, and, as they are now, those that are
 * members, and members of members.
 */
export async function quorumsOf(
  client: Pick<DataClient, 'quorum'>,
  proposal: Proposal.Proposal,
): Promise<ReadonlyMap<Hex, QuorumState>> {
  const found = new Map<Hex, QuorumState>();
  const { quorum, version } = proposal.message;
  const record = await client.quorum(quorum);
  if (!record) return found;
  found.set(quorum, versionOf(record, version));
  const next = proposal.action === 'rotate' ? proposal.message.members : [];
  let level = [...record.state.members, ...next];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const ids = level.flatMap(({ signer }) => Quorum.idOfSigner(proposal.registry, signer) ?? []);
    const fresh = [...new Set(ids)].filter((id) => !found.has(id)).slice(0, MOST_QUORUMS - found.size);
    const records = (await Promise.all(fresh.map((id) => client.quorum(id)))).filter((one) => one !== null);
    for (const { id, state } of records) found.set(id, state);
    level = records.flatMap(({ state }) => state.members);
  }
  return found;
}

/** Of a proposal for a version that has passed, that version shows who was asked. */
function versionOf(record: QuorumRecord, version: number): QuorumState {
  return record.versions.find(({ state }) => state.version === version)?.state ?? record.state;
}

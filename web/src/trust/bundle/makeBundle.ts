import type { Hex } from '@gridseal/sdk/bytes';
import { Bundle, type CertificateVerdict } from '@gridseal/sdk/certificate';
import { type Chain, snapshot, verifiersOf } from '@gridseal/sdk/chain';
import { Quorum, type QuorumHistory } from '@gridseal/sdk/quorum';
import type { CertificateRecord, DataClient, PolicyInput } from '../../data/index.ts';
import { proveEndorsement, proveQuorum, proveRevocation } from './proofs.ts';

/** An exported bundle, and what a verifier without a connection makes of it. */
export interface MadeBundle {
  readonly bundle: Bundle.Bundle;
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * Whether signatures in it prove every endorsement. Approvals that wallets recorded on chain and those of contract wallets leave nothing
   * that would prove them.
   */
  readonly isSelfContained: boolean;
}

/** Where the proofs come from. */
export interface BundleSource {
  readonly chain: Chain;
  readonly client: DataClient;
  readonly policy: PolicyInput;
}

/**
 * Collects what it takes to verify a certificate with no connection: the certificates of its verdict, what quorums said of them, and who
 * these quorums are. Approvals come from the transactions that carried them.
 *
 * @throws {IndirectProofError} if a transaction called another contract. @throws {ArgumentError} if it is too much for a bundle.
 */
export async function makeBundle(target: Hex, source: BundleSource): Promise<MadeBundle> {
  const { chain, client, policy } = source;
  // The block comes first: whatever is read after it knows at least as much.
  const { settled } = await snapshot(chain, []);
  await client.poll();
  const verdict = await client.verdict(target, policy);
  const records = await Promise.all([...certificatesIn(verdict)].map((id) => client.certificate(id)));
  const said = await statementsOn(records, chain);
  const { number: blockNumber, hash: blockHash, timestamp } = settled;
  const whole = Bundle.from({
    target,
    chainId: chain.chainId,
    registry: chain.addresses.quorumRegistry.toLowerCase() as Hex,
    certificates: records.flatMap(({ certificate }) => certificate ?? []),
    ...said,
    quorums: (await histories(
      [...said.endorsements, ...said.revocations].map(({ quorum }) => quorum),
      source,
    )) as Bundle.Bundle['quorums'],
    checkedAt: { blockNumber, blockHash, timestamp },
  });
  // What made signatures cheap on chain is of no use off it, and would take most of the file.
  const verifiers = verifiersOf(chain.addresses);
  const bundle = Bundle.withoutHints(whole, verifiers);
  const bytes = new Uint8Array(Bundle.encode(bundle));
  const proving = { chainId: chain.chainId, verifiers, at: timestamp };
  return { bundle, bytes, isSelfContained: await Bundle.provesItself(Bundle.decode(bytes), proving) };
}

/** The certificates of a verdict's tree. */
function certificatesIn(verdict: CertificateVerdict, found = new Set<Hex>()): ReadonlySet<Hex> {
  found.add(verdict.certificate);
  for (const { authorities } of verdict.endorsers) for (const one of authorities) certificatesIn(one, found);
  return found;
}

async function statementsOn(records: readonly CertificateRecord[], chain: Chain) {
  const endorsements: Bundle.BundleEndorsement[] = [];
  const revocations: Bundle.BundleRevocation[] = [];
  for (const record of records) {
    const revoked = new Set(record.revocations.map(({ quorum }) => quorum));
    for (const one of record.revocations) revocations.push(await proveRevocation(chain, record.id, one));
    // Who has revoked it does not endorse it any more.
    const standing = record.endorsements.filter(({ quorum }) => !revoked.has(quorum));
    for (const one of standing) endorsements.push(await proveEndorsement(chain, record.id, one));
  }
  return { endorsements, revocations };
}

/** The histories of these quorums, and of the quorums that are members of any of their versions. */
async function histories(quorums: readonly Hex[], { chain, client }: BundleSource) {
  const found = new Map<Hex, QuorumHistory.QuorumHistory>();
  const wanted = new Set(quorums);
  // A set hands out what is added while it is walked.
  for (const id of wanted) {
    const record = await client.quorum(id);
    if (!record) continue;
    found.set(id, await proveQuorum(chain, record));
    for (const { signer } of record.versions.flatMap(({ state }) => state.members)) {
      const nested = Quorum.idOfSigner(chain.addresses.quorumRegistry, signer);
      if (nested !== null) wanted.add(nested);
    }
  }
  return [...found.values()];
}

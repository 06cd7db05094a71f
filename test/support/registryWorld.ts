import { type Hex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { Bundle, Certificate, TrustGraph } from '../../sdk/src/certificate/index.ts';
import {
  chainTime,
  createEventCursor,
  createQuorum,
  endorse,
  quorumOf,
  revoke,
  rotate,
  toGraphEvents,
  verifiersOf,
} from '../../sdk/src/chain/index.ts';
import { type KnownVerifiers, randomBytes, type Signer, sha256Hex } from '../../sdk/src/crypto/index.ts';
import {
  type Action,
  Approval,
  collect,
  hintApprovals,
  PackedApprovals,
  Quorum,
  type QuorumHistory,
  type QuorumState,
  TypedData,
} from '../../sdk/src/quorum/index.ts';
import { testAccount } from './anvil.ts';
import { memoryStore } from './cursors.ts';
import { patient, startLocalChain } from './localChain.ts';

/** Somebody with a key. */
export interface Person {
  readonly name: string;
  readonly signer: Signer;
}

/** A quorum that exists on the chain. */
export interface House {
  readonly name: string;
  readonly id: Hex;
  /** As a signer of other quorums, and as the subject of certificates. */
  readonly signer: Hex;
}

/** What a certificate of the world says, besides its validity. */
export type Draft = Pick<
  Certificate.CertificateInput,
  'kind' | 'subject' | 'usages' | 'certifies' | 'pathLength' | 'requiredEndorsements' | 'edges'
>;

const sender = testAccount(0);
const year = 365 * 86_400;

/**
 * A chain on which quorums endorse, revoke and rotate, and everything that a verifier can know of it: the events, and the
 * approvals that proved them.
 */
export async function startRegistryWorld() {
  const { chain, node } = await startLocalChain({}, patient);
  const verifiers = verifiersOf(chain.addresses) as Required<KnownVerifiers>;
  const on = { chainId: chain.chainId, registry: chain.addresses.quorumRegistry.toLowerCase() as Hex };
  const certificates = new Map<Hex, Certificate.Certificate>();
  const endorsements: Bundle.BundleEndorsement[] = [];
  const revocations: Bundle.BundleRevocation[] = [];
  const histories = new Map<Hex, QuorumHistory.QuorumHistory>();

  const stateOf = async ({ id }: House) => (await quorumOf(chain, id, { depth: 'head' })) as QuorumState;
  const now = async () => (await chainTime(chain)).timestamp;
  const deadline = async () => (await now()) + 3_600;

  async function found(
    name: string,
    members: readonly { readonly signer: { readonly signer: Hex } }[],
    rules: { readonly threshold: number; readonly revocationThreshold?: number },
  ): Promise<House> {
    const salt = sha256Hex(utf8Encode(name));
    const definition = Quorum.from({
      members: members.map(({ signer }) => ({ signer: signer.signer })),
      salt,
      ...rules,
    });
    await createQuorum(chain, sender, definition);
    const id = Quorum.id(definition);
    histories.set(id, { ...definition, rotations: [] });
    return { name, id, signer: Quorum.signer(on.registry, id) };
  }

  function certificateOf(draft: Draft, from: number): Certificate.Certificate {
    return Certificate.from({ ...draft, notBefore: from, notAfter: from + 5 * year, serial: randomBytes(16) });
  }

  /** Writes a certificate that nobody has endorsed yet. */
  async function write(draft: Draft): Promise<Hex> {
    const certificate = certificateOf(draft, (await now()) - 60);
    const id = Certificate.id(certificate);
    certificates.set(id, certificate);
    return id;
  }

  /** What these people's signatures come to, by the rules of the quorum as it is now; without a check if they are too few. */
  async function approvalsOf(
    house: House,
    action: Action.Endorse | Action.Revoke,
    people: readonly Person[],
  ): Promise<{ readonly packed?: Hex; readonly approvals: Hex }> {
    const state = await stateOf(house);
    const approvals = await Promise.all(people.map(({ signer }) => Approval.sign(signer, action)));
    const { packed } = await collect(state, action, approvals, { verifiers, keyWallets: true });
    if (packed !== undefined) return { packed, approvals: packed };
    return { approvals: await packUnchecked(state, people, TypedData.digest(action)) };
  }

  async function packUnchecked(
    { members }: Pick<QuorumState, 'members'>,
    people: readonly Person[],
    digest: Hex,
  ): Promise<Hex> {
    const signed = people.map(async ({ signer }) => ({
      index: members.findIndex((member) => member.signer === signer.signer),
      signature: await signer.sign(digest),
    }));
    const known = (await Promise.all(signed)).filter(({ index }) => index >= 0);
    return PackedApprovals.encode(known.sort((a, b) => a.index - b.index));
  }

  async function endorseBy(house: House, certificate: Hex, people: readonly Person[]): Promise<number> {
    const { version } = await stateOf(house);
    const message = { certificate, quorum: house.id, version, deadline: await deadline() };
    const action = { action: 'endorse' as const, ...on, message };
    const { packed, approvals } = await approvalsOf(house, action, people);
    // Hints make P-521 cheap on chain; whoever keeps the approvals needs none.
    const sent = packed ? hintApprovals(await stateOf(house), action, packed, { verifiers }) : approvals;
    const outcome = await endorse(chain, sender, { ...message, approvals: sent });
    if (outcome.outcome !== 'done') throw new Error('was endorsed before');
    endorsements.push({ ...message, approvals });
    return outcome.receipt.gasUsed;
  }

  async function revokeBy(house: House, certificate: Hex, people: readonly Person[], reason: number): Promise<void> {
    const { version } = await stateOf(house);
    const message = { certificate, quorum: house.id, version, reason, deadline: await deadline() };
    const { approvals } = await approvalsOf(house, { action: 'revoke', ...on, message }, people);
    await revoke(chain, sender, { ...message, approvals });
    revocations.push({ ...message, approvals });
  }

  /** Replaces the members; some of the old ones and some of the new ones sign. */
  async function rotateTo(
    house: House,
    members: readonly Person[],
    by: { readonly old: readonly Person[]; readonly new: readonly Person[] },
  ): Promise<QuorumState> {
    const { version, threshold, revocationThreshold, ...before } = await stateOf(house);
    const next = Quorum.from({ members: members.map(({ signer }) => ({ signer: signer.signer })), threshold });
    const rules = { members: [...next.members], threshold, revocationThreshold };
    const message = { quorum: house.id, version, ...rules, deadline: await deadline() };
    const digest = TypedData.digest({ action: 'rotate', ...on, message });
    const oldApprovals = await packUnchecked(before, by.old, digest);
    const newApprovals = await packUnchecked(rules, by.new, digest);
    await rotate(chain, sender, { ...message, oldApprovals, newApprovals });
    const history = histories.get(house.id) as QuorumHistory.QuorumHistory;
    const record = { ...rules, deadline: message.deadline, oldApprovals, newApprovals };
    histories.set(house.id, { ...history, rotations: [...history.rotations, record] });
    return stateOf(house);
  }

  /** What the chain's events say now, read from the beginning. */
  async function graph(): Promise<TrustGraph> {
    const found = new TrustGraph({ registry: on.registry });
    for (const certificate of certificates.values()) found.addCertificate(certificate);
    const types = ['certificateEndorsed', 'certificateRevoked'] as const;
    const cursor = createEventCursor(chain, { store: memoryStore(), from: 1, types });
    await cursor.poll((batch) => {
      for (const event of toGraphEvents(batch)) found.add(event);
    });
    return found;
  }

  async function checkedAt(): Promise<Bundle.Bundle['checkedAt']> {
    const { number: blockNumber, hash: blockHash, timestamp } = await chainTime(chain);
    return { blockNumber, blockHash, timestamp };
  }

  /** The file that a device keeps: all that is known now, to be verified without a connection. */
  async function bundleOf(target: Hex): Promise<Uint8Array> {
    const parts = { certificates: [...certificates.values()], endorsements, revocations };
    const quorums = [...histories.values()].map((history) => ({
      ...history,
      members: [...history.members],
      rotations: history.rotations.map((rotation) => ({ ...rotation, members: [...rotation.members] })),
    }));
    return Bundle.encode(Bundle.from({ target, ...on, ...parts, quorums, checkedAt: await checkedAt() }));
  }

  /**
   * A file in which a quorum's first members, or whoever has broken their keys, hand the quorum over to a thief, who endorses.
   * Everything in it is proven; only the chain knows that it never happened.
   */
  async function forge(house: House, hands: readonly Person[], thief: Person, draft: Draft): Promise<Uint8Array> {
    const { rotations: _, ...definition } = histories.get(house.id) as QuorumHistory.QuorumHistory;
    const until = await deadline();
    const { members, threshold, revocationThreshold } = Quorum.from({
      members: [{ signer: thief.signer.signer }],
      threshold: 1,
    });
    const rules = { members: [...members], threshold, revocationThreshold };
    const rotation: Action.Rotate = {
      action: 'rotate',
      ...on,
      message: { quorum: house.id, version: 1, ...rules, deadline: until },
    };
    const handedOver = TypedData.digest(rotation);
    const record = {
      ...rules,
      deadline: until,
      oldApprovals: await packUnchecked(definition, hands, handedOver),
      newApprovals: await packUnchecked(rules, [thief], handedOver),
    };
    const certificate = certificateOf(draft, (await now()) - 60);
    const target = Certificate.id(certificate);
    const message = { certificate: target, quorum: house.id, version: 2, deadline: until };
    const approvals = await packUnchecked(rules, [thief], TypedData.digest({ action: 'endorse', ...on, message }));
    return Bundle.encode(
      Bundle.from({
        target,
        ...on,
        certificates: [certificate],
        endorsements: [{ ...message, approvals }],
        revocations: [],
        quorums: [{ ...definition, members: [...definition.members], rotations: [record] }],
        checkedAt: await checkedAt(),
      }),
    );
  }

  /** How a device decides on a bundle. */
  async function decide(
    bytes: Uint8Array,
    policy: Pick<Bundle.BundleOptions, 'anchors' | 'roles' | 'pins' | 'superseded'>,
  ): Promise<Bundle.BundleVerdict> {
    return Bundle.verify(Bundle.decode(bytes), { ...policy, ...on, at: await now(), verifiers, keyWallets: true });
  }

  return {
    chain,
    on,
    verifiers,
    certificates,
    now,
    stateOf,
    found,
    write,
    endorseBy,
    revokeBy,
    rotateTo,
    packUnchecked,
    graph,
    bundleOf,
    forge,
    decide,
    node,
    stop: () => node.stop(),
  };
}

/** See {@link startRegistryWorld}. */
export type RegistryWorld = Awaited<ReturnType<typeof startRegistryWorld>>;

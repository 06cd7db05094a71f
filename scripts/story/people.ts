import type { Hex } from '../../sdk/src/bytes/index.ts';
import { chainTime, createQuorum, endorse, type Receipt, revoke, verifiersOf } from '../../sdk/src/chain/index.ts';
import { p256Signer, randomBytes, type Signer, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { type Action, Approval, collect, hintApprovals, Quorum, type QuorumState } from '../../sdk/src/quorum/index.ts';
import type { Sandbox } from '../../sdk/src/roles/sandbox/index.ts';

/** Somebody who signs: the name, and the key. */
export interface Person {
  readonly name: string;
  readonly signer: Signer;
}

/** One of the sandbox's wallets. */
export function walletOf(sandbox: Sandbox, index: number, name: string): Person {
  const { privateKey } = sandbox.account(index).getHdKey();
  return { name, signer: secp256k1Signer(privateKey as Uint8Array) };
}

/** Whom the page offers as wallets: the two competitors that have one, the administrator, and somebody who only looks. */
export function sandboxWallets(sandbox: Sandbox): readonly { readonly name: string; readonly address: Hex }[] {
  const names = { 1: 'Aurora Charging', 2: 'Boreal Mobility', 4: 'Fleet administration', 5: 'A stranger' };
  return Object.entries(names).map(([index, name]) => ({ name, address: sandbox.account(Number(index)).address }));
}

/** Three competitors: two with wallets, one with a P-256 key as security chips have them. */
export function competitors(sandbox: Sandbox): readonly [Person, Person, Person] {
  const key = p256Signer(randomBytes(32), sandbox.addresses.p256Verifier);
  return [
    walletOf(sandbox, 1, 'Aurora Charging'),
    walletOf(sandbox, 2, 'Boreal Mobility'),
    { name: 'Cirrus Meters', signer: key },
  ];
}

/** A quorum that exists on the sandbox's chain: what it is now, and what its id was made of. */
export interface Founded extends QuorumState {
  readonly definition: Quorum.Quorum;
}

/** Creates a quorum on the sandbox's chain. */
export async function foundQuorum(
  sandbox: Sandbox,
  members: readonly Person[],
  rules: { readonly threshold: number; readonly revocationThreshold?: number },
): Promise<Founded> {
  const definition = Quorum.from({ members: members.map(({ signer }) => ({ signer: signer.signer })), ...rules });
  await createQuorum(sandbox.chain, sandbox.account(0), definition);
  return { ...Quorum.firstState(definition), definition };
}

/** What members of a quorum are asked to sign; good for an hour of block time. */
export async function messageFor(
  sandbox: Sandbox,
  action: 'endorse' | 'revoke',
  quorum: QuorumState,
  certificate: Hex,
): Promise<Action.Endorse | Action.Revoke> {
  const { timestamp } = await chainTime(sandbox.chain);
  const message = { certificate, quorum: quorum.id, version: quorum.version, deadline: timestamp + 3_600 };
  const registry = sandbox.addresses.quorumRegistry.toLowerCase() as Hex;
  const domain = { chainId: sandbox.chainId, registry };
  if (action === 'endorse') return { ...domain, action, message };
  return { ...domain, action, message: { ...message, reason: 1 } };
}

/** Each of these people signs; the result says how far that goes, and packs the signatures if it goes far enough. */
export async function coSign(
  sandbox: Sandbox,
  quorum: QuorumState,
  action: Action.Endorse | Action.Revoke,
  people: readonly Person[],
) {
  const approvals = await Promise.all(people.map(({ signer }) => Approval.sign(signer, action)));
  const verifiers = verifiersOf(sandbox.addresses);
  const collection = await collect(quorum, action, approvals, { verifiers });
  // What makes P-521 cheap on chain follows from what is public: whoever sends the approvals adds it.
  const packed = collection.packed && hintApprovals(quorum, action, collection.packed, { verifiers });
  return { approvals, ...collection, packed };
}

/** Sends packed approvals, as anybody may. */
export async function submit(
  sandbox: Sandbox,
  action: Action.Endorse | Action.Revoke,
  approvals: Hex,
): Promise<Receipt> {
  const { chain } = sandbox;
  const account = sandbox.account(0);
  const outcome =
    action.action === 'revoke'
      ? await revoke(chain, account, { ...action.message, approvals })
      : await endorse(chain, account, { ...action.message, approvals });
  if (outcome.outcome === 'already') throw new Error('was to be new to the chain');
  return outcome.receipt;
}

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex, type Hex, toHex } from '../../sdk/src/bytes/index.ts';
import { createQuorum, endorse as endorseOnChain } from '../../sdk/src/chain/index.ts';
import { mlDsaSigner, offChainVerifier, p256Signer, type Signer } from '../../sdk/src/crypto/index.ts';
import { quorumRegistryAbi } from '../../sdk/src/generated/index.ts';
import {
  type Action,
  Approval,
  collect,
  evaluatePacked,
  PackedApprovals,
  Quorum,
  type QuorumState,
  TypedData,
} from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { bytes32, wallet } from '../support/quorums.ts';

let local: LocalChain;
let on: { readonly chainId: number; readonly registry: Hex; readonly p256: Hex };

beforeAll(async () => {
  local = await startLocalChain();
  const { quorumRegistry, p256Verifier = '0x' } = local.chain.addresses;
  on = {
    chainId: local.chain.chainId,
    registry: quorumRegistry.toLowerCase() as Hex,
    p256: p256Verifier.toLowerCase() as Hex,
  };
});
afterAll(() => local[Symbol.asyncDispose]());

async function create(definition: Quorum.Quorum): Promise<QuorumState> {
  await createQuorum(local.chain, testAccount(0), definition);
  return Quorum.firstState(definition);
}

/** What the deployed registry says of a quorum's signature. */
async function acceptedOnChain(state: QuorumState, digest: Hex, packed: Hex): Promise<boolean> {
  const { quorumRegistry: address } = local.chain.addresses;
  const args = [state.id, digest, packed] as const;
  return (
    (await local.node.client.readContract({ address, abi: quorumRegistryAbi, functionName: 'verify', args })) ===
    '0x024ad318'
  );
}

describe('offline and on chain', () => {
  test('behavior: ids and digests are the registry’s', async () => {
    const { client } = local.node;
    const { quorumRegistry: address } = local.chain.addresses;
    const definition = Quorum.from({
      members: [1, 2, 3].map((n) => ({ signer: wallet(n).signer, weight: n })),
      threshold: 4,
      salt: bytes32(5),
    });
    const { members, threshold, revocationThreshold, salt } = definition;
    const contract = { address, abi: quorumRegistryAbi } as const;
    const id = await client.readContract({
      ...contract,
      functionName: 'quorumIdOf',
      args: [members, threshold, revocationThreshold, salt],
    });
    expect(Quorum.id(definition)).toBe(id);
    const revoke: Action.Revoke = {
      action: 'revoke',
      ...withoutVerifier(),
      message: { certificate: bytes32(1), quorum: id, version: 3, reason: 9, deadline: 77 },
    };
    const revocation = await client.readContract({
      ...contract,
      functionName: 'revocationDigest',
      args: [bytes32(1), id, 3, 9, 77n],
    });
    expect(TypedData.digest(revoke)).toBe(revocation);
    const rules = { members: [...members], threshold, revocationThreshold };
    const rotate: Action.Rotate = {
      action: 'rotate',
      ...withoutVerifier(),
      message: { quorum: id, version: 1, ...rules, deadline: 78 },
    };
    const rotation = await client.readContract({
      ...contract,
      functionName: 'rotationDigest',
      args: [id, 1, members, threshold, revocationThreshold, 78n],
    });
    expect(TypedData.digest(rotate)).toBe(rotation);
  });

  test('behavior: what is collected is endorsed', async () => {
    const state = await create(
      Quorum.from({ members: [1, 2, 3].map((n) => ({ signer: wallet(n).signer })), threshold: 2 }),
    );
    const deadline = 4_000_000_000;
    const message = { certificate: bytes32(42), quorum: state.id, version: 1, deadline };
    const action: Action.Endorse = { action: 'endorse', ...withoutVerifier(), message };
    const approvals = await Promise.all([3, 1].map((n) => Approval.sign(wallet(n), action)));
    const { packed } = await collect(state, action, approvals);
    const input = { certificate: bytes32(42), quorum: state.id, deadline, approvals: packed as Hex };
    expect(await endorseOnChain(local.chain, testAccount(0), input)).toMatchObject({ outcome: 'done' });
  });

  test('attack: an approval by a key that no contract verifies', async () => {
    const member = mlDsaSigner(new Uint8Array(32).fill(9), 'ML-DSA-65');
    const state = await create(
      Quorum.from({ members: [wallet(1), member].map(({ signer }) => ({ signer })), threshold: 1 }),
    );
    const digest = bytes32(77);
    const action: Action.Approve = {
      action: 'approve',
      ...withoutVerifier(),
      message: { quorum: state.id, version: 1, digest },
    };
    const index = state.members.findIndex(({ signer }) => signer === member.signer);
    const signature = await member.sign(TypedData.digest(action));
    const packed = PackedApprovals.encode([{ index, signature }]);
    expect(await acceptedOnChain(state, digest, packed)).toBe(false);
    expect((await evaluatePacked(state, action, packed)).satisfied).toBe(false);
    const code = await local.node.client.getCode({ address: offChainVerifier('ML-DSA-65') });
    expect(code).toBeUndefined();
    const { packed: good } = await collect(state, action, [await Approval.sign(wallet(1), action)]);
    expect(await acceptedOnChain(state, digest, good as Hex)).toBe(true);
  });

  test('behavior: for any approvals, good and bad, both decide alike', async () => {
    const people: readonly Signer[] = [...[1, 2, 3].map(wallet), p256Signer(new Uint8Array(32).fill(9), on.p256)];
    const inner = await create(
      Quorum.from({ members: people.slice(0, 2).map(({ signer }) => ({ signer })), threshold: 1 }),
    );
    const members = [
      ...people.map(({ signer }, i) => ({ signer, weight: i + 1 })),
      { signer: Quorum.signer(on.registry, inner.id), weight: 3 },
    ];
    const state = await create(Quorum.from({ members, threshold: 6 }));
    const quorums = new Map([[inner.id, inner]]);
    const signers = state.members.map((member) => people.find(({ signer }) => signer === member.signer) ?? null);
    const digest = bytes32(1234);
    const action: Action.Approve = {
      action: 'approve',
      ...withoutVerifier(),
      message: { quorum: state.id, version: 1, digest },
    };
    const wanted = TypedData.digest(action);
    const nested = {
      action: 'approve',
      ...withoutVerifier(),
      message: { quorum: inner.id, version: 1, digest: wanted },
    } as const;

    const signatureOf = async (index: number, fault: Fault): Promise<Hex> => {
      const by = signers[fault === 'another’s' ? (index + 1) % signers.length : index];
      const asked = fault === 'another digest' ? bytes32(4321) : by ? wanted : TypedData.digest(nested);
      const raw = by
        ? await by.sign(asked)
        : PackedApprovals.encode([{ index: 0, signature: await signerOf(inner, people).sign(asked) }]);
      return spoil(raw, fault);
    };
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const parts = await Promise.all(
          list.map(async (e) => header(e.index, await signatureOf(e.index % signers.length, e.fault))),
        );
        const packed = `0x${parts.join('')}` as Hex;
        const options = { quorums, verifiers: { p256: on.p256 }, keyWallets: true };
        const { satisfied } = await evaluatePacked(state, action, packed, options);
        expect(satisfied).toBe(await acceptedOnChain(state, digest, packed));
        if (satisfied) accepted++;
      }),
      { numRuns: 250 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});

const faults = ['flipped bit', 'cut', 'longer', 'another digest', 'another’s', 'high s'] as const;
const fault = fc.oneof(
  { arbitrary: fc.constant('none' as const), weight: 12 },
  { arbitrary: fc.constantFrom(...faults), weight: 1 },
);
/** Mostly lists as they should be, some in any order, with members twice or beyond the last. */
const lists = fc.oneof(
  {
    arbitrary: fc
      .tuple(fc.subarray([0, 1, 2, 3, 4], { minLength: 2 }), fc.array(fault, { minLength: 5, maxLength: 5 }))
      .map(([indexes, how]) => indexes.map((index, i) => ({ index, fault: how[i] as Fault }))),
    weight: 3,
  },
  { arbitrary: fc.array(fc.record({ index: fc.nat(5), fault }), { maxLength: 5 }), weight: 1 },
);
type Fault = 'none' | (typeof faults)[number];

function withoutVerifier() {
  const { chainId, registry } = on;
  return { chainId, registry };
}

function signerOf(state: QuorumState, people: readonly Signer[]): Signer {
  return people.find(({ signer }) => signer === state.members[0]?.signer) as Signer;
}

/** One packed approval, also where the codec would refuse to make it. */
function header(index: number, signature: Hex): string {
  const length = (signature.length - 2) / 2;
  return `${index.toString(16).padStart(2, '0')}${length.toString(16).padStart(6, '0')}${signature.slice(2)}`;
}

function spoil(signature: Hex, how: Fault): Hex {
  const bytes = fromHex(signature);
  if (how === 'flipped bit') bytes[10] = (bytes[10] as number) ^ 4;
  if (how === 'cut') return toHex(bytes.subarray(0, -1));
  if (how === 'longer') return `${signature}00`;
  if (how === 'high s' && bytes.length === 65) {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = (order - BigInt(toHex(bytes.subarray(32, 64)))).toString(16).padStart(64, '0');
    return `${toHex(bytes.subarray(0, 32))}${s}${bytes[64] === 27 ? '1c' : '1b'}` as Hex;
  }
  return toHex(bytes);
}

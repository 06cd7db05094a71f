/**
 * Writes test/vectors/approval.json with ethers alone: an EIP-712 and ABI implementation that the SDK does not share.
 *
 * Run: `node scripts/vectors/approval.ts`
 */
import { writeFileSync } from 'node:fs';
import {
  AbiCoder,
  computeAddress,
  concat,
  keccak256,
  SigningKey,
  TypedDataEncoder,
  type TypedDataField,
  toBeHex,
} from 'ethers';

const registry = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const announcements = '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512';
const zero = `0x${'00'.repeat(32)}`;
const digestOf = (byte: string) => `0x${byte.repeat(32)}`;

const keys = [1, 2, 3].map((number) => new SigningKey(toBeHex(number, 32)));
const wallets = keys.map((key) => ({ key, address: computeAddress(key.publicKey).toLowerCase() }));
const ordered = [...wallets].sort((a, b) => (keccak256(a.address) < keccak256(b.address) ? -1 : 1));
const members = ordered.map(({ address }, i) => ({ signer: address, weight: i + 1 }));

const abi = AbiCoder.defaultAbiCoder();
const quorumTypes = ['tuple(bytes signer,uint16 weight)[]', 'uint16', 'uint16', 'bytes32'];

function quorum(count: number, threshold: number, revocationThreshold: number, salt: string) {
  const some = members.slice(0, count);
  const id = keccak256(abi.encode(quorumTypes, [some, threshold, revocationThreshold, salt]));
  return { members: some, threshold, revocationThreshold, salt, id };
}

const quorums = [quorum(3, 4, 2, zero), quorum(1, 1, 1, digestOf('a5')), quorum(2, 3, 1, digestOf('01'))];
const id = (quorums[0] as (typeof quorums)[0]).id;

const member: TypedDataField[] = [
  { name: 'signer', type: 'bytes' },
  { name: 'weight', type: 'uint16' },
];
const struct = (text: string): TypedDataField[] =>
  text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });

const structs: Record<string, Record<string, TypedDataField[]>> = {
  endorse: { Endorsement: struct('bytes32 certificate,bytes32 quorum,uint32 version,uint64 deadline') },
  revoke: { Revocation: struct('bytes32 certificate,bytes32 quorum,uint32 version,uint8 reason,uint64 deadline') },
  rotate: {
    Rotation: struct(
      'bytes32 quorum,uint32 version,Member[] members,uint16 threshold,uint16 revocationThreshold,uint64 deadline',
    ),
    Member: member,
  },
  approve: { QuorumApproval: struct('bytes32 quorum,uint32 version,bytes32 digest') },
  announce: {
    Announcement: struct(
      'bytes authority,bytes32 subject,uint64 epoch,bytes32 digest,uint8 kind,uint8 codec,uint64 notBefore,uint64 notAfter,uint64 deadline',
    ),
  },
  withdraw: { Withdrawal: struct('bytes authority,bytes32 subject,uint64 epoch,uint64 deadline') },
  claim: {
    Claim: struct('bytes device,bytes32 authority,bytes32 subject,uint64 epoch,bytes32 record,uint64 deadline'),
  },
  manifests: { Manifests: struct('bytes authority,bytes32 subject,uint64 epoch,bytes32 root') },
};

const authority = concat([registry, id]);
const deadline = 1_795_158_000;
const messages: Record<string, Record<string, unknown>> = {
  endorse: { certificate: digestOf('11'), quorum: id, version: 1, deadline },
  revoke: { certificate: digestOf('11'), quorum: id, version: 4_294_967_295, reason: 255, deadline: 0 },
  rotate: { quorum: id, version: 1, members, threshold: 4, revocationThreshold: 2, deadline },
  approve: { quorum: id, version: 2, digest: digestOf('22') },
  announce: {
    authority,
    subject: digestOf('33'),
    epoch: 7,
    digest: digestOf('44'),
    kind: 1,
    codec: 2,
    notBefore: 1_795_158_000,
    notAfter: 1_795_762_800,
    deadline,
  },
  withdraw: { authority, subject: digestOf('33'), epoch: Number.MAX_SAFE_INTEGER, deadline },
  claim: {
    device: members[0]?.signer,
    authority: digestOf('55'),
    subject: digestOf('33'),
    epoch: 7,
    record: digestOf('66'),
    deadline,
  },
  manifests: { authority, subject: digestOf('33'), epoch: 7, root: digestOf('77') },
};

const onRegistry = new Set(['endorse', 'revoke', 'rotate', 'approve']);

const actions = [1, 31_337, 73_799].flatMap((chainId) =>
  Object.entries(messages).map(([action, message]) => {
    const isRegistry = onRegistry.has(action);
    const verifyingContract = isRegistry ? registry : announcements;
    const name = isRegistry ? 'QuorumRegistry' : 'KeyAnnouncements';
    const types = structs[action] as Record<string, TypedDataField[]>;
    const digest = TypedDataEncoder.hash({ name, version: '1', chainId, verifyingContract }, types, message);
    const contract = isRegistry ? { registry } : { announcements };
    return { action: { action, chainId, ...contract, message }, digest };
  }),
);

const endorsement = actions.find(({ action }) => action.action === 'endorse' && action.chainId === 31_337);
const signatures = ordered.map(({ key }) => key.sign(endorsement?.digest as string).serialized);
const packedOf = (indexes: readonly number[]) =>
  concat(indexes.flatMap((i) => [toBeHex(i, 1), toBeHex(65, 3), signatures[i] as string]));

const vectors = {
  source: 'ethers 6: TypedDataEncoder, AbiCoder, SigningKey; private keys are the numbers 1, 2, 3',
  registry,
  announcements,
  privateKeys: keys.map((key) => key.privateKey),
  quorums,
  actions,
  approvals: {
    digest: endorsement?.digest,
    signatures: ordered.map(({ address }, index) => ({ index, signer: address, signature: signatures[index] })),
    packed: [
      { indexes: [0, 2], packed: packedOf([0, 2]), weight: 4 },
      { indexes: [1], packed: packedOf([1]), weight: 2 },
      { indexes: [0, 1, 2], packed: packedOf([0, 1, 2]), weight: 6 },
    ],
  },
};

writeFileSync(new URL('../../test/vectors/approval.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);

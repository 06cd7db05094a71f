import { writeFile } from 'node:fs/promises';
import { concat, domainSeparator, type Hex, hashTypedData, keccak256, pad, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compactSignature, orderMembers, packApprovals, quorumId } from '../contracts/approvals.ts';
import { announcementTypes, domainOf, quorumTypes } from '../contracts/typed-data.ts';

const file = new URL('../../test/vectors/typed-data.json', import.meta.url);

const chainId = 31_337;
const registry = '0x5615dEB798BB3E4dFa0139dFa1b3D433Cc23b72f';
const announcements = '0x2e234DAe75C793f67A35089C9d99245E1C58470b';
const deadline = 1_795_158_000;
const certificate = keccak256(toHex('certificate'));
const digest = keccak256(toHex('digest'));
const salt = keccak256(toHex('salt'));

const accounts = [1, 2, 3].map((key) => privateKeyToAccount(pad(toHex(key))));
const members = orderMembers(accounts.map(({ address }) => ({ signer: address, weight: 1 })));
const quorum = quorumId(members, 2, 1, salt);
const signer = concat([registry, quorum]);
const registryDomain = domainOf('QuorumRegistry', chainId, registry);
const announcementsDomain = domainOf('KeyAnnouncements', chainId, announcements);

const announcement = {
  subject: keccak256(toHex('subject')),
  epoch: 7,
  digest,
  kind: 1,
  codec: 2,
  notBefore: 1_795_158_000,
  notAfter: 1_795_762_800,
};
const claim = {
  device: accounts[0]?.address as Hex,
  authority: keccak256(signer),
  subject: announcement.subject,
  epoch: 7,
  record: keccak256(toHex('record')),
  deadline,
};

const wide = <T extends object, K extends keyof T>(message: T, ...fields: K[]) =>
  ({ ...message, ...Object.fromEntries(fields.map((field) => [field, BigInt(message[field] as number)])) }) as Omit<
    T,
    K
  > & { [key in K]: bigint };

function quorumMessages() {
  const endorsement = { certificate, quorum, version: 1, deadline };
  const revocation = { ...endorsement, reason: 4 };
  const rotation = { quorum, version: 1, members, threshold: 3, revocationThreshold: 2, deadline };
  const approval = { quorum, version: 1, digest };
  const common = { domain: registryDomain, types: quorumTypes };
  return {
    Endorsement: {
      message: endorsement,
      digest: hashTypedData({ ...common, primaryType: 'Endorsement', message: wide(endorsement, 'deadline') }),
    },
    Revocation: {
      message: revocation,
      digest: hashTypedData({ ...common, primaryType: 'Revocation', message: wide(revocation, 'deadline') }),
    },
    Rotation: {
      message: rotation,
      digest: hashTypedData({ ...common, primaryType: 'Rotation', message: wide(rotation, 'deadline') }),
    },
    QuorumApproval: {
      message: approval,
      digest: hashTypedData({ ...common, primaryType: 'QuorumApproval', message: approval }),
    },
  };
}

function announcementMessages() {
  const announced = { authority: signer, ...announcement, deadline };
  const withdrawn = { authority: signer, subject: announcement.subject, epoch: 7, deadline };
  const common = { domain: announcementsDomain, types: announcementTypes };
  return {
    Announcement: {
      message: announced,
      digest: hashTypedData({
        ...common,
        primaryType: 'Announcement',
        message: wide(announced, 'epoch', 'notBefore', 'notAfter', 'deadline'),
      }),
    },
    Withdrawal: {
      message: withdrawn,
      digest: hashTypedData({
        ...common,
        primaryType: 'Withdrawal',
        message: wide(withdrawn, 'epoch', 'deadline'),
      }),
    },
    Claim: {
      message: claim,
      digest: hashTypedData({ ...common, primaryType: 'Claim', message: wide(claim, 'epoch', 'deadline') }),
    },
  };
}

async function approvals(signed: Hex) {
  const signatures = await Promise.all(
    members.map(async (member, index) => {
      const account = accounts.find(({ address }) => address === member.signer);
      if (account === undefined) throw new Error(`No account for member ${index}`);
      return { index, signature: await account.sign({ hash: signed }) };
    }),
  );
  const twoOf = signatures.filter(({ index }) => index !== 1);
  return {
    digest: signed,
    signatures,
    packed: packApprovals(twoOf),
    packedCompact: packApprovals(
      twoOf.map(({ index, signature }) => ({ index, signature: compactSignature(signature) })),
    ),
  };
}

/** The vectors, made with viem from fixed keys (1, 2 and 3); docs/spec/approval.md says what they are. */
export async function typedDataVectors() {
  const quorumVectors = quorumMessages();
  return {
    source: 'scripts/vectors/typed-data.ts, made with viem from the private keys 1, 2 and 3',
    chainId,
    registry,
    announcements,
    quorum: { members, threshold: 2, revocationThreshold: 1, salt, id: quorum, signer },
    domains: {
      QuorumRegistry: domainSeparator({ domain: registryDomain }),
      KeyAnnouncements: domainSeparator({ domain: announcementsDomain }),
    },
    messages: { ...quorumVectors, ...announcementMessages() },
    approvals: {
      Endorsement: await approvals(quorumVectors.Endorsement.digest),
      QuorumApproval: await approvals(quorumVectors.QuorumApproval.digest),
    },
  };
}

if (import.meta.main) await writeFile(file, `${JSON.stringify(await typedDataVectors(), null, 2)}\n`);

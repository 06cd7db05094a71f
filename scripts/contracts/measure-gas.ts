import { encodePacked, type Hex, hashTypedData, hexToBigInt, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compactSignature } from './approvals.ts';
import { createScene, DEADLINE, NOT_BEFORE, type Scene, sample } from './gas-scene.ts';
import { measureNodeGas } from './measure-node-gas.ts';
import { announcementTypes, quorumTypes } from './typed-data.ts';

/** One figure: the gas of a whole transaction (intrinsic, calldata, execution), unless its name says "per". */
export type GasFigure = { name: string; value: number; goal?: number };

/**
 * Sends real transactions to a new in-process chain (Osaka rules) and returns what their receipts say.
 *
 * @example
 * for (const { name, value, goal } of await measureGas()) console.log(name, value, goal);
 */
export async function measureGas(): Promise<GasFigure[]> {
  const scene = await createScene();
  return [
    ...(await measureQuorum(scene)),
    ...(await measureAnnouncements(scene)),
    ...(await measureClaims(scene)),
    ...(await measureRotation(scene)),
    ...(await measureNodeGas()),
  ];
}

async function measureQuorum(scene: Scene): Promise<GasFigure[]> {
  const { registry, quorum, gasOf, approvals, registryDomain: domain } = scene;
  const certificate = sample('certificate');
  const create = await gasOf(registry.write.createQuorum([scene.members, 2, 2, scene.salt]));
  const endorsement = { certificate, quorum, version: 1, deadline: DEADLINE };
  const endorsed = await approvals((account) =>
    account.signTypedData({ domain, types: quorumTypes, primaryType: 'Endorsement', message: endorsement }),
  );
  const endorse = await gasOf(registry.write.endorse([certificate, quorum, DEADLINE, endorsed]));
  const revocation = { ...endorsement, reason: 1 };
  const revoked = await approvals((account) =>
    account.signTypedData({ domain, types: quorumTypes, primaryType: 'Revocation', message: revocation }),
  );
  const revoke = await gasOf(registry.write.revoke([certificate, quorum, DEADLINE, revoked, 1]));
  const approve = await gasOf(registry.write.approve([quorum, sample('approved')]));
  return [
    { name: 'gas.create.2of3', value: create },
    { name: 'gas.endorse.2of3', value: endorse, goal: 62_000 },
    { name: 'gas.revoke.2of3', value: revoke, goal: 45_000 },
    { name: 'gas.approve', value: approve },
  ];
}

const announcementOf = (label: string, epoch: bigint, codec = 0) => ({
  subject: sample('subject'),
  epoch,
  digest: sample(label),
  kind: 1,
  codec,
  notBefore: NOT_BEFORE,
  notAfter: DEADLINE,
});

/** As the contract takes it: the numbers in one word (docs/spec/announcement.md, "Terms"). */
function toStruct({ subject, digest, ...terms }: ReturnType<typeof announcementOf>) {
  const { epoch, kind, codec, notBefore, notAfter } = terms;
  const types = ['uint64', 'uint8', 'uint8', 'uint48', 'uint48'] as const;
  const packed = encodePacked(types, [epoch, kind, codec, Number(notBefore), Number(notAfter)]);
  return { subject, digest, terms: hexToBigInt(packed) };
}

async function announceByQuorum(scene: Scene, announcement: ReturnType<typeof announcementOf>): Promise<number> {
  const digest = hashTypedData({
    domain: scene.announcementsDomain,
    types: announcementTypes,
    primaryType: 'Announcement',
    message: { authority: scene.signer, ...announcement, deadline: DEADLINE },
  });
  const message = { quorum: scene.quorum, version: 1, digest };
  const signature = await scene.approvals((account) =>
    account.signTypedData({
      domain: scene.registryDomain,
      types: quorumTypes,
      primaryType: 'QuorumApproval',
      message,
    }),
  );
  return scene.gasOf(
    scene.announcements.write.announceByQuorum([scene.quorum, toStruct(announcement), DEADLINE, signature]),
  );
}

async function measureAnnouncements(scene: Scene): Promise<GasFigure[]> {
  const { announcements, gasOf } = scene;
  const first = await announceByQuorum(scene, announcementOf('first', 1n));
  const next = await announceByQuorum(scene, announcementOf('second', 2n));
  const batch = await announceByQuorum(scene, announcementOf('batch', 3n, 2));
  await gasOf(announcements.write.announce([toStruct(announcementOf('first', 1n))]));
  const wallet = await gasOf(announcements.write.announce([toStruct(announcementOf('second', 2n))]));
  return [
    { name: 'gas.announce.2of3.first', value: first, goal: 68_000 },
    { name: 'gas.announce.2of3.next', value: next, goal: 51_000 },
    { name: 'gas.announce.wallet.next', value: wallet, goal: 36_000 },
    { name: 'gas.announce.batch', value: batch, goal: 52_000 },
    { name: 'gas.perDevice.10000', value: Math.round(batch / 100) / 100, goal: 6 },
  ];
}

const CLAIMS = 20;

async function measureClaims(scene: Scene): Promise<GasFigure[]> {
  const { announcements, gasOf, announcementsDomain: domain } = scene;
  const claims = Array.from({ length: CLAIMS + 1 }, async (_, index) => {
    const account = privateKeyToAccount(sample(`device ${index}`));
    const receipt = {
      device: account.address,
      authority: keccak256(scene.signer),
      subject: sample('subject'),
      epoch: 3n,
      record: sample(`record ${index}`),
      deadline: DEADLINE,
    };
    const signature = compactSignature(
      await account.signTypedData({ domain, types: announcementTypes, primaryType: 'Claim', message: receipt }),
    );
    return { receipt, signature };
  });
  const [single, ...many] = await Promise.all(claims);
  if (single === undefined) throw new Error('There is no claim to measure.');
  const one = await gasOf(announcements.write.claim([single.receipt, single.signature]));
  const all = await gasOf(
    announcements.write.claimMany([many.map(({ receipt }) => receipt), many.map(({ signature }) => signature)]),
  );
  return [
    { name: 'gas.claim', value: one },
    { name: 'gas.claimMany.perClaim', value: Math.round(all / CLAIMS) },
  ];
}

async function measureRotation(scene: Scene): Promise<GasFigure[]> {
  const { registry, quorum, members, approvals, registryDomain: domain } = scene;
  const terms = { quorum, version: 1, members, threshold: 2, revocationThreshold: 1, deadline: DEADLINE };
  const signature: Hex = await approvals((account) =>
    account.signTypedData({ domain, types: quorumTypes, primaryType: 'Rotation', message: terms }),
  );
  const rotate = await scene.gasOf(registry.write.rotate([quorum, 1, members, 2, 1, DEADLINE, signature, signature]));
  return [{ name: 'gas.rotate.2of3', value: rotate }];
}

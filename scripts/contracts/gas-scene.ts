import hre, { network } from 'hardhat';
import { concat, type Hex, keccak256, type PrivateKeyAccount, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compactSignature, orderMembers, packApprovals, quorumId } from './approvals.ts';
import { announcementTypes, domainOf, quorumTypes } from './typed-data.ts';

/** Deadlines and validities without zero bytes, so that a measurement does not depend on the day. */
export const DEADLINE = 0x7a1b2c3dn;
export const NOT_BEFORE = 0x6b1c2d3en;

/** 32 bytes that look like a digest and are the same in each run. */
export const sample = (label: string): Hex => keccak256(toHex(`gas ${label}`));

/**
 * A new in-process chain under Osaka rules with both contracts and a 2-of-3 quorum of wallets.
 *
 * @example
 * const scene = await createScene();
 * const gas = await scene.gasOf(scene.registry.write.approve([scene.quorum, sample('digest')]));
 */
export async function createScene() {
  await hre.tasks.getTask('build').run({ quiet: true, noTests: true });
  const { viem } = await network.create('osaka');
  const client = await viem.getPublicClient();
  const registry = await viem.deployContract('QuorumRegistry');
  const announcements = await viem.deployContract('KeyAnnouncements', [registry.address]);
  const wallets = ['one', 'two', 'three'].map((label) => privateKeyToAccount(sample(label)));
  const members = orderMembers(wallets.map(({ address }) => ({ signer: address, weight: 1 })));
  const accounts = members.map(({ signer }) => wallets.find(({ address }) => address === signer) as PrivateKeyAccount);
  const salt = sample('salt');
  const quorum = quorumId(members, 2, 2, salt);
  const registryDomain = domainOf('QuorumRegistry', client.chain.id, registry.address);
  const announcementsDomain = domainOf('KeyAnnouncements', client.chain.id, announcements.address);

  async function gasOf(transaction: Promise<Hex>): Promise<number> {
    const receipt = await client.waitForTransactionReceipt({ hash: await transaction });
    if (receipt.status !== 'success') throw new Error(`The transaction ${receipt.transactionHash} was reverted.`);
    return Number(receipt.gasUsed);
  }

  /** Packed approvals of the first and the last member: the walk over the members is not at its shortest. */
  async function approvals(sign: (account: PrivateKeyAccount) => Promise<Hex>): Promise<Hex> {
    const signed = [0, 2].map(async (index) => {
      const signature = compactSignature(await sign(accounts[index] as PrivateKeyAccount));
      return { index, signature };
    });
    return packApprovals(await Promise.all(signed));
  }

  return {
    client,
    registry,
    announcements,
    registryDomain,
    announcementsDomain,
    accounts,
    members,
    salt,
    quorum,
    signer: concat([registry.address, quorum]),
    gasOf,
    approvals,
    quorumTypes,
    announcementTypes,
  };
}

export type Scene = Awaited<ReturnType<typeof createScene>>;

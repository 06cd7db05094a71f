import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../test/support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../../../../test/support/localChain.ts';
import { walletOf } from '../../../../test/support/networkWorld.ts';
import type { Hex } from '../../bytes/index.ts';
import {
  p256Signer,
  p521Signer,
  type Signer,
  softwareAuthenticator,
  webAuthnSigner,
  withHints,
} from '../../crypto/index.ts';
import { ownerOf, RegistryMessage } from '../../ocn/registry/index.ts';
import { PackedApprovals, Quorum, TypedData } from '../../quorum/index.ts';
import {
  authoriseChange,
  type Chain,
  chainTime,
  createQuorum,
  InvalidApprovalError,
  type NodeChange,
  nodeOf,
  nodeRegistryOf,
  relayChange,
  signedChange,
} from '../index.ts';

let local: LocalChain;
let chain: Chain;
beforeAll(async () => {
  local = await startLocalChain({}, patient);
  chain = local.chain;
});
afterAll(() => local?.node.stop());

const relayer = testAccount(9);
const url = 'https://ocn.example.com';
const setNode: NodeChange = { action: 'setNode', url };
const later = async () => ({ deadline: (await chainTime(chain)).timestamp + 3_600 });

describe('owners that are no wallets', () => {
  const key = (byte: number, size = 32) => new Uint8Array(size).fill(byte);
  const kinds: Readonly<Record<string, () => Signer>> = {
    'P-256': () => p256Signer(key(7), chain.addresses.p256Verifier as Hex),
    passkey: () => {
      const authenticator = softwareAuthenticator({ privateKey: key(8), rpId: 'example.org' });
      return webAuthnSigner(authenticator, { ...authenticator, verifier: chain.addresses.webAuthnVerifier as Hex });
    },
    'P-521': () => withHints(p521Signer(Uint8Array.from([0, ...key(1, 65)]), chain.addresses.p521Verifier as Hex)),
  };
  for (const [name, make] of Object.entries(kinds)) {
    test(`behavior: a ${name} key owns a node`, async () => {
      const who = make();
      const change: NodeChange = { ...setNode, key: `0x${'33'.repeat(20)}` };
      const by = await authoriseChange(chain, who, change, await later());
      await expect(relayChange(chain, relayer, setNode, by)).rejects.toThrow(InvalidApprovalError);
      expect((await relayChange(chain, relayer, change, by)).outcome).toBe('done');
      expect((await relayChange(chain, relayer, change, by)).outcome).toBe('already');
      expect(await nodeOf(chain, ownerOf(who.signer))).toMatchObject({ url, sequence: 1 });
    });
  }

  test('behavior: a quorum owns a node, its members sign together', async () => {
    const [first, second] = [walletOf(3), walletOf(4)];
    const members = [{ signer: first.signer }, { signer: second.signer }];
    const definition = Quorum.from({ members, threshold: 2 });
    const { quorum } = await createQuorum(chain, relayer, definition);
    const registry = chain.addresses.quorumRegistry.toLowerCase() as Hex;
    const signer = Quorum.signer(registry, quorum);
    const terms = { sequence: 1, ...(await later()) };
    const domain = { chainId: chain.chainId, nodeRegistry: nodeRegistryOf(chain) as Hex };
    const digest = RegistryMessage.digest(signedChange(setNode), ownerOf(signer), terms, domain);
    const message = { quorum, version: 1, digest };
    const nested = TypedData.digest({ action: 'approve', chainId: chain.chainId, registry, message });
    const approvals = definition.members.map(async (member, index) => {
      const by = [first, second].find((one) => one.signer === member.signer) as Signer;
      return { index, signature: await by.sign(nested) };
    });
    const signature = PackedApprovals.encode(await Promise.all(approvals));
    expect((await relayChange(chain, relayer, setNode, { signer, ...terms, signature })).outcome).toBe('done');
    expect((await nodeOf(chain, ownerOf(signer))).url).toBe(url);
  });
});

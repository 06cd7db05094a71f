import { readFileSync } from 'node:fs';
import { Contract, HDNodeWallet, type InterfaceAbi, JsonRpcProvider, Mnemonic, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { chainTime, createQuorum, endorse, quorumOf, statusOf, verifySigner } from '../../sdk/src/chain/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { Keystore } from '../../sdk/src/identity/index.ts';
import { type Action, Approval, collect, Quorum, TypedData } from '../../sdk/src/quorum/index.ts';
import { testAccount, testMnemonic } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';

// ethers is the independent client here: it shares no code with viem, on which the SDK stands.

const people = [1, 2, 3].map((index) =>
  HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(testMnemonic), `m/44'/60'/0'/0/${index}`),
) as [HDNodeWallet, HDNodeWallet, HDNodeWallet];
const definition = Quorum.from({
  members: people.map(({ address }) => ({ signer: address.toLowerCase() as Hex })),
  threshold: 2,
});
let local: LocalChain;
let provider: JsonRpcProvider;

function abi(name: string): InterfaceAbi {
  const file = JSON.parse(readFileSync(`deployments/abis/${name}.json`, 'utf8')) as { abi?: InterfaceAbi };
  return file.abi ?? (file as InterfaceAbi);
}

function contract(): Contract {
  return new Contract(local.chain.addresses.quorumRegistry, abi('QuorumRegistry'), provider);
}

async function endorsement(certificate: Hex): Promise<Action.Endorse> {
  const { timestamp } = await chainTime(local.chain);
  const message = { certificate, quorum: Quorum.id(definition), version: 1, deadline: timestamp + 600 };
  return { action: 'endorse', chainId: 31_337, registry: local.chain.addresses.quorumRegistry, message };
}

/** What a wallet does with `eth_signTypedData_v4`, by ethers. */
function signWith(wallet: HDNodeWallet, action: Action.RegistryAction): Promise<string> {
  const { domain, types, message } = TypedData.from(action);
  return wallet.signTypedData({ ...domain }, types as never, message);
}

beforeAll(async () => {
  local = await startLocalChain();
  provider = new JsonRpcProvider(local.node.rpcUrl, 31_337, { staticNetwork: true });
  await createQuorum(local.chain, testAccount(0), definition);
});

afterAll(async () => {
  provider?.destroy();
  await local?.[Symbol.asyncDispose]();
});

describe('ethers as an independent client', () => {
  test('behavior: wallets of ethers co-sign, and the chain takes it', async () => {
    const certificate = `0x${'5e'.repeat(32)}` as const;
    const action = await endorsement(certificate);
    const approvals = await Promise.all(
      people.slice(0, 2).map(async (wallet) => {
        const signature = (await signWith(wallet, action)) as Hex;
        return Approval.from(action, wallet.address.toLowerCase() as Hex, signature);
      }),
    );
    const state = Quorum.firstState(definition);
    const { packed } = await collect(state, action, approvals);
    await endorse(local.chain, testAccount(9), { ...action.message, approvals: packed as Hex });
    await expect(statusOf(local.chain, { certificate, quorum: state.id })).resolves.toMatchObject({
      status: 'endorsed',
    });
  });

  test('behavior: ethers reads the same quorum through the exported ABI', async () => {
    const id = Quorum.id(definition);
    const read = await contract().getFunction('quorumOf')(id);
    const ours = await quorumOf(local.chain, id);
    expect(Number(read.threshold)).toBe(ours?.threshold);
    expect(read.members.map((member: { signer: string }) => member.signer.toLowerCase())).toEqual(
      ours?.members.map(({ signer }) => signer.toLowerCase()),
    );
  });

  test('behavior: the contract, ethers and the SDK have one digest', async () => {
    const action = await endorsement(`0x${'01'.repeat(32)}`);
    const { certificate, quorum, version, deadline } = action.message;
    const onChain = await contract().getFunction('endorsementDigest')(certificate, quorum, version, deadline);
    expect(onChain).toBe(TypedData.digest(action));
  });

  test('error: a signature for another chain does not count', async () => {
    const action = await endorsement(`0x${'02'.repeat(32)}`);
    const elsewhere = { ...action, chainId: 1 };
    const signature = (await signWith(people[0], elsewhere)) as Hex;
    const signer = people[0].address.toLowerCase() as Hex;
    const digest = TypedData.digest(action);
    await expect(verifySigner(local.chain, { signer, digest, signature })).resolves.toBe(false);
  });

  test('error: ethers sees the custom error of a refused endorsement', async () => {
    const action = await endorsement(`0x${'03'.repeat(32)}`);
    const { certificate, quorum, deadline } = action.message;
    await expect(
      contract().getFunction('endorse').staticCall(certificate, quorum, deadline, '0x'),
    ).rejects.toMatchObject({
      revert: { name: 'QuorumRegistryBelowThreshold' },
    });
  });

  test('behavior: keystore files go both ways', async () => {
    const key = randomBytes(32);
    const json = await Keystore.encrypt(key, 'correct horse', { cost: 1_024 });
    const opened = await Wallet.fromEncryptedJson(json, 'correct horse');
    expect(opened.privateKey).toBe(`0x${Buffer.from(key).toString('hex')}`);
    const theirs = await opened.encrypt('battery staple');
    await expect(Keystore.decrypt(theirs, 'battery staple')).resolves.toEqual(key);
  });
});

import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses, quorumOf, verifiersOf } from '@gridseal/sdk/chain';
import { Hybrid, Quorum } from '@gridseal/sdk/quorum';
import { useQueryClient } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createTestClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type LocalChain, startLocalChain } from '../../../../../test/support/localChain.ts';
import type { QuorumRecord } from '../../../data/index.ts';
import { FakeData, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { renderPage } from '../../../testing/renderPage.tsx';
import { announceTestProvider, type TestProvider } from '../../../testing/testProvider.ts';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import { ConnectButton, WalletProvider } from '../../../wallet/index.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import { CreateCard } from './CreateCard.tsx';

const registry = contractAddresses.quorumRegistry;
const patient = { timeout: 15_000 };
const account = privateKeyToAccount(generatePrivateKey());
const member = account.address.toLowerCase() as Hex;

let local: LocalChain;
let provider: TestProvider | undefined;

beforeAll(async () => {
  local = await startLocalChain();
  const client = createTestClient({ mode: 'anvil', transport: http(local.node.rpcUrl) });
  await client.setBalance({ address: account.address, value: parseEther('10') });
});
afterAll(() => local?.[Symbol.asyncDispose]());
afterEach(() => {
  provider?.dispose();
  provider = undefined;
});

/** A hybrid member, and a quorum of it and the wallet; the byte makes them others. */
function hybrid(byte: string) {
  const postQuantum = `${contractAddresses.slhDsaVerifier}${byte.repeat(32)}`.toLowerCase() as Hex;
  const pair = Hybrid.from({ classical: member, postQuantum }, verifiersOf(contractAddresses));
  const signer = Quorum.signer(registry, Quorum.id(pair)).toLowerCase() as Hex;
  return { pair, definition: Quorum.from({ members: [{ signer }, { signer: member }], threshold: 2 }) };
}

const onChain = (of: Quorum.Quorum) => quorumOf(local.chain, Quorum.id(of), { depth: 'head' });

/** The index, as it would be once it has read the newest block. */
async function quorum(id: Hex): Promise<QuorumRecord | null> {
  const state = await quorumOf(local.chain, id, { depth: 'head' });
  const at = { block: 1, blockHash: '0x', transaction: '0x', logIndex: 0 } as const;
  const signer = Quorum.signer(registry, id);
  return state && { id, signer, state, versions: [{ state, at }], endorsed: 0, revoked: 0, memberOf: [] };
}

/** What the index tells the page after each transaction. */
function Poll({ asked }: { readonly asked: { now: () => Promise<void> } }) {
  const queries = useQueryClient();
  asked.now = () => queries.invalidateQueries();
  return null;
}

async function show(
  definition: Quorum.Quorum,
  pairs: readonly Quorum.Quorum[] = [],
  verdict = 'The registry would take it.',
) {
  const network = { ...fakeNetwork, chainId: local.node.chainId, rpcUrls: [local.node.rpcUrl] };
  const asked = { now: () => Promise.resolve() };
  const created: boolean[] = [];
  provider = announceTestProvider('Aurora Wallet', account, local.node.chainId, local.node.rpcUrl);
  renderPage(
    <WalletProvider network={network}>
      <FakeData network={network} answers={{ quorum, poll: () => asked.now() }}>
        <Poll asked={asked} />
        <ConnectButton />
        <CreateCard definition={definition} pairs={pairs} onCreated={() => created.push(true)} />
      </FakeData>
    </WalletProvider>,
    { texts: { quorums: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
  await userEvent.click(screen.getAllByRole('button', { name: 'Connect wallet' })[0] as HTMLElement);
  await userEvent.click(await screen.findByRole('button', { name: 'Aurora Wallet' }));
  await screen.findByText(verdict, {}, patient);
  return created;
}

const press = async (name: RegExp) => userEvent.click(await screen.findByRole('button', { name }, patient));
const sent = () => provider?.asked.filter(({ method }) => method === 'eth_sendTransaction').length;

describe('creating a quorum', () => {
  test('behavior: key pairs first, then the quorum of them, one transaction each', async () => {
    const { pair, definition } = hybrid('a1');
    const created = await show(definition, [pair]);
    await screen.findByText('Its key pair is created first: 1 transaction before.', {}, patient);
    await press(/^Create key pair 1 of 1/);
    await waitFor(() => expect(created).toEqual([true]), patient);
    expect([await onChain(pair), await onChain(definition)]).toMatchObject([
      { version: 1, threshold: 2 },
      { version: 1, threshold: 2 },
    ]);
    expect(sent()).toBe(2);
    await screen.findByRole('link', { name: 'Open it' });
  });

  test('behavior: a pair that exists is not created again', async () => {
    const { pair } = hybrid('a1');
    const signer = Quorum.signer(registry, Quorum.id(pair)).toLowerCase() as Hex;
    const definition = Quorum.from({ members: [{ signer }], threshold: 1 });
    const created = await show(definition, [pair]);
    await press(/^Create the quorum/);
    await waitFor(() => expect(created).toEqual([true]), patient);
    expect(sent()).toBe(1);
  });

  test('error: refused in the wallet, nothing is created; what was not sent can be sent', async () => {
    const { pair, definition } = hybrid('b2');
    const created = await show(definition, [pair]);
    provider?.refuses.add('eth_sendTransaction');
    await press(/^Create key pair/);
    await screen.findByText('You refused in the wallet. Nothing was sent.', {}, patient);
    expect([await onChain(pair), await onChain(definition), created]).toEqual([null, null, []]);
    provider?.refuses.clear();
    await press(/^Create key pair/);
    await waitFor(() => expect(created).toEqual([true]), patient);
  });

  test('error: what the registry refuses is not sent', async () => {
    const definition = Quorum.from({ members: [{ signer: member }], threshold: 1 });
    const wrong = { ...definition, threshold: 2, revocationThreshold: 2 };
    await show(wrong, [], 'The registry would refuse it');
    screen.getByText('It could never act on this chain');
    expect(screen.getByRole('button', { name: /^Create the quorum/ })).toHaveProperty('disabled', true);
    expect(sent()).toBe(0);
  });
});

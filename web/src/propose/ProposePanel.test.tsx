import type { Hex } from '@gridseal/sdk/bytes';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { TransportError } from '@gridseal/sdk/errors';
import { Proposal, Quorum } from '@gridseal/sdk/quorum';
import type { Store } from '@gridseal/sdk/store';
import { useQueryClient } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createPublicClient, createTestClient, http, parseAbiItem, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createQuorum } from '../../../sdk/src/chain/index.ts';
import { testAccount } from '../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import type { Network } from '../data/index.ts';
import { networkKey } from '../data/queryKeys.ts';
import { eventAt, FakeData, fakeNetwork } from '../data/testing/FakeData.tsx';
import { renderPage } from '../testing/renderPage.tsx';
import { announceTestProvider, type TestProvider } from '../testing/testProvider.ts';
import { ConnectButton, WalletProvider } from '../wallet/index.ts';
import { ProposePanel } from './index.ts';
import de from './messages/de.ts';
import en from './messages/en.ts';

const account = privateKeyToAccount(generatePrivateKey());
const member = account.address.toLowerCase() as Hex;
const proposed = parseAbiItem(
  'event Proposed(bytes32 indexed quorum, bytes32 indexed draft, address indexed proposer, uint64 deadline)',
);

const definition = Quorum.from({ members: [{ signer: member }], threshold: 1 });
const { members, threshold, revocationThreshold } = definition;
const quorum = Quorum.id(definition);
/** A real chain on a busy machine. */
const patient = { timeout: 15_000 };

let local: LocalChain;
/** Stands for the IPFS node, as jsdom's bytes are not those that real requests take; test/e2e has a real one. */
const node = { kept: new Set<Hex>(), works: true };
let provider: TestProvider | undefined;

beforeAll(async () => {
  local = await startLocalChain();
  const client = createTestClient({ mode: 'anvil', transport: http(local.node.rpcUrl) });
  await client.setBalance({ address: account.address, value: parseEther('10') });
  await createQuorum(local.chain, testAccount(0), definition);
});
afterAll(() => local?.[Symbol.asyncDispose]());
afterEach(() => {
  provider?.dispose();
  provider = undefined;
  node.works = true;
  node.kept.clear();
});

const store: Pick<Store, 'writeBlock'> = {
  async writeBlock(bytes) {
    if (!node.works) throw new TransportError('0 of 1 nodes hold it');
    const digest = sha256Hex(bytes);
    node.kept.add(digest);
    return { digest, codec: 'raw', copies: [] } as never;
  },
};

/** Gives the page that store in place of one that it would open. */
function WithStore({ network, children }: { readonly network: Network; readonly children: ReactNode }) {
  useQueryClient().setQueryData(['store', networkKey(network)], store);
  return children;
}

function proposalTo(id: Hex, chainId: number, registry: Hex): Proposal.Proposal {
  const message = { certificate: `0x${'c1'.repeat(32)}` as Hex, quorum: id, version: 1, deadline: 1_900_000_000 };
  return Proposal.from({ action: 'endorse', chainId, registry: registry.toLowerCase() as Hex, message });
}

interface Scene {
  readonly connect?: boolean;
  readonly ipfsRpcs?: readonly string[];
  readonly language?: 'en' | 'de';
  /** Members by the index; those on chain are who they are. */
  readonly shownMembers?: readonly { readonly signer: Hex; readonly weight: number }[];
  readonly ready?: boolean;
}

async function show(scene: Scene = {}) {
  const {
    connect = true,
    ipfsRpcs = ['http://127.0.0.1:9'],
    language = 'en',
    shownMembers = members,
    ready = true,
  } = scene;
  const { addresses } = local.chain;
  const rpcUrls = [local.node.rpcUrl];
  const network: Network = { ...fakeNetwork, chainId: local.node.chainId, addresses, rpcUrls, ipfsRpcs };
  const proposal = proposalTo(quorum, network.chainId, addresses.quorumRegistry);
  provider = announceTestProvider('Aurora Wallet', account, local.node.chainId, local.node.rpcUrl);
  const created = eventAt(3, { type: 'quorumCreated', quorum, members: shownMembers, threshold, revocationThreshold });
  const page = renderPage(
    <WalletProvider network={network}>
      <FakeData network={network} events={[created]}>
        <header>
          <ConnectButton />
        </header>
        <WithStore network={network}>
          <ProposePanel proposal={ready ? proposal : null} />
        </WithStore>
      </FakeData>
    </WalletProvider>,
    { texts: { propose: { en, de } }, language },
  );
  if (connect) {
    await userEvent.click(screen.getAllByRole('button', { name: 'Connect wallet' })[0] as HTMLElement);
    await userEvent.click(await screen.findByRole('button', { name: 'Aurora Wallet' }));
    await screen.findByRole('button', { name: 'Propose on chain' });
  }
  return { ...page, draft: sha256Hex(Proposal.encode(proposal)) };
}

async function onChain(draft: Hex) {
  const client = createPublicClient({ transport: http(local.node.rpcUrl) });
  const logs = await client.getLogs({ event: proposed, args: { draft }, fromBlock: 0n });
  return logs.map(({ args }) => args);
}

const sent = () => provider?.asked.filter(({ method }) => method === 'eth_sendTransaction').length;
const propose = () => userEvent.click(screen.getByRole('button', { name: 'Propose on chain' }));

describe('proposing', () => {
  test('behavior: the draft is on IPFS before the chain names it, then its page is opened', async () => {
    const { path, draft } = await show();
    expect(screen.queryByText(/is no member of the quorum/)).toBeNull();
    await propose();
    await waitFor(() => expect(path()).toBe(`/approvals/${draft}`), patient);
    expect([...node.kept]).toEqual([draft]);
    const [event] = await onChain(draft);
    expect(event).toMatchObject({ quorum, draft, proposer: account.address, deadline: 1_900_000_000n });
  });

  test('behavior: by link all of it is in the address, and nothing is published', async () => {
    const { path } = await show({ connect: false });
    await userEvent.click(screen.getByRole('button', { name: 'By link or QR code' }));
    await waitFor(() => expect(path()).toMatch(/^\/approvals\/p1\.[\w-]{100,}$/));
    expect([node.kept.size, sent()]).toEqual([0, 0]);
  });

  test('behavior: a wallet that is no member is told that inboxes leave it out', async () => {
    await show({ shownMembers: [{ signer: `0x${'22'.repeat(20)}`, weight: 1 }] });
    await screen.findByText(/is no member of the quorum/);
  });

  test('error: a node that does not take the draft: nothing is sent, and it can be tried again', async () => {
    const { path, draft } = await show();
    const before = (await onChain(draft)).length;
    node.works = false;
    await propose();
    await screen.findByText('The draft is not on IPFS', {}, patient);
    expect(sent()).toBe(0);
    expect([path(), (await onChain(draft)).length]).toEqual(['/', before]);
    node.works = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(path()).toBe(`/approvals/${draft}`), patient);
  });

  test('error: refused in the wallet: nothing was sent, and it says so', async () => {
    const { path } = await show();
    provider?.refuses.add('eth_sendTransaction');
    await propose();
    await screen.findByText('You refused in the wallet. Nothing was sent.', {}, patient);
    expect(path()).toBe('/');
    expect(screen.getByRole('button', { name: 'By link or QR code' })).toHaveProperty('disabled', false);
  });

  test('error: without an IPFS node to write to there is no button, but a reason', async () => {
    await show({ connect: false, ipfsRpcs: [] });
    screen.getByText(/No IPFS node that this page may write to is set/);
    expect(screen.queryByRole('button', { name: 'Propose on chain' })).toBeNull();
  });

  test('error: without a wallet there is no button, in German too', async () => {
    await show({ connect: false, language: 'de' });
    screen.getByText(/verbinden Sie eine Wallet/);
    expect(screen.queryByRole('button', { name: 'Auf der Chain vorschlagen' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Per Link oder QR-Code' })).toHaveProperty('disabled', false);
  });

  test('error: while there is no proposal, nothing can be pressed', async () => {
    await show({ ready: false });
    for (const name of ['Propose on chain', 'By link or QR code', 'Save as a file']) {
      expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true);
    }
  });
});

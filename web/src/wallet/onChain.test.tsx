import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { createTestClient, encodeFunctionData, type Hex, http, parseAbi, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { renderPage } from '../testing/renderPage.tsx';
import { announceTestProvider, type TestProvider } from '../testing/testProvider.ts';
import {
  ConnectButton,
  type SignerOption,
  TransactionStatus,
  TransactionsMenu,
  useSigners,
  useTransactions,
  useWrites,
  WalletProvider,
  type Writes,
} from './index.ts';
import type { WalletNetwork } from './walletNetwork.ts';

const account = privateKeyToAccount(generatePrivateKey());
const typedData = {
  domain: { name: 'Test', chainId: 31_337 },
  types: { Word: [{ name: 'word', type: 'string' }] },
  primaryType: 'Word',
  message: { word: 'yes' },
} as const;
/** Return the word of ERC-1271, whatever is asked; revert, whatever is asked. */
const contracts = { yes: '0x631626ba7e60e01b5f5260205ff3', no: '0x5f5ffd' } as const;

let local: LocalChain;
let network: WalletNetwork;
let provider: TestProvider | undefined;
let writes: Writes | undefined;
let signers: readonly SignerOption[] = [];

beforeAll(async () => {
  local = await startLocalChain();
  network = {
    chainId: local.node.chainId,
    name: 'Local chain',
    rpcUrls: [local.node.rpcUrl],
    addresses: local.chain.addresses,
    finality: 2,
    explorer: 'https://explorer.example',
    sandboxWallets: [],
    currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  };
  await client().setBalance({ address: account.address, value: parseEther('10') });
});
afterAll(() => local?.[Symbol.asyncDispose]());
afterEach(() => {
  localStorage.clear();
  provider?.dispose();
  provider = undefined;
});

function client() {
  return createTestClient({ mode: 'anvil', transport: http(local.node.rpcUrl) });
}

function Probe() {
  writes = useWrites();
  signers = useSigners();
  return (
    <>
      <ConnectButton />
      {useTransactions().map(({ hash }) => (
        <TransactionStatus key={hash} hash={hash} />
      ))}
    </>
  );
}

async function arrive(): Promise<void> {
  provider = announceTestProvider('Aurora Wallet', account, local.node.chainId, local.node.rpcUrl);
  renderPage(
    <WalletProvider network={network}>
      <Probe />
    </WalletProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Connect wallet' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Aurora Wallet' }));
  await waitFor(() => expect(writes?.problem).toBeNull());
}

describe('transactions', () => {
  test('behavior: sent, in a block, final once two more blocks follow', async () => {
    await arrive();
    const sent = await writes?.send({ operation: 'test', to: account.address, value: 1n }, 'Test');
    const receipt = await sent?.mined;
    await screen.findByText(`In block ${receipt?.block}`);
    expect(screen.getByRole('link').getAttribute('href')).toBe(`https://explorer.example/tx/${sent?.hash}`);
    expect(screen.queryByText('Final')?.className).toContain('text-muted');
    await client().mine({ blocks: 2 });
    expect((await sent?.final)?.success).toBe(true);
    await waitFor(() => expect(screen.getByText('Final').className).toContain('text-ok'));
  });

  test('behavior: what was sent before a reload is followed to its end, and can be taken off the list', async () => {
    await arrive();
    const sent = await writes?.send({ operation: 'test', to: account.address, value: 1n }, 'Pay <b>Bob</b>');
    await sent?.mined;
    cleanup();
    await client().mine({ blocks: 2 });
    renderPage(
      <WalletProvider network={network}>
        <TransactionsMenu />
      </WalletProvider>,
    );
    await userEvent.click(await screen.findByRole('button', { name: /^(1 transaction under way|Transactions)$/ }));
    await screen.findByText('Pay <b>Bob</b>');
    const list = within(screen.getByRole('region', { name: 'Transactions' }));
    await waitFor(() =>
      expect(list.getAllByText('Final').every(({ className }) => className.includes('text-ok'))).toBe(true),
    );
    await userEvent.click(list.getByRole('button', { name: 'Clear finished ones' }));
    expect(screen.queryByRole('region', { name: 'Transactions' })).toBeNull();
    expect(localStorage.getItem('gridseal.transactions.31337')).toBe('[]');
  });

  test('error: what would revert is said before the wallet is asked', async () => {
    await arrive();
    const abi = parseAbi(['function endorse(bytes32 certificate, bytes32 quorum, uint64 deadline, bytes approvals)']);
    const word: Hex = `0x${'00'.repeat(32)}`;
    const data = encodeFunctionData({ abi, functionName: 'endorse', args: [word, word, 1n, '0x'] });
    const to = network.addresses.quorumRegistry;
    await expect(writes?.send({ operation: 'endorse', to, data }, 'Endorse')).rejects.toMatchObject({
      name: expect.stringMatching(/Error$/),
      errorName: expect.stringContaining('QuorumRegistry'),
    });
    expect(provider?.asked.map(({ method }) => method)).not.toContain('eth_sendTransaction');
  });

  test('error: the owner refuses', async () => {
    await arrive();
    provider?.refuses.add('eth_sendTransaction');
    await expect(writes?.send({ operation: 'test', to: account.address }, 'Test')).rejects.toMatchObject({
      problem: 'refused',
    });
    expect(screen.queryByText('Sent')).toBeNull();
  });

  test('error: it fails in the block though it did not before', async () => {
    await arrive();
    const target = privateKeyToAccount(generatePrivateKey()).address;
    await client().setAutomine(false);
    const sent = await writes?.send({ operation: 'test', to: target, data: '0x01' }, 'Test');
    await client().setCode({ address: target, bytecode: contracts.no });
    await client().setAutomine(true);
    await client().mine({ blocks: 1 });
    await expect(sent?.mined).rejects.toThrow('the transaction failed');
    await screen.findByText('Failed');
  });
});

describe('smart accounts', () => {
  const sign = () => signers.find(({ kind }) => kind === 'wallet')?.signer.signTypedData?.(typedData);

  test('behavior: the contract says whether the signature is its account’s (ERC-1271)', async () => {
    await client().setCode({ address: account.address, bytecode: contracts.yes });
    await client().mine({ blocks: 1 });
    await arrive();
    if (provider) provider.lies = privateKeyToAccount(generatePrivateKey());
    expect(await sign()).toBe(await provider?.lies?.signTypedData(typedData));
  });

  test('error: the contract does not accept it', async () => {
    await client().setCode({ address: account.address, bytecode: contracts.no });
    await client().mine({ blocks: 1 });
    await arrive();
    if (provider) provider.lies = privateKeyToAccount(generatePrivateKey());
    await expect(sign()).rejects.toThrow('the wallet signed something else, or with another account');
  });
});

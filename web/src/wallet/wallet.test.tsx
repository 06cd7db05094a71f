import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { hashTypedData } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import { announceTestProvider, type TestProvider } from '../testing/testProvider.ts';
import { ConnectButton, type SignerOption, useSigners, useWrites, WalletProvider, type Writes } from './index.ts';
import type { WalletNetwork } from './walletNetwork.ts';

const network: WalletNetwork = {
  chainId: 4202,
  name: 'Test network',
  // Nobody listens there: nothing of this may ask an endpoint.
  rpcUrls: ['http://127.0.0.1:9'],
  addresses: { quorumRegistry: `0x${'11'.repeat(20)}`, keyAnnouncements: `0x${'22'.repeat(20)}` },
  finality: 1,
  explorer: null,
  sandboxWallets: [],
  currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
};
const account = privateKeyToAccount(generatePrivateKey());
const typedData = {
  domain: { name: 'Test', chainId: 4202 },
  types: { Word: [{ name: 'word', type: 'string' }] },
  primaryType: 'Word',
  message: { word: 'yes' },
} as const;

let provider: TestProvider | undefined;
let signers: readonly SignerOption[] = [];
let writes: Writes | undefined;

afterEach(() => {
  provider?.dispose();
  provider = undefined;
});

function Probe() {
  signers = useSigners();
  writes = useWrites();
  return <ConnectButton />;
}

function show() {
  return renderPage(
    <WalletProvider network={network}>
      <Probe />
    </WalletProvider>,
  );
}

async function connect(name = 'Aurora Wallet') {
  await userEvent.click(screen.getByRole('button', { name: 'Connect wallet' }));
  await userEvent.click(await screen.findByRole('button', { name }));
}

function walletSigner(): SignerOption {
  const found = signers.find(({ kind }) => kind === 'wallet');
  if (!found) throw new Error('there is no wallet among the signers');
  return found;
}

describe('connecting', () => {
  test('behavior: nothing is asked of a wallet before it is chosen', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Connect wallet' }));
    await screen.findByRole('button', { name: 'Aurora Wallet' });
    expect(provider.asked.filter(({ method }) => method !== 'eth_accounts' && method !== 'eth_chainId')).toEqual([]);
  });

  test('behavior: connects, and is a signer by its address', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    show();
    await connect();
    await screen.findByRole('button', { name: new RegExp(account.address) });
    expect(walletSigner()).toMatchObject({ problem: null, signer: { signer: account.address.toLowerCase() } });
    expect(writes?.problem).toBeNull();
  });

  test('behavior: without a wallet it says so, and nothing can be sent', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Connect wallet' }));
    await screen.findByText('No wallet was found');
    await expect(writes?.send({ operation: 'test', to: account.address }, 'Test')).rejects.toMatchObject({
      problem: 'disconnected',
    });
  });

  test('error: the owner refuses', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    provider.refuses.add('eth_requestAccounts').add('wallet_requestPermissions');
    show();
    await connect();
    await screen.findByText('The wallet refused to connect.');
    expect(signers).toEqual([]);
  });

  test('error: a hostile name and icon are shown as text, and no address is loaded', async () => {
    provider = announceTestProvider('<b>Safe\u202e</b>', account, 4202);
    const { container } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Connect wallet' }));
    await screen.findByText('<b>Safe\\u{202e}</b>');
    expect(container.querySelector('dialog b')).toBeNull();
  });
});

describe('the wrong chain', () => {
  test('behavior: a wallet that does not know the chain is taught it', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 1);
    show();
    await connect();
    await screen.findByRole('button', { name: new RegExp(account.address) });
    expect(provider.chainId).toBe(4202);
    const added = provider.asked.find(({ method }) => method === 'wallet_addEthereumChain');
    expect(added?.params[0]).toMatchObject({ chainId: '0x106a', chainName: 'Test network' });
  });

  test('error: who refuses to switch stays connected, cannot send, and is told', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 1);
    provider.refuses.add('wallet_switchEthereumChain').add('wallet_addEthereumChain');
    show();
    await connect();
    const button = await screen.findByRole('button', { name: 'Wrong network' });
    expect(walletSigner().problem).toBe('wrongChain');
    await expect(writes?.send({ operation: 'test', to: account.address }, 'Test')).rejects.toMatchObject({
      problem: 'wrongChain',
    });
    await userEvent.click(button);
    await screen.findByText(/did not change the network/);
  });
});

describe('signing', () => {
  test('behavior: gives the signature of what was shown', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    show();
    await connect();
    await waitFor(() => walletSigner());
    const signature = await walletSigner().signer.signTypedData?.(typedData);
    expect(signature).toBe(await account.signTypedData(typedData));
    expect(hashTypedData(typedData)).toHaveLength(66);
  });

  test('error: the owner refuses', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    provider.refuses.add('eth_signTypedData_v4');
    show();
    await connect();
    await waitFor(() => walletSigner());
    await expect(walletSigner().signer.signTypedData?.(typedData)).rejects.toMatchObject({ problem: 'refused' });
  });

  test('error: the wallet signs with another account', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    provider.lies = privateKeyToAccount(generatePrivateKey());
    show();
    await connect();
    await waitFor(() => walletSigner());
    // Whether the account is a contract that accepts it, no endpoint can say here: in no case is the signature given away.
    await expect(walletSigner().signer.signTypedData?.(typedData)).rejects.toThrow();
  });

  test('error: a bare digest is never signed', async () => {
    provider = announceTestProvider('Aurora Wallet', account, 4202);
    show();
    await connect();
    await waitFor(() => walletSigner());
    await expect(walletSigner().signer.sign(`0x${'00'.repeat(32)}`)).rejects.toMatchObject({ problem: 'unsupported' });
    expect(provider.asked.map(({ method }) => method)).not.toContain('eth_sign');
  });
});

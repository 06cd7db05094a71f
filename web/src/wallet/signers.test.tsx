import 'fake-indexeddb/auto';
import { verifySignature } from '@gridseal/sdk/crypto';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import { SignerManager, type SignerOption, useSigners, WalletProvider } from './index.ts';
import type { WalletNetwork } from './walletNetwork.ts';

const verifier = `0x${'52'.repeat(20)}` as const;
const network: WalletNetwork = {
  chainId: 4202,
  name: 'Test network',
  rpcUrls: ['http://127.0.0.1:9'],
  addresses: {
    quorumRegistry: `0x${'11'.repeat(20)}`,
    keyAnnouncements: `0x${'22'.repeat(20)}`,
    p521Verifier: verifier,
  },
  finality: 1,
  explorer: null,
  sandboxWallets: [],
  currency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
};

let signers: readonly SignerOption[] = [];

function Probe() {
  signers = useSigners();
  return <SignerManager />;
}

function show(addresses: WalletNetwork['addresses'] = network.addresses) {
  return renderPage(
    <WalletProvider network={{ ...network, addresses }}>
      <Probe />
    </WalletProvider>,
  );
}

async function make(name: string) {
  await userEvent.click(screen.getByRole('button', { name: 'New P-521 key' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), name);
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  await screen.findByText(name);
}

describe('keys of this browser', () => {
  test('behavior: a P-521 key is made, signs, cannot be exported, is there after a reload, and is forgotten', async () => {
    const first = show();
    await make('Laptop');
    const [option] = signers;
    const digest = `0x${'ab'.repeat(32)}` as const;
    const signer = option?.signer.signer ?? '0x';
    const signature = (await option?.signer.sign(digest)) ?? '0x';
    expect(signer.startsWith(verifier)).toBe(true);
    expect(verifySignature({ signer, digest, signature, verifiers: { p521: verifier } })).toBe(true);
    first.unmount();
    show();
    await screen.findByText('Laptop');
    expect(signers[0]?.signer.signer).toBe(signer);
    await userEvent.click(screen.getByRole('button', { name: 'Forget: Laptop' }));
    await screen.findByText(/exists nowhere else/);
    await userEvent.click(screen.getByRole('button', { name: 'Forget' }));
    await screen.findByText('No keys yet');
    await waitFor(() => expect(signers).toEqual([]));
  });

  test('error: nothing is made on a network without the verifier, and keys of elsewhere are not offered', async () => {
    const first = show();
    await make('Elsewhere');
    first.unmount();
    const { p521Verifier: _, ...others } = network.addresses;
    show(others);
    await screen.findByText(/no contract that verifies such keys/);
    expect(screen.getByRole('button', { name: 'New P-521 key' }).hasAttribute('disabled')).toBe(true);
    await waitFor(() => expect(signers).toEqual([]));
    expect(screen.queryByText('Elsewhere')).toBeNull();
  });

  test('error: a hostile name stays text', async () => {
    show();
    await make('Elsewhere 2');
    await userEvent.click(screen.getByRole('button', { name: 'New P-521 key' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), '<b>x\u202e</b>');
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    await screen.findByText('<b>x\\u{202e}</b>');
  });
});

import { describe, expect, test } from 'vitest';
import { announceSandboxWallets } from './sandboxWallets.ts';
import type { WalletNetwork } from './walletNetwork.ts';

type Provider = { request(request: { method: string; params?: unknown }): Promise<unknown> };
type Announced = { info: { name: string; uuid: string }; provider: Provider };

const address = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const network = {
  chainId: 31_337,
  rpcUrls: ['http://127.0.0.1:8545/'],
  sandboxWallets: [{ name: 'Aurora', address }],
} as unknown as WalletNetwork;

/** A storage of its own. */
function kept() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

function announced(answer: object = { result: '0x' }, sandbox: WalletNetwork = network, storage = kept()) {
  const target = new EventTarget();
  const found: Announced[] = [];
  const sent: unknown[] = [];
  target.addEventListener('eip6963:announceProvider', (event) => found.push((event as CustomEvent<Announced>).detail));
  const fetch: typeof globalThis.fetch = async (_, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return Response.json(answer);
  };
  const stop = announceSandboxWallets(sandbox, target, { fetch, storage });
  return { target, found, sent, stop };
}

describe('announceSandboxWallets', () => {
  test('behavior: announces each at once, and whenever it is asked', () => {
    const { target, found, stop } = announced();
    expect(found.map(({ info }) => info.name)).toEqual(['Aurora']);
    target.dispatchEvent(new Event('eip6963:requestProvider'));
    expect(found.map(({ info }) => info.uuid)).toEqual([found[0]?.info.uuid, found[0]?.info.uuid]);
    stop();
    target.dispatchEvent(new Event('eip6963:requestProvider'));
    expect(found).toHaveLength(2);
  });

  test('behavior: gives the account and the chain without asking anybody', async () => {
    const { found, sent } = announced();
    const [{ provider }] = found as [Announced];
    expect(await provider.request({ method: 'eth_requestAccounts' })).toEqual([address]);
    expect(await provider.request({ method: 'eth_chainId' })).toBe('0x7a69');
    expect(await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: '0x7a69' }] })).toBe(
      null,
    );
    expect(sent).toEqual([]);
  });

  test('behavior: the chain’s process signs', async () => {
    const { found, sent } = announced({ result: '0x1234' });
    const [{ provider }] = found as [Announced];
    expect(await provider.request({ method: 'eth_signTypedData_v4', params: [address, '{}'] })).toBe('0x1234');
    expect(sent).toMatchObject([{ method: 'eth_signTypedData_v4', params: [address, '{}'] }]);
  });

  test('behavior: no page sees an account before it has asked, nor after it has let it go', async () => {
    const storage = kept();
    const accounts = async () => {
      const [{ provider }] = announced({}, network, storage).found as [Announced];
      return provider.request({ method: 'eth_accounts' });
    };
    expect(await accounts()).toEqual([]);
    const [{ provider }] = announced({}, network, storage).found as [Announced];
    const [granted] = (await provider.request({ method: 'wallet_requestPermissions' })) as [object];
    expect(granted).toMatchObject({ parentCapability: 'eth_accounts' });
    // Also when the page is loaded anew.
    expect(await accounts()).toEqual([address]);
    await provider.request({ method: 'wallet_revokePermissions' });
    expect(await accounts()).toEqual([]);
  });

  test('error: another chain is not known', async () => {
    const [{ provider }] = announced().found as [Announced];
    const asked = provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: '0x1' }] });
    await expect(asked).rejects.toMatchObject({ code: 4_902 });
  });

  test('error: what the chain refuses is told with its code', async () => {
    const [{ provider }] = announced({ error: { code: -32_000, message: 'No' } }).found as [Announced];
    const asked = provider.request({ method: 'eth_sendTransaction', params: [{}] });
    await expect(asked).rejects.toMatchObject({ code: -32_000, message: 'No' });
  });

  test('error: a network without them announces nothing', () => {
    expect(announced({}, { ...network, sandboxWallets: [] }).found).toEqual([]);
  });
});

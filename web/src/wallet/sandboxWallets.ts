import type { WalletNetwork } from './walletNetwork.ts';

/** A request as wallets get it (EIP-1193). */
interface WalletRequest {
  readonly method: string;
  readonly params?: unknown;
}

/** Codes of EIP-1193 and EIP-1474. */
const unknownChain = 4_902;
const internalError = -32_603;

/** What a sandbox's wallets need of the browser. */
export interface SandboxSurroundings {
  readonly fetch: typeof globalThis.fetch;
  /** Remembers which of them the page may see, as extensions do; null if the browser keeps nothing. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
}

/**
 * Announces the wallets of a sandbox as extensions announce theirs, so that a chain on this machine can be tried with no wallet
 * installed. The chain's own process holds the keys and signs at once, without asking; a chain that people use holds none.
 *
 * @returns Stops announcing.
 * @see EIP-6963, EIP-1193, EIP-2255
 * @example
 * ```ts
 * const stop = announceSandboxWallets(network, window, { fetch, storage: localStorage });
 * ```
 */
export function announceSandboxWallets(
  network: WalletNetwork,
  target: EventTarget,
  { fetch, storage }: SandboxSurroundings,
): () => void {
  const details = network.sandboxWallets.map(({ name, address }, i) =>
    Object.freeze({
      info: Object.freeze({ uuid: uuidOf(i), name, icon: '', rdns: `gridseal.sandbox.${i}` }),
      provider: providerOf(network, address, { fetch, storage }),
    }),
  );
  const announce = () => {
    for (const detail of details) target.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  target.addEventListener('eip6963:requestProvider', announce);
  announce();
  return () => target.removeEventListener('eip6963:requestProvider', announce);
}

/** The same at every visit: by it a page finds the wallet again that was used last. */
function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function providerOf({ chainId, rpcUrls }: WalletNetwork, address: string, { fetch, storage }: SandboxSurroundings) {
  const home = `0x${chainId.toString(16)}`;
  const key = `gridseal.sandbox.${address.toLowerCase()}`;
  let isAllowed = storage?.getItem(key) === 'allowed';
  const allow = (allowed: boolean) => {
    isAllowed = allowed;
    if (allowed) storage?.setItem(key, 'allowed');
    else storage?.removeItem(key);
  };
  const request = async ({ method, params }: WalletRequest): Promise<unknown> => {
    switch (method) {
      case 'eth_requestAccounts':
        allow(true);
        return [address];
      // A page that was never allowed to see it would connect to it by itself.
      case 'eth_accounts':
        return isAllowed ? [address] : [];
      case 'eth_chainId':
        return home;
      case 'wallet_switchEthereumChain':
        if ((params as readonly { readonly chainId?: string }[])[0]?.chainId === home) return null;
        throw failure(unknownChain, 'The sandbox has one chain only.');
      case 'wallet_requestPermissions':
        allow(true);
        return [
          { parentCapability: 'eth_accounts', caveats: [{ type: 'restrictReturnedAccounts', value: [address] }] },
        ];
      case 'wallet_revokePermissions':
        allow(false);
        return null;
      default:
        return ask(fetch, rpcUrls[0] as string, method, params);
    }
  };
  // Neither accounts nor chain ever change, so there is nothing to listen for.
  return { request, on: () => undefined, removeListener: () => undefined };
}

async function ask(fetch: typeof globalThis.fetch, url: string, method: string, params: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] }),
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { code?: number; message?: string };
  };
  if (error) throw failure(error.code ?? internalError, error.message ?? 'The sandbox’s chain refused.');
  return result;
}

function failure(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

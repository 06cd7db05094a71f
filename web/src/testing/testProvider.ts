import { createClient, createWalletClient, type Hex, http } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';

/** A wallet as browsers' extensions announce them (EIP-6963), over a key at hand: what it signs is signed. */
export interface TestProvider {
  /** Everything that it was asked. */
  readonly asked: readonly { readonly method: string; readonly params: readonly unknown[] }[];
  chainId: number;
  /** The chains that it knows; others have to be added first. */
  readonly knows: Set<number>;
  /** Methods that its owner refuses. */
  readonly refuses: Set<string>;
  /** Signs as another account would. */
  lies: PrivateKeyAccount | undefined;
  /** Takes the announcement back. */
  readonly dispose: () => void;
}

/** Announces it to the page. With an endpoint it sends transactions, too; other questions go there unread. */
export function announceTestProvider(
  name: string,
  account: PrivateKeyAccount,
  chainId: number,
  rpcUrl?: string,
): TestProvider {
  const asked: { method: string; params: readonly unknown[] }[] = [];
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  let connected = false;
  const state: TestProvider = {
    asked,
    chainId,
    knows: new Set([chainId]),
    refuses: new Set(),
    lies: undefined,
    dispose,
  };
  const answers: Readonly<Record<string, (params: readonly unknown[]) => unknown>> = {
    eth_requestAccounts: () => {
      connected = true;
      return [account.address];
    },
    eth_accounts: () => (connected ? [account.address] : []),
    eth_chainId: () => `0x${state.chainId.toString(16)}`,
    wallet_switchEthereumChain: ([wanted]) => {
      const id = Number((wanted as { chainId: Hex }).chainId);
      if (!state.knows.has(id)) throw failure(4902, 'Unrecognized chain');
      state.chainId = id;
      emit('chainChanged', `0x${id.toString(16)}`);
      return null;
    },
    wallet_addEthereumChain: ([added]) => {
      const id = Number((added as { chainId: Hex }).chainId);
      state.knows.add(id);
      state.chainId = id;
      emit('chainChanged', `0x${id.toString(16)}`);
      return null;
    },
    eth_signTypedData_v4: ([, typedData]) => (state.lies ?? account).signTypedData(JSON.parse(typedData as string)),
    eth_sendTransaction: ([transaction]) => {
      const { to, data, value } = transaction as { to: Hex; data?: Hex; value?: Hex };
      const wallet = createWalletClient({ account, transport: http(rpcUrl) });
      return wallet.sendTransaction({
        chain: null,
        to,
        gas: 1_000_000n,
        ...(data ? { data } : {}),
        ...(value ? { value: BigInt(value) } : {}),
      });
    },
    wallet_revokePermissions: () => {
      connected = false;
      return null;
    },
  };
  const provider = {
    async request({ method, params = [] }: { readonly method: string; readonly params?: readonly unknown[] }) {
      asked.push({ method, params });
      if (state.refuses.has(method)) throw failure(4001, 'User rejected the request.');
      const answer = answers[method];
      if (answer) return answer(params);
      if (!rpcUrl || !method.startsWith('eth_')) throw failure(4200, `${method} is not supported`);
      return createClient({ transport: http(rpcUrl) }).request({ method, params } as never);
    },
    on: (event: string, listener: (value: unknown) => void) =>
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    removeListener: (event: string, listener: (value: unknown) => void) => listeners.get(event)?.delete(listener),
  };
  const info = { uuid: crypto.randomUUID(), name, icon: 'data:image/png;base64,', rdns: `test.${name.length}` };
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  window.addEventListener('eip6963:requestProvider', announce);
  function dispose() {
    window.removeEventListener('eip6963:requestProvider', announce);
  }
  announce();
  return state;
}

function failure(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

import type { BrowserContext } from 'playwright-core';
import { createWalletClient, defineChain, type Hex, http, type LocalAccount } from 'viem';
import { announceProvider } from './providerInPage.ts';

/** A question to a wallet, as pages ask (EIP-1193). */
export interface WalletRequest {
  readonly method: string;
  readonly params?: unknown;
}

/** The errors of EIP-1193 and EIP-3085 that a page has to understand. */
const errors = {
  rejected: { code: 4001, message: 'User rejected the request.' },
  unauthorised: { code: 4100, message: 'The account has not been authorized.' },
  unsupported: { code: 4200, message: 'The method is not supported.' },
  otherChain: { code: 4901, message: 'The wallet is not connected to this chain.' },
  unknownChain: { code: 4902, message: 'The chain has not been added.' },
} as const;

/** What a wallet is like; a test changes it by assignment. */
export interface WalletMood {
  /** The methods at which its owner presses “reject”: every question that needs a press, or some. */
  refuses: 'nothing' | 'everything' | readonly string[];
  /** Chains that it can switch to. */
  readonly knows: Set<number>;
}

/** A wallet extension in the browser: found by EIP-6963, real signatures of a real account. */
export interface TestWallet {
  readonly name: string;
  readonly account: LocalAccount;
  readonly mood: WalletMood;
  /** All that pages asked, in order. */
  readonly asked: readonly WalletRequest[];
  /** The chain that it is on. */
  chainId(): number;
  /** Its owner chooses another chain in the wallet itself. */
  choose(chainId: number): Promise<void>;
  /** Its owner disconnects the page in the wallet itself. */
  disconnect(): Promise<void>;
  /** Makes all pages of this context meet it. Call before pages are opened. */
  install(context: BrowserContext): Promise<void>;
}

interface WalletOptions {
  readonly name: string;
  readonly account: LocalAccount;
  readonly rpcUrl: string;
  /** The chain of `rpcUrl`. */
  readonly homeChain: number;
  /** The chain that it is on at first; its home by default. */
  readonly chainId?: number;
  /** Whether it knows its home chain at first. */
  readonly knowsHome?: boolean;
}

const needsPress = new Set([
  'eth_requestAccounts',
  'eth_sendTransaction',
  'eth_signTypedData_v4',
  'personal_sign',
  'wallet_addEthereumChain',
  'wallet_requestPermissions',
  'wallet_switchEthereumChain',
]);

type Answer = { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } };

/**
 * A wallet over a local account, that does what extensions do: it knows nobody until it is asked to connect, signs typed data and
 * transactions, switches and adds chains, and refuses when the test says so.
 */
export function createTestWallet(options: WalletOptions): TestWallet {
  const { name, account, homeChain } = options;
  const mood: WalletMood = {
    refuses: 'nothing',
    knows: new Set([1, ...(options.knowsHome === false ? [] : [homeChain])]),
  };
  const contexts = new Set<BrowserContext>();
  const asked: WalletRequest[] = [];
  const emit = async (event: string, ...values: unknown[]) => {
    const pages = [...contexts].flatMap((context) => context.pages());
    const message = { wallet: name, event, values };
    await Promise.all(
      pages.map((page) =>
        page
          .evaluate((detail) => window.dispatchEvent(new CustomEvent('test-wallet', { detail })), message)
          .catch(() => {}),
      ),
    );
  };
  const state: WalletState = { chainId: options.chainId ?? homeChain, connected: false };
  const handle = createHandler(options, mood, state, emit);
  return {
    name,
    account,
    mood,
    asked,
    chainId: () => state.chainId,
    choose: async (chainId) => {
      state.chainId = chainId;
      await emit('chainChanged', toHex(chainId));
    },
    disconnect: async () => {
      state.connected = false;
      await emit('accountsChanged', []);
    },
    install: async (context) => {
      contexts.add(context);
      context.once('close', () => contexts.delete(context));
      const binding = `testWallet${name.replace(/\W/g, '')}`;
      await context.exposeBinding(binding, async (_, request: WalletRequest): Promise<Answer> => {
        asked.push(request);
        return handle(request);
      });
      await context.addInitScript(announceProvider, { name, binding, uuid: uuidOf(account.address) });
    },
  };
}

interface WalletState {
  chainId: number;
  connected: boolean;
}

const toHex = (value: number): Hex => `0x${value.toString(16)}`;

function uuidOf(address: Hex): string {
  const hex = address.slice(2, 34).toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function createHandler(
  { account, rpcUrl, homeChain }: WalletOptions,
  mood: WalletMood,
  state: WalletState,
  emit: (event: string, ...values: unknown[]) => Promise<void>,
): (request: WalletRequest) => Promise<Answer> {
  const client = createWalletClient({
    account,
    chain: defineChain({
      id: homeChain,
      name: 'home',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
    transport: http(rpcUrl, { retryCount: 0 }),
  });
  const accounts = () => (state.connected ? [account.address] : []);
  const first = <T>(params: unknown) => (params as readonly T[])[0] as T;
  const own: Readonly<Record<string, (params: unknown) => unknown>> = {
    eth_chainId: () => toHex(state.chainId),
    net_version: () => String(state.chainId),
    eth_accounts: accounts,
    eth_requestAccounts: () => {
      state.connected = true;
      return accounts();
    },
    wallet_requestPermissions: () => {
      state.connected = true;
      return [{ parentCapability: 'eth_accounts' }];
    },
    wallet_getPermissions: () => (state.connected ? [{ parentCapability: 'eth_accounts' }] : []),
    wallet_revokePermissions: () => {
      state.connected = false;
      return null;
    },
    wallet_switchEthereumChain: async (params) => {
      const wanted = Number(first<{ chainId: Hex }>(params).chainId);
      if (!mood.knows.has(wanted)) throw errors.unknownChain;
      state.chainId = wanted;
      await emit('chainChanged', toHex(wanted));
      return null;
    },
    wallet_addEthereumChain: async (params) => {
      const wanted = Number(first<{ chainId: Hex }>(params).chainId);
      mood.knows.add(wanted);
      state.chainId = wanted;
      await emit('chainChanged', toHex(wanted));
      return null;
    },
    eth_signTypedData_v4: (params) => {
      const [address, json] = params as readonly [Hex, string];
      if (address.toLowerCase() !== account.address.toLowerCase() || !state.connected) throw errors.unauthorised;
      const data = JSON.parse(json);
      // Wallets refuse data for another chain than the one that they are on.
      if (Number(data.domain?.chainId) !== state.chainId) throw errors.otherChain;
      return account.signTypedData(data);
    },
    personal_sign: (params) => account.signMessage({ message: { raw: first<Hex>(params) } }),
    eth_sendTransaction: (params) => {
      if (!state.connected) throw errors.unauthorised;
      if (state.chainId !== homeChain) throw errors.otherChain;
      const { to, data, value, gas } = first<{ to?: Hex; data?: Hex; value?: Hex; gas?: Hex }>(params);
      const amounts = { ...(value ? { value: BigInt(value) } : {}), ...(gas ? { gas: BigInt(gas) } : {}) };
      return client.sendTransaction({ to: to ?? null, ...(data ? { data } : {}), ...amounts });
    },
  };
  return async ({ method, params }) => {
    const isRefused = mood.refuses === 'everything' ? needsPress.has(method) : mood.refuses.includes(method);
    try {
      if (isRefused && mood.refuses !== 'nothing') throw errors.rejected;
      const answer = own[method];
      if (answer) return { result: await answer(params) };
      if (method.startsWith('wallet_')) throw errors.unsupported;
      if (state.chainId !== homeChain) throw errors.otherChain;
      return { result: await client.request({ method: method as never, params: params as never }) };
    } catch (error) {
      const { code = -32_603, message = String(error) } = error as { code?: number; message?: string };
      return { error: { code, message } };
    }
  };
}

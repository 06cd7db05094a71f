/** What the provider in a page has to know of its wallet. */
export interface ProviderInfo {
  readonly name: string;
  /** The function through which the page reaches the wallet. */
  readonly binding: string;
  readonly uuid: string;
}

/**
 * Runs in the page before its own code: announces a provider as an extension would. It has to stand alone, as its text is what
 * travels.
 *
 * @see EIP-6963, EIP-1193
 */
export function announceProvider({ name, binding, uuid }: ProviderInfo): void {
  type Listener = (...values: unknown[]) => void;
  const listeners = new Map<string, Set<Listener>>();
  const of = (event: string): Set<Listener> => {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known);
    return known;
  };
  const ask = (request: unknown): Promise<{ result?: unknown; error?: { code: number; message: string } }> =>
    (window as unknown as Record<string, (request: unknown) => Promise<object>>)[binding]?.(request) ??
    Promise.resolve({});
  const provider = {
    request: async (request: unknown): Promise<unknown> => {
      const { result, error } = await ask(JSON.parse(JSON.stringify(request)));
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on: (event: string, listener: Listener) => {
      of(event).add(listener);
      return provider;
    },
    removeListener: (event: string, listener: Listener) => {
      of(event).delete(listener);
      return provider;
    },
  };
  window.addEventListener('test-wallet', (message) => {
    const { wallet, event, values } = (message as CustomEvent).detail as {
      wallet: string;
      event: string;
      values: unknown[];
    };
    if (wallet === name) for (const listener of of(event)) listener(...values);
  });
  const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="#555"/></svg>')}`;
  const info = Object.freeze({ uuid, name, icon, rdns: `test.${name.toLowerCase().replace(/\W/g, '')}` });
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

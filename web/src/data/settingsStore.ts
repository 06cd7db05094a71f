import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { Anchor } from '@gridseal/sdk/certificate';
import type { Network } from './network.ts';
import { checkEndpoints, decodeNetwork } from './networkJson.ts';
import { keptRolePolicy } from './rolePolicy.ts';
import type { Endpoints, Settings, TrustSettings } from './settings.ts';

/** The settings of this browser, shared by all its tabs. */
export interface SettingsStore {
  readonly get: () => Settings;
  /** Replaces the fields that are given. Works for this visit even where the browser keeps nothing. */
  readonly change: (fields: Partial<Settings>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const key = 'gridseal/settings/v1';
const longestName = 120;

/** What a browser has that was never here. */
export const defaultSettings: Settings = {
  chainId: null,
  endpoints: {},
  trust: {},
  names: {},
  networks: [],
  registries: {},
};

/**
 * @param storage localStorage, or null where the browser denies it.
 * @example `const settings = createSettingsStore(window.localStorage, window)`
 */
export function createSettingsStore(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  events: Pick<EventTarget, 'addEventListener'>,
): SettingsStore {
  let current = read(storage);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  events.addEventListener('storage', (event) => {
    if ((event as StorageEvent).key !== key) return;
    current = read(storage);
    tell();
  });
  return {
    get: () => current,
    change: (fields) => {
      current = { ...current, ...fields };
      try {
        storage?.setItem(key, JSON.stringify(current));
      } catch {
        // Full or denied: the change counts until the tab is closed.
      }
      tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(storage: Pick<Storage, 'getItem'> | null): Settings {
  try {
    return decodeSettings(JSON.parse(storage?.getItem(key) ?? 'null'));
  } catch {
    return defaultSettings;
  }
}

/** What can be read of saved settings; what cannot is left out, so that a damaged field costs that field alone. */
export function decodeSettings(value: unknown): Settings {
  const { chainId, endpoints, trust, names, networks, registries } = record(value);
  return {
    chainId: Number.isSafeInteger(chainId) ? (chainId as number) : null,
    endpoints: mapOf(endpoints, decodeEndpoints),
    trust: mapOf(trust, decodeTrust),
    names: mapOf(names, (name) => (typeof name === 'string' && name !== '' ? name.slice(0, longestName) : null)),
    networks: listOf(networks, (network): Network => ({ ...decodeNetwork(network), origin: 'custom' })),
    registries: mapOf(registries, (registry) => (isHex(registry, 20) ? (registry.toLowerCase() as Hex) : null)),
  };
}

function decodeEndpoints(value: unknown): Endpoints {
  const fields = record(value);
  const found: { -readonly [Name in keyof Endpoints]: Endpoints[Name] } = {};
  for (const name of ['rpcUrls', 'gateways', 'ipfsRpcs'] as const) {
    if (fields[name] !== undefined) found[name] = checkEndpoints(fields[name], name);
  }
  return found;
}

function decodeTrust(value: unknown): TrustSettings {
  const { anchors, requiredEndorsements, requiredWeight, weights, roles } = record(value);
  const policy = keptRolePolicy(roles);
  return {
    anchors: listOf(anchors, (anchor): Anchor | null => {
      const { quorum, roles: carried, ...others } = record(anchor);
      if (!isHex(quorum, 32)) return null;
      const known = policy && Array.isArray(carried) ? carried.filter((role) => Object.hasOwn(policy.roles, role)) : [];
      // An anchor with a role that the policy does not have would stop every search.
      return { ...others, quorum: quorum.toLowerCase(), ...(known.length > 0 ? { roles: known } : {}) } as Anchor;
    }),
    ...(policy ? { roles: policy } : {}),
    ...(isCount(requiredEndorsements) ? { requiredEndorsements } : {}),
    ...(isCount(requiredWeight) ? { requiredWeight } : {}),
    ...(weights === undefined ? {} : { weights: mapOf(weights, (weight) => (isCount(weight) ? weight : null)) }),
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The entries that can be decoded: null and errors leave one out. */
function mapOf<T>(value: unknown, decode: (entry: unknown) => T | null): Readonly<Record<string, T>> {
  const entries = Object.entries(record(value)).flatMap(([name, entry]) =>
    attempt(() => decode(entry)).map((decoded) => [name.toLowerCase(), decoded] as const),
  );
  return Object.fromEntries(entries);
}

function listOf<T>(value: unknown, decode: (entry: unknown) => T | null): readonly T[] {
  return Array.isArray(value) ? value.flatMap((entry) => attempt(() => decode(entry))) : [];
}

function attempt<T>(decode: () => T | null): readonly T[] {
  try {
    const decoded = decode();
    return decoded === null ? [] : [decoded];
  } catch {
    return [];
  }
}

import type { SshSigner } from '@gridseal/sdk/credential/ssh';
import type { TlsAuthority } from '@gridseal/sdk/credential/tls';

/** A key that signs SSH or TLS certificates, for as long as these pages are open. */
export type CaKey = {
  /** Unlike any other of this session. */
  readonly id: string;
  readonly name: string;
  /** For people to compare: `SHA256:…`. */
  readonly fingerprint: string;
  /** What servers are given to trust it: a line for `TrustedUserCAKeys`, or the root in PEM. */
  readonly publicText: string;
  /** Overwrites what can be overwritten; from then on, nothing may be signed with it. */
  readonly wipe: () => void;
  readonly isWiped: () => boolean;
} & (
  | { readonly kind: 'ssh'; readonly signer: SshSigner }
  | { readonly kind: 'tls'; readonly authority: TlsAuthority; readonly notAfter: number }
);

/** The keys of this session: in memory and nowhere else. */
export interface KeyRing {
  readonly get: () => readonly CaKey[];
  readonly subscribe: (changed: () => void) => () => void;
  readonly add: (key: CaKey) => void;
  readonly forget: (id: string) => void;
  /** Says that a page, or work under way, needs the keys; when nothing does any more, all are wiped. */
  readonly hold: () => () => void;
}

/** How long it may take from one of the pages to the next, in milliseconds. */
const grace = 1_000;

/** @example `const ring = createKeyRing()` */
export function createKeyRing(later: (work: () => void, ms: number) => unknown = setTimeout): KeyRing {
  let keys: readonly CaKey[] = [];
  let holders = 0;
  const listeners = new Set<() => void>();
  const change = (next: readonly CaKey[]) => {
    for (const key of keys) if (!next.includes(key)) key.wipe();
    keys = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => keys,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    // The same key again takes the place of the one before.
    add: (key) => change([...keys.filter(({ fingerprint }) => fingerprint !== key.fingerprint), key]),
    forget: (id) => change(keys.filter((key) => key.id !== id)),
    hold() {
      holders++;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders--;
        later(() => holders === 0 && keys.length > 0 && change([]), grace);
      };
    },
  };
}

/** The one ring of this tab. */
export const keyRing = createKeyRing();

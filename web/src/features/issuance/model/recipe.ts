import type { Hex } from '@gridseal/sdk/bytes';
import type { KeyMode } from '@gridseal/sdk/delivery/issue';
import { defaultChannels } from '@gridseal/sdk/delivery/subject';

/** What can be issued here. A public-key directory is published, not issued: nothing of it is sealed. */
export const kinds = ['sshUser', 'sshHost', 'tls', 'files'] as const;
export type Kind = (typeof kinds)[number];

export const sshPermissions = [
  'permit-pty',
  'permit-port-forwarding',
  'permit-agent-forwarding',
  'permit-X11-forwarding',
  'permit-user-rc',
] as const;
export type SshPermission = (typeof sshPermissions)[number];

/**
 * What is issued, as far as it is public: what a form holds besides keys and contents, and what “issue again” begins from. Lists are
 * texts as they were typed.
 */
export interface Recipe {
  readonly kind: Kind;
  /** `group` if there is a name; else a channel of the one device. */
  readonly group: string;
  readonly devices: readonly Hex[];
  readonly channel: string;
  readonly keys: KeyMode;
  /** User names, or names of hosts, for SSH. */
  readonly principals: string;
  readonly keyId: string;
  readonly forceCommand: string;
  readonly sourceAddress: string;
  readonly permissions: readonly SshPermission[];
  /** For TLS. */
  readonly dns: string;
  readonly ip: string;
  readonly commonName: string;
  readonly usages: readonly ('server' | 'client')[];
  readonly algorithm: TlsKey;
  readonly ttl: string;
  readonly postInstall: string;
  /** ERC-7913 bytes of who announces; empty if nobody was chosen. */
  readonly authority: Hex | '';
}

/** Of TLS keys that are made here: those that every browser makes. */
export const tlsKeys = ['P-256', 'P-384', 'Ed25519'] as const;
export type TlsKey = (typeof tlsKeys)[number];

export function emptyRecipe(devices: readonly Hex[] = []): Recipe {
  return {
    kind: 'sshUser',
    group: '',
    devices,
    channel: defaultChannels.sshUser,
    keys: 'device',
    principals: '',
    keyId: '',
    forceCommand: '',
    sourceAddress: '',
    permissions: ['permit-pty'],
    dns: '',
    ip: '',
    commonName: '',
    usages: ['server', 'client'],
    algorithm: 'P-256',
    ttl: '30d',
    postInstall: '',
    authority: '',
  };
}

/** The channel follows the kind for as long as nobody has named another one. */
export function withKind(recipe: Recipe, kind: Kind): Recipe {
  const isUsual = recipe.channel === defaultChannels[recipe.kind];
  return { ...recipe, kind, ...(isUsual ? { channel: defaultChannels[kind] } : {}) };
}

/** The words of a list that was typed: by commas, semicolons, spaces or lines. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))];
}

/** Whether private keys or files of unknown meaning travel: contents that no storage of the browser may hold. */
export function isSecret({ kind, keys }: Pick<Recipe, 'kind' | 'keys'>): boolean {
  return kind === 'files' || keys === 'server';
}

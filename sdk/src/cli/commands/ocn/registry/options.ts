import { permissions, registryModules, registryRoles } from '../../../../ocn/registry/index.ts';
import type { ArgumentDefinition, OptionDefinition } from '../../../framework/command.ts';
import { chainOptions, dryRunOption, outOption, walletOptions } from '../../shared/options.ts';

/** Who is meant: an OCPI id, or whoever has an address. */
export const who = (name: string, what: string): ArgumentDefinition => ({
  name,
  description: `${what}: an OCPI id such as DE/ABC, an address, a wallet’s or a signer’s name, 0x signer bytes, or quorum:NAME`,
});

const signing = 'Signing options:';

/** What every change of a registry takes: who owns, who pays, and whether it is sent now. */
export const writeOptions: readonly OptionDefinition[] = [
  {
    flags: '--signer <name>',
    description:
      'the owner’s key, a signer or a wallet of this home, where another wallet pays; without it, the wallet owns and pays',
    group: signing,
  },
  {
    flags: '--sign-only',
    description: 'send nothing: write a file with the owner’s signature, for anybody to send with gridseal ocn relay',
    group: signing,
  },
  {
    flags: '--owner <signer>',
    description: 'with --sign-only: the owner is a quorum, or has its key elsewhere; the file is still to be signed',
    group: signing,
  },
  {
    flags: '--deadline <duration>',
    description: 'how long what is signed may be sent',
    group: signing,
    variable: 'GRIDSEAL_DEADLINE',
    setting: 'defaults.deadline',
    preset: '7d',
  },
  {
    flags: '--sequence <number>',
    description: 'the number of this change, where the chain is not asked or others are signed and not sent',
    group: signing,
  },
  { ...outOption('what is signed'), group: signing },
  dryRunOption,
  ...walletOptions,
  ...chainOptions,
];

/** How much of a list is shown. */
export const listOptions: readonly OptionDefinition[] = [
  { flags: '--limit <number>', description: 'how many at most, up to 1000', preset: '100' },
  { flags: '--from <entry>', description: 'begin with this one, as the list before this one has said' },
  ...chainOptions,
];

/** How a node's host is reached. */
export const hostOptions: readonly OptionDefinition[] = [
  { flags: '--allow-http', description: 'also hosts without TLS' },
  { flags: '--allow-private-networks', description: 'also hosts of private networks, and this machine' },
  { flags: '--host-timeout <duration>', description: 'how long the host may take to answer', preset: '10s' },
];

export const roleOption: OptionDefinition = {
  flags: '--role <role>',
  description: 'a role of the party',
  many: true,
  values: registryRoles,
};

const modules: readonly string[] = [...registryModules, 'none'];
export const senderOption: OptionDefinition = {
  flags: '--sender <module>',
  description: 'a module of which it has the sender’s side',
  many: true,
  values: modules,
};
export const receiverOption: OptionDefinition = {
  flags: '--receiver <module>',
  description: 'a module of which it has the receiver’s side',
  many: true,
  values: modules,
};

export const permissionOption: OptionDefinition = {
  flags: '--permission <permission>',
  description: 'what the service gets to see of a party’s messages',
  many: true,
  values: permissions,
};

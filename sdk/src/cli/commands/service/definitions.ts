import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { actingOptions } from '../key/definitions.ts';
import { chainOptions, ipfsOptions } from '../shared/options.ts';

const groupOption: OptionDefinition = {
  flags: '--group <name>',
  description: 'the name of the directory',
  required: true,
};
const channelOption: OptionDefinition = {
  flags: '--channel <name>',
  description: 'the channel; without it, public-keys',
};

export const serviceCommands: readonly CommandDefinition[] = [
  {
    path: 'service publish',
    summary: 'publish which public keys services have now',
    description: `Publishes a directory of public keys to everybody who knows its name: nothing of it is secret. It names all services; one that is left
out is not in it any more. While a key is replaced, give the service both.`,
    options: [
      groupOption,
      {
        flags: '--key <service:use:algorithm:key>',
        description: 'a key of a service, in base64url or 0x',
        many: true,
        required: true,
      },
      {
        flags: '--ttl <duration>',
        description: 'how long directory and keys are good',
        variable: 'GRIDSEAL_TTL',
        setting: 'defaults.ttl',
        preset: '30d',
      },
      channelOption,
      ...actingOptions,
    ],
    examples: [
      ['service publish --group backend --key billing:sign:Ed25519:BAHQ… --wallet admin', 'one service with one key'],
    ],
    load: async () => (await import('./service.ts')).publish,
  },
  {
    path: 'service keys',
    summary: 'read and verify the public keys of services',
    description: `Reads the latest directory, checks that it is the announced one and that its authority is trusted, and refuses one that is older than
what this home has accepted before.`,
    arguments: [{ name: '[service]', description: 'one service only' }],
    options: [
      groupOption,
      channelOption,
      {
        flags: '--from <signer>',
        description: 'whose directory: an address, 0x signer bytes, a wallet’s or a signer’s name, or quorum:NAME',
        required: true,
      },
      {
        flags: '--anchor <quorum>',
        description: 'a quorum that you trust yourself',
        many: true,
        variable: 'GRIDSEAL_ANCHOR',
        setting: 'trust.anchors',
      },
      {
        flags: '--certificate <certificate>',
        description: 'a certificate between the anchors and the authority',
        many: true,
      },
      { flags: '--pinned', description: 'trust the authority as such, whatever the anchors say' },
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      [
        'service keys billing --group backend --from quorum:fleet --anchor root --certificate 0x5891b5b5',
        'what billing signs with',
      ],
    ],
    load: async () => (await import('./service.ts')).keys,
  },
];

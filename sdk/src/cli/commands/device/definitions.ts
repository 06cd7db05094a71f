import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { chainOptions, dryRunOption, ipfsOptions, outOption, walletOptions } from '../shared/options.ts';

const stateOption: OptionDefinition = {
  flags: '--state <folder>',
  description: 'the state folder of the device',
  variable: 'GRIDSEAL_DEVICE_STATE',
  preset: '/var/lib/gridseal',
  completes: 'directory',
};

const initOptions: readonly OptionDefinition[] = [
  { flags: '--name <text>', description: 'what people call the device' },
  {
    flags: '--from <file>',
    description: 'take the configuration from a file (device.json of another device); options here win',
    completes: 'file',
  },
  stateOption,
  {
    flags: '--root <folder>',
    description: 'where credentials are installed; without it, installed in the state folder',
    completes: 'directory',
  },
  {
    flags: '--anchor <quorum>',
    description: 'a quorum that the device trusts: a name or an id',
    many: true,
    variable: 'GRIDSEAL_ANCHOR',
    setting: 'trust.anchors',
  },
  {
    flags: '--authority <signer>',
    description:
      'who may issue to it, if the anchors lead there: an address, 0x signer bytes, a wallet’s or a signer’s name, or quorum:NAME',
    many: true,
  },
  { flags: '--pinned-authority <signer>', description: 'who may issue to it in any case', many: true },
  {
    flags: '--certificate <certificate>',
    description: 'id of a certificate between anchors and authorities',
    many: true,
  },
  { flags: '--group <name>', description: 'a group that it belongs to', many: true },
  { flags: '--channel <name>', description: 'a channel that it follows; without it, the usual five', many: true },
  {
    flags: '--kem <algorithm>',
    description: 'what envelopes to it are sealed with',
    values: ['MLKEM768-X25519', 'ML-KEM-768', 'X25519', 'P-256', 'P-521'],
    preset: 'MLKEM768-X25519',
  },
  {
    flags: '--signing <algorithm>',
    description: 'what its receipts are signed with',
    values: ['secp256k1', 'P-256'],
    preset: 'secp256k1',
  },
  {
    flags: '--claims <mode>',
    description: 'send receipts itself, or leave them for somebody to relay',
    values: ['send', 'outbox'],
    preset: 'outbox',
  },
  { flags: '--poll <seconds>', description: 'how often it looks at the chain', preset: '5' },
  { flags: '--overlap <duration>', description: 'how long the epoch before stays beside a new one', preset: '5m' },
  { flags: '--health-port <number>', description: 'serve /healthz, /readyz and /metrics on loopback' },
];

const device = { name: '<device>', description: 'a name, an id, or the beginning of one' };

export const deviceCommands: readonly CommandDefinition[] = [
  {
    path: 'device init',
    summary: 'make this machine a device: keys, configuration, enrolment request',
    description: `Makes the device's keys, which never leave it, its configuration (device.json in the state folder) and its enrolment request.
Commands that run after an installation are named in device.json, install.commands, by hand.`,
    options: [...initOptions, ...chainOptions, ...ipfsOptions],
    examples: [
      [
        'device init --name station-7 --state /var/lib/gridseal --anchor root --authority quorum:fleet --certificate 0x5891b5b5',
        'anchored in a quorum',
      ],
      [
        'device init --name station-8 --pinned-authority 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
        'one administrator, whom it knows',
      ],
    ],
    load: async () => (await import('./init.ts')).init,
  },
  {
    path: 'device request',
    summary: 'print the enrolment request, for the administrator',
    options: [stateOption, outOption('the request')],
    examples: [['device request --out station-7.request.json', 'a file to carry to the administrator']],
    load: async () => (await import('./init.ts')).request,
  },
  {
    path: 'device enrol',
    summary: 'take a device’s enrolment request in (administrator)',
    description: `Checks the request's proof, shows the device's id and keys to compare with what the device itself shows, and remembers it in this
home. With --certificate it also drafts a device certificate, to be endorsed by a quorum.`,
    arguments: [{ name: '<request>', description: 'the file of the request (- is stdin)', completes: 'file' }],
    options: [
      { flags: '--certificate', description: 'also draft a device certificate' },
      { flags: '--valid <duration>', description: 'how long that certificate is valid', preset: '1y' },
      dryRunOption,
      ...chainOptions,
    ],
    examples: [['device enrol station-7.request.json --certificate', 'after a question']],
    load: async () => (await import('./enrol.ts')).enrol,
  },
  {
    path: 'device list',
    summary: 'list the devices that were enrolled in this home (administrator)',
    examples: [['device list', 'names and ids']],
    load: async () => (await import('./enrol.ts')).list,
  },
  {
    path: 'device show',
    summary: 'show an enrolled device: id, keys, latest receipt (administrator)',
    arguments: [device],
    examples: [['device show station-7', 'by name']],
    load: async () => (await import('./enrol.ts')).show,
  },
  {
    path: 'device run',
    summary: 'run the agent: follow the authorities, install, remove on time, sign receipts',
    description: `Runs until SIGTERM (status 0) or Ctrl-C (status 130), writing one JSON line of log for each event to stdout. With --once it does
one round and prints what it did.`,
    options: [stateOption, { flags: '--once', description: 'one round' }],
    examples: [
      ['device run --state /var/lib/gridseal', 'as systemd starts it'],
      ['device run --once --json', 'one round'],
    ],
    load: async () => {
      (await import('./leanHeap.ts')).leanHeap();
      return (await import('./run.ts')).runDevice;
    },
  },
  {
    path: 'device status',
    summary: 'show what is installed, until when, and which receipts are outstanding',
    options: [stateOption],
    examples: [['device status', 'without a connection']],
    load: async () => (await import('./run.ts')).status,
  },
  {
    path: 'device claim',
    summary: 'show, carry or relay the receipts of installations',
    description: `Without a file: the outstanding receipts of the device's state folder, copied to --out for somebody to carry. With files, or with
--wallet: relays receipts to the chain, many in one transaction, and puts their records on IPFS. Anybody may relay.`,
    arguments: [{ name: '[receipts...]', description: 'files of receipts', completes: 'file' }],
    options: [
      stateOption,
      { flags: '--out <folder>', description: 'copy the outstanding receipts into a folder', completes: 'directory' },
      dryRunOption,
      ...walletOptions,
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['device claim --out /media/stick', 'to carry them'],
      ['device claim /media/stick/*.json --wallet alice', 'to relay them'],
    ],
    load: async () => (await import('./claim.ts')).claim,
  },
];

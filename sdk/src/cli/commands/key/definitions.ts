import { tlsLeafAlgorithms } from '../../../credential/tls/algorithmNames.ts';
import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { asOption, chainOptions, dryRunOption, ipfsOptions, signerOption, walletOptions } from '../shared/options.ts';

const audience = 'Audience options:';

const devicesArgument = { name: '[devices...]', description: 'names, ids, or beginnings of ids of enrolled devices' };

const authorityOption: OptionDefinition = {
  flags: '--authority <signer>',
  description: 'who issues: quorum:NAME, or 0x signer bytes of a quorum; without it, the wallet itself',
  variable: 'GRIDSEAL_AUTHORITY',
};

const approvalOption: OptionDefinition = {
  flags: '--approval <file>',
  description: 'a file of an approval or a parcel, or a folder of them; without it, the approvals of this home',
  many: true,
  completes: 'file',
};

/** What every command needs that speaks for an authority. */
export const actingOptions: readonly OptionDefinition[] = [
  authorityOption,
  approvalOption,
  ...walletOptions,
  ...chainOptions,
  ...ipfsOptions,
];

const audienceOptions: readonly OptionDefinition[] = [
  { flags: '--batch <file>', description: 'further devices, one a line', group: audience, completes: 'file' },
  {
    flags: '--group <name>',
    description: 'announce to all of them at once, as a group that they belong to',
    group: audience,
  },
  { flags: '--channel <name>', description: 'the channel; without it, the kind’s own', group: audience },
];

const issuing: readonly OptionDefinition[] = [
  {
    flags: '--ttl <duration>',
    description: 'how long it is valid, from block time on',
    variable: 'GRIDSEAL_TTL',
    setting: 'defaults.ttl',
    preset: '30d',
  },
  {
    flags: '--post-install <name>',
    description: 'a command of the device’s own configuration that runs afterwards',
    many: true,
  },
  { flags: '--revokes <serial>', description: 'a serial that this epoch takes out of use at once', many: true },
  dryRunOption,
  ...audienceOptions,
  ...actingOptions,
];

const issuerOption: OptionDefinition = {
  flags: '--issuer <name>',
  description: 'the SSH authority that signs',
  required: true,
};
const keysOption: OptionDefinition = {
  flags: '--keys <mode>',
  description: 'certify the device’s own key, so that no private key travels, or make one here and seal it',
  values: ['device', 'server'],
  preset: 'device',
};
const principalOption = (description: string): OptionDefinition => ({
  flags: '--principal <name>',
  description,
  many: true,
  required: true,
});

const extensions = [
  'permit-X11-forwarding',
  'permit-agent-forwarding',
  'permit-port-forwarding',
  'permit-pty',
  'permit-user-rc',
];

const channelOption: OptionDefinition = {
  flags: '--channel <name>',
  description: 'the channel, for example ssh-user',
  required: true,
};

const forWhom: readonly OptionDefinition[] = [
  { flags: '--group <name>', description: 'a group instead of a device' },
  channelOption,
];

export const keyCommands: readonly CommandDefinition[] = [
  {
    path: 'key issue ssh-user',
    summary: 'issue an SSH user certificate',
    description: `Certifies an SSH user key, seals it to the device and announces it. With a short --ttl this is a temporary access: the device
removes it on time, by block time, with or without a connection.`,
    arguments: [devicesArgument],
    options: [
      issuerOption,
      principalOption('a name that the holder may log in as'),
      keysOption,
      { flags: '--force-command <command>', description: 'the only command that the holder can run' },
      { flags: '--source-address <network>', description: 'a network that the holder may come from', many: true },
      {
        flags: '--extension <name>',
        description: 'what is permitted beside; without it, permit-pty',
        many: true,
        values: extensions,
      },
      ...issuing,
    ],
    examples: [
      [
        'key issue ssh-user station-7 --issuer users --principal technician --ttl 30d --wallet admin',
        'a standing access',
      ],
      [
        'key issue ssh-user station-7 --issuer users --principal root --ttl 5m --channel emergency --wallet admin',
        'five minutes',
      ],
      [
        'key issue ssh-user --batch fleet.txt --group north --issuer users --principal technician --wallet admin',
        'a whole fleet in one transaction',
      ],
    ],
    load: async () => (await import('./issue.ts')).sshUser,
  },
  {
    path: 'key issue ssh-host',
    summary: 'issue an SSH host certificate',
    arguments: [devicesArgument],
    options: [issuerOption, principalOption('a name of the host'), keysOption, ...issuing],
    examples: [
      [
        'key issue ssh-host station-7 --issuer hosts --principal station-7.example.org --wallet admin',
        'for sshd’s HostCertificate',
      ],
    ],
    load: async () => (await import('./issue.ts')).sshHost,
  },
  {
    path: 'key issue ssh-authority',
    summary: 'issue the SSH authorities that a device trusts, with the revocation list',
    description: `Tells devices which SSH authorities to trust, who may log in to which account, and which certificates are revoked (KRL). While an
authority is being replaced, name the old one and the new one.`,
    arguments: [devicesArgument],
    options: [
      { ...issuerOption, description: 'an authority that may sign user certificates', many: true },
      {
        flags: '--account <account=principals>',
        description: 'which principals may log in to an account: operator=technician,admin',
        many: true,
      },
      ...issuing,
    ],
    examples: [
      [
        'key issue ssh-authority station-7 --issuer users --account operator=technician --wallet admin',
        'and the revocation list',
      ],
    ],
    load: async () => (await import('./issue.ts')).sshAuthority,
  },
  {
    path: 'key issue tls',
    summary: 'issue a TLS certificate',
    description: `Certifies the device's own TLS key (or the key of a signing request) by a TLS authority of this home, seals certificate and chain to
the device and announces it.`,
    arguments: [devicesArgument],
    options: [
      { ...issuerOption, description: 'the TLS authority that signs' },
      { flags: '--dns <name>', description: 'a host name that it is for; the first label may be *', many: true },
      { flags: '--ip <address>', description: 'an address that it is for', many: true },
      { flags: '--uri <uri>', description: 'a URI that it is for', many: true },
      { flags: '--common-name <text>', description: 'what the certificate calls the subject' },
      {
        flags: '--for <usage>',
        description: 'what it is good for; without it, both',
        many: true,
        values: ['server', 'client'],
      },
      {
        flags: '--request <file>',
        description: 'a signing request (PKCS #10, PEM) whose key is certified instead',
        completes: 'file',
      },
      keysOption,
      {
        flags: '--algorithm <algorithm>',
        description: 'the algorithm of a key that is made here (--keys server); without it, P-256',
        values: tlsLeafAlgorithms,
      },
      ...issuing,
    ],
    examples: [
      [
        'key issue tls station-7 --issuer services --dns station-7.example.org --ttl 90d --wallet admin',
        'for a server',
      ],
    ],
    load: async () => (await import('./issue.ts')).tls,
  },
  {
    path: 'key issue files',
    summary: 'issue any private files',
    description: `Seals files to the device. Paths are relative to the channel's folder on the device; the content is read from files here.`,
    arguments: [devicesArgument],
    options: [
      {
        flags: '--file <path=source>',
        description: 'a path on the device and the file here with its content; :0640 at the end sets its mode',
        many: true,
        required: true,
        completes: 'file',
      },
      ...issuing,
    ],
    examples: [
      ['key issue files station-7 --file api/token=secrets/station-7.token:0600 --ttl 90d --wallet admin', 'one file'],
    ],
    load: async () => (await import('./issue.ts')).files,
  },
  {
    path: 'key rotate',
    summary: 'issue again what was issued last on a channel, as a new epoch',
    description: `Makes the credential of a channel anew, as it was asked for the last time, and announces it as the next epoch. The device keeps the
one before for its overlap; with --now the serials of the one before are revoked at once.`,
    arguments: [devicesArgument],
    options: [
      channelOption,
      { flags: '--group <name>', description: 'a group instead of devices', group: audience },
      { flags: '--batch <file>', description: 'further devices, one a line', group: audience, completes: 'file' },
      { flags: '--ttl <duration>', description: 'another validity than the last time' },
      { flags: '--now', description: 'take the one before out of use at once' },
      dryRunOption,
      ...actingOptions,
    ],
    examples: [['key rotate station-7 --channel ssh-user --wallet admin', 'with the device’s overlap']],
    load: async () => (await import('./rotate.ts')).rotate,
  },
  {
    path: 'key resume',
    summary: 'go on with what waits for approvals, or was interrupted',
    description: `Goes on with an issue that was begun: when the authority is a quorum, first its members approve the manifests, then the announcement.
Without an id it lists what is pending.`,
    arguments: [{ name: '[id]', description: 'the id of what is pending, or its beginning' }],
    options: actingOptions,
    examples: [
      ['key resume', 'what is pending'],
      [
        'key resume 0x5891b5b5 --authority quorum:fleet --approval alice.json --approval bob.json --wallet alice',
        'with two approvals',
      ],
    ],
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    path: 'key approve',
    summary: 'look at what an authority is to sign, and approve it with a wallet or a signer',
    description: 'As gridseal certificate approve: for proposals of manifests, announcements and withdrawals.',
    arguments: [{ name: '<proposal>', description: 'the file of the proposal (- is stdin)', completes: 'file' }],
    options: [
      { flags: '--on-chain', description: 'record the approval on chain instead of signing a file' },
      { flags: '--out <file>', description: 'where the approval goes', completes: 'file' },
      signerOption,
      asOption,
      { ...dryRunOption, description: 'only show what would be signed' },
      ...walletOptions,
      ...chainOptions,
    ],
    examples: [['key approve manifests.json --wallet alice', 'after a question']],
    load: async () => (await import('../shared/approve.ts')).approve,
  },
  {
    path: 'key revoke',
    summary: 'withdraw what was announced on a channel, for ever',
    description: `Withdraws everything up to an epoch (the latest, unless --epoch says otherwise): devices remove it. Serials of SSH certificates go on the
next revocation list, which gridseal key issue ssh-authority brings to the servers.`,
    arguments: [{ name: '[device]', description: 'a name, an id, or the beginning of one' }],
    options: [...forWhom, { flags: '--epoch <number>', description: 'up to this epoch' }, ...actingOptions],
    examples: [['key revoke station-7 --channel ssh-user --wallet admin', 'after a question']],
    load: async () => (await import('./revoke.ts')).revoke,
  },
  {
    path: 'key list',
    summary: 'list what is in force: the latest epoch of each device and channel',
    arguments: [{ name: '[device]', description: 'one device only' }],
    options: [{ flags: '--all', description: 'also what has expired or was withdrawn' }],
    examples: [['key list station-7', 'of one device']],
    load: async () => (await import('./list.ts')).list,
  },
  {
    path: 'key history',
    summary: 'show everything that was issued and withdrawn, oldest first',
    arguments: [{ name: '[device]', description: 'one device only' }],
    examples: [['key history --json', 'for an audit']],
    load: async () => (await import('./list.ts')).history,
  },
];

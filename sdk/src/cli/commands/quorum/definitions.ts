import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import {
  asOption,
  chainOptions,
  deadlineOption,
  dryRunOption,
  outOption,
  signerOption,
  walletOptions,
  withoutHintsOption,
} from '../shared/options.ts';

const rules: readonly OptionDefinition[] = [
  {
    flags: '--member <signer>',
    description:
      'a member: an address, 0x signer bytes, a wallet’s or a signer’s name, or quorum:NAME; =N at the end is its weight',
    many: true,
  },
  { flags: '--threshold <weight>', description: 'the weight that endorses and rotates' },
  { flags: '--revocation-threshold <weight>', description: 'the weight that revokes; without it, the threshold' },
];

const quorum = { name: '<quorum>', description: 'a name of this home, or an id' };
const proposal = {
  name: '<proposal>',
  description: 'the file of the proposal, alone or in a parcel with approvals (- is stdin)',
  completes: 'file' as const,
};

export const approvalOption: OptionDefinition = {
  flags: '--approval <file>',
  description: 'a file of an approval or a parcel, or a folder of them; without it, the approvals of this home',
  many: true,
  completes: 'file',
};

export const approveCommand = (path: string, example: string): CommandDefinition => ({
  path,
  summary: 'look at a proposal and approve it with a wallet or a signer',
  description: `Shows what a proposal asks for: the message, the certificate it is about, and the EIP-712 domain, struct and digest.
Then signs it and writes the approval to a file, to be sent to whoever collects; or, with --on-chain, records the
approval in a transaction. With --as, it is signed as a member of a quorum that is itself a member (each half of a hybrid member does so).`,
  arguments: [proposal],
  options: [
    signerOption,
    asOption,
    { flags: '--on-chain', description: 'record the approval on chain instead of signing a file' },
    outOption('the approval'),
    { ...dryRunOption, description: 'only show what would be signed' },
    ...walletOptions,
    ...chainOptions,
  ],
  examples: [
    [`${path} ${example} --dry-run`, 'what would be signed'],
    [`${path} ${example} --wallet alice --out alice.json`, 'sign, after a question'],
    [`${path} ${example} --signer alice-p521 --as alice --out alice.json`, 'one half of a hybrid member'],
    [`${path} ${example} --wallet alice --on-chain --yes`, 'record it on chain'],
  ],
  load: async () => (await import('../shared/approve.ts')).approve,
});

export const quorumCommands: readonly CommandDefinition[] = [
  {
    path: 'quorum create',
    summary: 'create a quorum on chain',
    description: `Creates a quorum on chain: whose approvals it takes, and how many. Its id commits to all of that. Creating one that exists
changes nothing. A hybrid member is a quorum of a classical and a post-quantum key, both needed: whoever breaks one kind of key cannot
approve for it.`,
    options: [
      ...rules,
      {
        flags: '--hybrid <name=classical+postquantum>',
        description:
          'a hybrid member, made along: a quorum NAME of two keys that are both needed; =N at the end is its weight',
        many: true,
      },
      { flags: '--require-hybrid', description: 'refuse members that are not hybrid' },
      {
        flags: '--from <file>',
        description: 'take members, thresholds and salt from a JSON file instead of options',
        completes: 'file',
      },
      { flags: '--salt <digest>', description: 'tells apart quorums of the same members: 0x and 64 digits' },
      { flags: '--name <name>', description: 'remember it in this home by a name' },
      { ...dryRunOption, description: 'compute its id and send nothing' },
      ...walletOptions,
      ...chainOptions,
    ],
    examples: [
      [
        'quorum create --member alice --member bob --member carol --threshold 2 --name root --wallet alice',
        'two of three',
      ],
      [
        'quorum create --member 0x70997970C51812dc3A010C7d01b50e0d17dc79C8=2 --member bob --threshold 2 --dry-run',
        'its id alone',
      ],
      ['quorum create --from root.json --name root --wallet payer', 'as somebody wrote it down'],
      [
        'quorum create --hybrid alice=alice-p521+alice-slh --hybrid bob=bob-wallet+bob-slh --threshold 2 --require-hybrid --name root --wallet payer',
        'members with two keys each',
      ],
    ],
    load: async () => (await import('./create.ts')).create,
  },
  {
    path: 'quorum show',
    summary: 'show a quorum as it is on chain: members, weights, thresholds',
    arguments: [quorum],
    options: chainOptions,
    examples: [['quorum show root', 'by name']],
    load: async () => (await import('./show.ts')).show,
  },
  {
    path: 'quorum list',
    summary: 'list the quorums of this home',
    examples: [['quorum list --json', 'for programs']],
    load: async () => (await import('./show.ts')).list,
  },
  {
    path: 'quorum propose',
    summary: 'propose other members or thresholds: writes a file to be approved',
    description: `Writes a proposal that replaces the quorum's members and thresholds. Members of the old version and of the new one have to
approve it, as many as both thresholds need; then it is sent with gridseal quorum rotate.`,
    arguments: [quorum],
    options: [
      ...rules,
      { flags: '--note <text>', description: 'a word to those who are asked' },
      deadlineOption,
      outOption('the proposal'),
      dryRunOption,
      ...chainOptions,
    ],
    examples: [
      [
        'quorum propose root --member alice --member bob --member dave --threshold 2 --out rotate.json',
        'dave instead of carol',
      ],
    ],
    load: async () => (await import('./rotate.ts')).propose,
  },
  approveCommand('quorum approve', 'rotate.json'),
  {
    path: 'quorum rotate',
    summary: 'replace members and thresholds, with the approvals collected',
    description: `Checks the approvals of a proposal against the old version and the new one, and sends the rotation when both thresholds are
reached. The exit code is 4 if they are not.`,
    arguments: [proposal],
    options: [approvalOption, withoutHintsOption, dryRunOption, ...walletOptions, ...chainOptions],
    examples: [
      ['quorum rotate rotate.json --approval alice.json --approval bob.json --wallet alice', 'from two files'],
    ],
    load: async () => (await import('./rotate.ts')).rotate,
  },
];

import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { approvalOption, approveCommand } from '../quorum/definitions.ts';
import {
  chainOptions,
  deadlineOption,
  dryRunOption,
  ipfsOptions,
  outOption,
  walletOptions,
  withoutHintsOption,
} from '../shared/options.ts';
import { kinds, revocationReasons, usages } from './words.ts';

const certificate = {
  name: '<certificate>',
  description: 'an id, the beginning of one in this home, or a file',
  completes: 'file' as const,
};
const proposal = {
  name: '<proposal>',
  description: 'the file of the proposal, alone or in a parcel with approvals (- is stdin)',
  completes: 'file' as const,
};

const anchorOption: OptionDefinition = {
  flags: '--anchor <quorum>',
  description: 'a quorum that you trust yourself: a name or an id',
  many: true,
  variable: 'GRIDSEAL_ANCHOR',
  setting: 'trust.anchors',
};

const rolesOptions: readonly OptionDefinition[] = [
  {
    flags: '--roles <policy>',
    description: 'who may endorse what by role, and which roles have to: charging, or a JSON file',
    completes: 'file',
  },
  {
    flags: '--anchor-role <quorum=role>',
    description: 'a role that an anchor has, instead of that of the root',
    many: true,
  },
];

const draftOptions: readonly OptionDefinition[] = [
  {
    flags: '--from <file>',
    description: 'take the certificate from a JSON file instead of options',
    completes: 'file',
  },
  { flags: '--kind <kind>', description: 'what it is about', values: kinds },
  { flags: '--name <text>', description: 'the subject’s name' },
  { flags: '--role <word>', description: 'the subject’s role, a camelCase word' },
  { flags: '--party <id>', description: 'for the kind party: its id of OCPI, for example DE/ABC' },
  {
    flags: '--signer <signer>',
    description: 'whom it speaks of: an address, 0x signer bytes, a wallet’s or a signer’s name, or quorum:NAME',
  },
  { flags: '--key <use:algorithm:key>', description: 'a public key of the subject, in base64url or 0x', many: true },
  { flags: '--usage <usage>', description: 'what the subject may do', many: true, values: usages },
  {
    flags: '--certifies <kind>',
    description: 'a kind that the subject may endorse; without it, all',
    many: true,
    values: kinds,
  },
  { flags: '--path-length <number>', description: 'how many further authorities may follow' },
  { flags: '--required-endorsements <number>', description: 'how many disjoint endorsers it needs', preset: '1' },
  { flags: '--not-before <time>', description: 'valid from; without it, now' },
  { flags: '--not-after <time>', description: 'valid until' },
  { flags: '--valid <duration>', description: 'valid for this long, instead of --not-after', preset: '1y' },
  { flags: '--replaces <certificate>', description: 'the id of a certificate that it replaces', many: true },
];

export const certificateCommands: readonly CommandDefinition[] = [
  {
    path: 'certificate draft',
    summary: 'write a certificate that is to be endorsed',
    description: `Writes the canonical bytes of a certificate into this home (and to --out) and prints its id, the SHA-256 of the bytes.
Nobody has said anything about it yet.`,
    options: [...draftOptions, outOption('the certificate'), dryRunOption, ...chainOptions],
    examples: [
      [
        'certificate draft --kind authority --name "Fleet administration" --signer quorum:fleet --usage signCertificates --usage issueKeys --valid 2y',
        'an authority whose keys are a quorum',
      ],
      [
        'certificate draft --kind party --name "ABC Charging" --party DE/ABC --signer 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --usage signData',
        'an id of the Open Charging Network, for the owner of that wallet',
      ],
      ['certificate draft --from draft.json --out certificate.json', 'from a file'],
    ],
    load: async () => (await import('./draft.ts')).draft,
  },
  {
    path: 'certificate propose',
    summary: 'ask a quorum to endorse or revoke a certificate: writes a file to be approved',
    description: `Writes a proposal: the message that the quorum's members are to sign, together with the certificate's body. With --publish
both also go to IPFS, and an event on chain tells the members.`,
    arguments: [certificate],
    options: [
      {
        flags: '--quorum <quorum>',
        description: 'who is asked: a name or an id',
        required: true,
        variable: 'GRIDSEAL_QUORUM',
        setting: 'defaults.quorum',
      },
      {
        flags: '--action <action>',
        description: 'what it is asked for',
        values: ['endorse', 'revoke'],
        preset: 'endorse',
      },
      {
        flags: '--reason <reason>',
        description: 'why it is revoked',
        values: Object.keys(revocationReasons),
        preset: 'unspecified',
      },
      { flags: '--note <text>', description: 'a word to those who are asked' },
      { flags: '--publish', description: 'write it to IPFS too, and announce it on chain' },
      deadlineOption,
      outOption('the proposal'),
      dryRunOption,
      ...walletOptions,
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['certificate propose 0x5891b5b5 --quorum root --out endorse.json', 'ask for an endorsement'],
      ['certificate propose 0x5891b5b5 --quorum root --action revoke --reason keyCompromise', 'ask for a revocation'],
    ],
    load: async () => (await import('./propose.ts')).propose,
  },
  approveCommand('certificate approve', 'endorse.json'),
  {
    path: 'certificate endorse',
    summary: 'send a quorum’s endorsement to the chain, with the approvals collected',
    description: `Verifies the approvals of a proposal, shows who has approved and who has not, and sends the endorsement when the threshold is
reached. The exit code is 4 if it is not. If an IPFS node is set, the certificate is put there for those who verify.`,
    arguments: [proposal],
    options: [approvalOption, withoutHintsOption, dryRunOption, ...walletOptions, ...chainOptions, ...ipfsOptions],
    examples: [
      ['certificate endorse endorse.json --approval alice.json --approval bob.json --wallet alice', 'from two files'],
      ['certificate endorse endorse.json --approval inbox/ --dry-run', 'who has approved so far?'],
    ],
    load: async () => (await import('./submit.ts')).endorse,
  },
  {
    path: 'certificate revoke',
    summary: 'send a quorum’s revocation to the chain, with the approvals collected',
    description: 'As gridseal certificate endorse, for a proposal made with --action revoke. A revocation is final.',
    arguments: [proposal],
    options: [approvalOption, withoutHintsOption, dryRunOption, ...walletOptions, ...chainOptions],
    examples: [['certificate revoke revoke.json --approval alice.json --wallet alice --yes', 'without a question']],
    load: async () => (await import('./submit.ts')).revoke,
  },
  {
    path: 'certificate show',
    summary: 'show what a certificate says, and what quorums say of it',
    arguments: [certificate],
    options: [
      { flags: '--quorum <quorum>', description: 'also what this quorum says of it on chain', many: true },
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [['certificate show 0x5891b5b5 --quorum root', 'with its state on chain']],
    load: async () => (await import('./show.ts')).show,
  },
  {
    path: 'certificate list',
    summary: 'list the certificates of this home',
    examples: [['certificate list', 'name, kind, validity, id']],
    load: async () => (await import('./show.ts')).list,
  },
  {
    path: 'certificate verify',
    summary: 'decide whether a certificate is trusted, from your own anchors',
    description: `Looks for paths of valid, endorsed and unrevoked certificates from the quorums that you trust yourself, and prints the tree with
each step's verdict. A bundle is verified without a connection; anything else by asking the chain at one settled
block. The exit code is 4 if it is not trusted.`,
    arguments: [{ ...certificate, description: 'a bundle, an id, the beginning of one in this home, or a file' }],
    options: [
      anchorOption,
      { flags: '--usage <usage>', description: 'what it has to be good for', values: usages },
      { flags: '--kind <kind>', description: 'what it has to be', values: kinds },
      { flags: '--role <word>', description: 'the role that its subject has to have' },
      { flags: '--required-endorsements <number>', description: 'at least so many disjoint endorsers' },
      ...rolesOptions,
      { flags: '--required-weight <number>', description: 'at least so much weight, on disjoint paths' },
      { flags: '--weight <quorum=number>', description: 'what a quorum weighs; without it, 1', many: true },
      { flags: '--at <time>', description: 'at this time; without it, block time (for a bundle, now)' },
      { flags: '--max-age <duration>', description: 'how old a bundle’s knowledge of revocations may be' },
      {
        flags: '--accept-superseded',
        description: 'in a bundle, let endorsements by replaced versions of a quorum count',
      },
      {
        flags: '--require-hybrid',
        description: 'let endorsements count only of quorums whose members all have a classical and a post-quantum key',
      },
      { flags: '--online', description: 'ask the chain for a bundle too' },
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['certificate verify 0x5891b5b5 --anchor root', 'by the chain'],
      ['certificate verify station.bundle.json --anchor root --max-age 1d', 'without a connection'],
      ['certificate verify 0x5891b5b5 --anchor root --roles charging', 'with the roles of the charging world'],
    ],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    path: 'certificate graph',
    summary: 'draw who endorses whom',
    description: `Draws the certificates of this home and the quorums that speak of them: upwards from one with --from,
otherwise downwards from the anchors, or everything if there are none. Reads the chain. With anchors, each
certificate is shown as trusted or not.`,
    options: [
      {
        flags: '--format <format>',
        description: 'for Graphviz, for Mermaid, or for a program',
        values: ['dot', 'mermaid', 'json'],
        preset: 'dot',
      },
      {
        flags: '--from <certificate>',
        description: 'upwards from this one: a bundle, an id or a file',
        completes: 'file',
      },
      { flags: '--max <number>', description: 'how many certificates and quorums are drawn', preset: '150' },
      { flags: '--at <time>', description: 'as trusted at this time; without it, block time' },
      ...rolesOptions,
      anchorOption,
      outOption('the picture'),
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['certificate graph --anchor root | dot -Tsvg > graph.svg', 'everything below a quorum, drawn by Graphviz'],
      ['certificate graph --from 0x5891b5b5 --format mermaid --out station.mmd', 'how one certificate is endorsed'],
    ],
    load: async () => (await import('./graph.ts')).graph,
  },
  {
    path: 'certificate export',
    summary: 'write a bundle that verifies without a connection',
    description: `Writes the certificate, those between it and your anchors, and the approvals that endorsed them, taken from the chain's
transactions, into one file.`,
    arguments: [certificate],
    options: [
      { ...outOption('the bundle'), required: true },
      { flags: '--force', description: 'also if it is not trusted from these anchors' },
      anchorOption,
      ...rolesOptions,
      dryRunOption,
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['certificate export 0x5891b5b5 --anchor root --out station.bundle.json', 'for a device without a connection'],
    ],
    load: async () => (await import('./bundle.ts')).exportBundle,
  },
  {
    path: 'certificate import',
    summary: 'take the certificates of a bundle or a file into this home',
    description:
      'Takes certificates into this home, so that verify can find them. That they are here does not make them trusted.',
    arguments: [{ name: '<file>', description: 'a bundle or a certificate', completes: 'file' }],
    options: [dryRunOption],
    examples: [['certificate import station.bundle.json', 'all of them']],
    load: async () => (await import('./bundle.ts')).importCertificates,
  },
];

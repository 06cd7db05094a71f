import { tlsAuthorityAlgorithms } from '../../../credential/tls/algorithmNames.ts';
import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { revocationReasons } from '../certificate/words.ts';
import { chainOptions, deadlineOption, dryRunOption, ipfsOptions, outOption } from '../shared/options.ts';

const name = { name: '<name>', description: 'a name: a lower-case letter, then letters, digits and hyphens' };

const permitOption: OptionDefinition = {
  flags: '--permit-dns <domain>',
  description: 'the only domains that it, and authorities below it, may certify; addresses are excluded then',
  many: true,
};

const making: readonly OptionDefinition[] = [
  { flags: '--common-name <text>', description: 'what the certificate calls it; without it, the name' },
  {
    flags: '--algorithm <algorithm>',
    description: 'the algorithm of its key',
    values: tlsAuthorityAlgorithms,
    preset: 'P-256',
  },
  { flags: '--issuer <name>', description: 'the authority above it; without it, it is a root' },
  { flags: '--path-length <number>', description: 'how many further authorities may follow', preset: '0' },
  permitOption,
  { flags: '--valid <duration>', description: 'how long it is valid', preset: '5y' },
];

const requestOption: OptionDefinition = {
  flags: '--request <file>',
  description: 'the signing request (PKCS #10, PEM); its signature proves that its maker has the key',
  required: true,
  completes: 'file',
};
const certificateOut = { ...outOption('the certificate, with those above it up to the root,'), required: true };
const titleOption: OptionDefinition = { flags: '--title <text>', description: 'what quorums are shown as its name' };
const endorsementsOption: OptionDefinition = {
  flags: '--required-endorsements <number>',
  description: 'how many disjoint endorsers it needs',
  preset: '1',
};
const leaf = { name: '<leaf>', description: 'a file with the certificate in PEM', completes: 'file' as const };

export const tlsAuthorityCommands: readonly CommandDefinition[] = [
  {
    path: 'tls-authority create',
    summary: 'make an X.509 certificate authority in this home',
    arguments: [name],
    options: making,
    examples: [
      ['tls-authority create root --common-name "Fleet root" --path-length 1 --valid 10y', 'a root'],
      ['tls-authority create services --issuer root', 'one below it'],
    ],
    load: async () => (await import('./tlsAuthority.ts')).create,
  },
  {
    path: 'tls-authority rotate',
    summary: 'make the successor of a TLS authority, and say how to roll it out',
    description: `Makes a new authority. Whoever verifies has to trust both while certificates of the old one are still in use; certificates are
issued by the new one from then on.`,
    arguments: [name],
    options: [{ flags: '--to <name>', description: 'the name of the new authority', required: true }, ...making],
    examples: [
      [
        'tls-authority rotate services --to services-2027 --issuer root',
        'services keeps working until you take it out',
      ],
    ],
    load: async () => (await import('./tlsAuthority.ts')).rotate,
  },
  {
    path: 'tls-authority list',
    summary: 'list the TLS authorities of this home',
    examples: [['tls-authority list', 'names and validity']],
    load: async () => (await import('./tlsAuthority.ts')).list,
  },
  {
    path: 'tls-authority show',
    summary: 'show a TLS authority and its certificates',
    arguments: [name],
    examples: [['tls-authority show root --quiet > root.pem', 'the chain in PEM']],
    load: async () => (await import('./tlsAuthority.ts')).show,
  },
  {
    path: 'tls-authority issue',
    summary: 'certify the key of a signing request',
    description: `Verifies a signing request (PKCS #10), as OpenSSL and others make it, and writes the certificate to a file: for those who are no
device of Gridseal. The private key stays where it is. Names that are not allowed here are refused.`,
    arguments: [name],
    options: [
      requestOption,
      { flags: '--dns <name>', description: 'a host name that it may ask for; the first label may be *', many: true },
      { flags: '--ip <address>', description: 'an address that it may ask for', many: true },
      { flags: '--uri <uri>', description: 'a URI that it may ask for', many: true },
      { flags: '--common-name <text>', description: 'what the certificate calls the subject' },
      {
        flags: '--for <usage>',
        description: 'what it is good for; without it, both',
        many: true,
        values: ['server', 'client'],
      },
      { flags: '--valid <duration>', description: 'how long it is valid', preset: '90d' },
      certificateOut,
      dryRunOption,
    ],
    examples: [
      [
        'tls-authority issue services --request station-7.csr --dns station-7.example.org --out station-7.crt',
        'for 90 days',
      ],
    ],
    load: async () => (await import('./issue.ts')).issue,
  },
  {
    path: 'tls-authority certify',
    summary: 'certify another authority, whose key is elsewhere',
    description: `Verifies a signing request and makes its key an authority below one of this home. Of the request only the key is taken: name, path
length and domains are decided here.`,
    arguments: [name],
    options: [
      requestOption,
      { flags: '--common-name <text>', description: 'what the certificate calls it', required: true },
      { flags: '--path-length <number>', description: 'how many further authorities may follow', preset: '0' },
      permitOption,
      { flags: '--valid <duration>', description: 'how long it is valid', preset: '2y' },
      certificateOut,
      dryRunOption,
    ],
    examples: [
      ['tls-authority certify root --request plant.csr --common-name "Plant 2" --out plant.pem', 'an intermediate'],
    ],
    load: async () => (await import('./issue.ts')).certify,
  },
  {
    path: 'tls-authority request',
    summary: 'write a signing request for the key of an authority of this home',
    description: `For an authority below a root that is elsewhere, for example on a machine without a network: make the authority here, have its
request certified there, and adopt the chain that comes back. The private key never leaves this home.`,
    arguments: [name],
    options: [{ ...outOption('the request'), required: true }, dryRunOption],
    examples: [['tls-authority request services --out services.csr', 'to be certified elsewhere']],
    load: async () => (await import('./issue.ts')).request,
  },
  {
    path: 'tls-authority adopt',
    summary: 'take the chain that an authority elsewhere has certified',
    description: `Replaces the chain of an authority of this home. The chain has to be one of its key, and lead to the root.`,
    arguments: [name],
    options: [
      {
        flags: '--chain <file>',
        description: 'its certificate, with those above it up to the root, in PEM',
        required: true,
        completes: 'file',
      },
      { flags: '--root <file>', description: 'the root, in PEM', required: true, completes: 'file' },
    ],
    examples: [['tls-authority adopt services --chain services.pem --root root.pem', 'what came back']],
    load: async () => (await import('./tlsAuthority.ts')).adopt,
  },
  {
    path: 'tls-authority draft',
    summary: 'write the certificate by which quorums endorse an authority',
    description: `Writes a certificate of the kind tlsAuthority, with the key and the validity of an authority of this home, to be endorsed with
gridseal certificate propose, approve and endorse. Nobody has said anything about it yet.`,
    arguments: [name],
    options: [titleOption, endorsementsOption, dryRunOption],
    examples: [['tls-authority draft root --title "Fleet root"', 'then gridseal certificate propose']],
    load: async () => (await import('./anchor.ts')).draft,
  },
  {
    path: 'tls-authority anchor',
    summary: 'draft a batch of leaf certificates for quorums to endorse, and write a proof for each',
    description: `Takes the first certificate of each file, whoever issued it, and writes one certificate of the kind tlsLeaves for all of them: endorsing
it, in one transaction, anchors every leaf. Beside each file goes a proof, by which a peer verifies the leaf without intermediates.`,
    arguments: [{ ...leaf, name: '<leaves...>', description: 'files with certificates in PEM' }],
    options: [
      { ...titleOption, required: true },
      endorsementsOption,
      {
        flags: '--out <folder>',
        description: 'where the proofs go; without it, beside the leaves',
        completes: 'directory',
      },
      dryRunOption,
      ...chainOptions,
    ],
    examples: [['tls-authority anchor stations/*.crt --title "Stations, November"', 'a batch']],
    load: async () => (await import('./anchor.ts')).anchor,
  },
  {
    path: 'tls-authority revoke',
    summary: 'ask a quorum to revoke one leaf certificate: writes a file to be approved',
    description: `Writes a proposal to revoke the fingerprint (SHA-256) of a leaf, to be approved with gridseal certificate approve and sent with
gridseal certificate revoke. It counts for anchored leaves, if the quorum has endorsed their batch or stands above it.`,
    arguments: [leaf],
    options: [
      {
        flags: '--quorum <quorum>',
        description: 'who is asked: a name or an id',
        required: true,
        variable: 'GRIDSEAL_QUORUM',
        setting: 'defaults.quorum',
      },
      {
        flags: '--reason <reason>',
        description: 'why it is revoked',
        values: Object.keys(revocationReasons),
        preset: 'unspecified',
      },
      { flags: '--note <text>', description: 'a word to those who are asked; without it, the names of the leaf' },
      deadlineOption,
      outOption('the proposal'),
      dryRunOption,
      ...chainOptions,
    ],
    examples: [['tls-authority revoke station-7.crt --quorum fleet --reason keyCompromise', 'a leaf that is anchored']],
    load: async () => (await import('./anchor.ts')).revoke,
  },
  {
    path: 'tls-authority verify',
    summary: 'decide whether a leaf certificate is trusted, from your own anchors',
    description: `With --proof: the leaf has to be in a batch that your anchors lead to; no intermediate is needed. With --root and --certificate: the file's
chain has to lead to the root, and your anchors to the certificate that endorses the root; revocation lists are not looked at.
Asks the chain at one settled block; with --bundle, nobody.
The exit code is 4 if it is not trusted.`,
    arguments: [{ ...leaf, description: 'a file with the certificate in PEM, and with --root its chain' }],
    options: [
      { flags: '--proof <file>', description: 'the proof of a leaf that is anchored', completes: 'file' },
      {
        flags: '--bundle <file>',
        description: 'with --proof: a bundle of the batch, in place of the chain',
        completes: 'file',
      },
      { flags: '--max-age <duration>', description: 'how old the bundle’s knowledge of revocations may be' },
      { flags: '--root <file>', description: 'the root that the chain leads to, in PEM', completes: 'file' },
      { flags: '--certificate <id>', description: 'with --root: the certificate by which quorums endorse it' },
      { flags: '--host <name>', description: 'the host name or address that it was called by; without it, any' },
      {
        flags: '--for <usage>',
        description: 'what it has to be good for',
        values: ['server', 'client'],
        preset: 'server',
      },
      {
        flags: '--anchor <quorum>',
        description: 'a quorum that you trust yourself: a name or an id',
        many: true,
        variable: 'GRIDSEAL_ANCHOR',
        setting: 'trust.anchors',
      },
      { flags: '--required-endorsements <number>', description: 'at least so many disjoint endorsers' },
      { flags: '--at <time>', description: 'at this time; without it, block time' },
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['tls-authority verify station-7.crt --proof station-7.proof.json --anchor fleet', 'by its batch'],
      [
        'tls-authority verify station-7.crt --proof station-7.proof.json --bundle batch.bundle.json --anchor fleet --max-age 1d',
        'without a connection',
      ],
      ['tls-authority verify station-7.crt --root root.pem --certificate 0x5891b5b5 --anchor fleet', 'by its chain'],
    ],
    load: async () => (await import('./verify.ts')).verify,
  },
];

import { signatureAlgorithms } from '../../../crypto/signatureAlgorithms.ts';
import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { passwordOptions } from '../../framework/passwordOptions.ts';
import { asOption, chainOptions, dryRunOption, outOption } from '../shared/options.ts';

const name = { name: '<name>', description: 'the name of the signer in this home' };
const proposal = {
  name: '<proposal>',
  description: 'the file of the proposal (- is stdin)',
  completes: 'file' as const,
};

const createOptions: readonly OptionDefinition[] = [
  { flags: '--algorithm <algorithm>', description: 'what it signs with', values: Object.keys(signatureAlgorithms) },
  {
    flags: '--public-key <file>',
    description: 'the key is kept elsewhere: its public half (SubjectPublicKeyInfo, PEM)',
    completes: 'file',
  },
  {
    flags: '--import <file>',
    description: 'take over a private key (PKCS #8, PEM) from a file that only its owner may read',
    completes: 'file',
  },
  { flags: '--sha256', description: 'for P-521: digests are hashed with SHA-256 instead of SHA-512' },
];

export const signerCommands: readonly CommandDefinition[] = [
  {
    path: 'signer create',
    summary: 'make a signing key of any algorithm, or get to know one that is kept elsewhere',
    description: `Makes a signing key and keeps it in a file that its password protects (PKCS #8, which OpenSSL reads too), or takes over a
private key, or only the public half of one in a hardware module or on a machine without a network. Its name stands wherever a
wallet's name does, but it pays for no transaction. Contracts count P-256, P-521, SLH-DSA-SHA2-128s and secp256k1; Ed25519 and ML-DSA
count off chain alone.`,
    arguments: [name],
    options: [
      ...createOptions,
      { ...dryRunOption, description: 'keep nothing; what is made is thrown away' },
      ...passwordOptions,
      ...chainOptions,
    ],
    examples: [
      ['signer create alice-p521 --algorithm P-521', 'asks for a password'],
      ['signer create alice-slh --algorithm SLH-DSA-SHA2-128s --password-file alice.password', 'a post-quantum key'],
      ['signer create vault --public-key vault.pub.pem', 'a key that is kept elsewhere'],
      ['signer create old --import old-key.pem', 'a key that OpenSSL made'],
    ],
    load: async () => (await import('./create.ts')).create,
  },
  {
    path: 'signer list',
    summary: 'list the signers of this home',
    options: chainOptions,
    examples: [['signer list', 'names, algorithms, where the keys are']],
    load: async () => (await import('./show.ts')).list,
  },
  {
    path: 'signer show',
    summary: 'show a signer: its public key, its ERC-7913 bytes, which contract counts it',
    arguments: [name],
    options: [{ flags: '--pem', description: 'the public key alone' }, ...chainOptions],
    examples: [
      ['signer show alice-p521', 'all of it'],
      ['signer show alice-p521 --quiet', 'the ERC-7913 bytes alone'],
      ['signer show alice-p521 --pem', 'for openssl'],
    ],
    load: async () => (await import('./show.ts')).show,
  },
  {
    path: 'signer sign',
    summary: 'sign a digest, or what a proposal asks for, and print the signature',
    description: `Signs with a key of this home, a wallet's too. A proposal is shown before; of a bare digest nobody can say what it means.
Approvals, which carry their message with them, are made with gridseal certificate approve --signer.`,
    arguments: [name, { name: '[digest]', description: '0x and 64 hexadecimal digits' }],
    options: [
      { flags: '--proposal <file>', description: 'sign what this proposal asks for', completes: 'file' },
      asOption,
      { ...dryRunOption, description: 'only show what would be signed' },
      ...passwordOptions,
      ...chainOptions,
    ],
    examples: [
      ['signer sign alice-p521 --proposal endorse.json', 'after a look at it'],
      [
        'signer sign alice-p521 0x5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 --yes',
        'a bare digest',
      ],
    ],
    load: async () => (await import('./sign.ts')).sign,
  },
  {
    path: 'signer verify',
    summary: 'check a signature of any signer',
    description: `Checks a signature here, without a connection, where the algorithm is known; else, if an RPC endpoint is set, by asking the
signer's contract. The exit code is 4 if it is not valid, or cannot be told.`,
    options: [
      {
        flags: '--signer <signer>',
        description: 'whose: an address, 0x signer bytes, a signer’s or a wallet’s name, or quorum:NAME',
        required: true,
      },
      { flags: '--digest <digest>', description: 'what was signed: 0x and 64 hexadecimal digits', required: true },
      {
        flags: '--signature <signature>',
        description: 'the signature: 0x and hexadecimal digits, or a file of it',
        required: true,
        completes: 'file',
      },
      ...chainOptions,
    ],
    examples: [
      [
        'signer verify --signer alice-p521 --digest 0x5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 --signature signature.bin',
        'from a file',
      ],
    ],
    load: async () => (await import('./sign.ts')).verify,
  },
  {
    path: 'signer request',
    summary: 'ask a key that is kept elsewhere to approve a proposal: writes a folder for stock OpenSSL',
    description: `Writes a folder with the 32 bytes to be signed, what they mean, and the exact commands of OpenSSL, also for a hardware module
behind PKCS #11. Carry it to the machine that has the key, sign there, carry the signature back, and go on with
gridseal signer answer. Nothing in the folder is secret.`,
    arguments: [proposal],
    options: [
      { flags: '--signer <name>', description: 'the signer of this home that is asked', required: true },
      { flags: '--out <folder>', description: 'the folder to be made', required: true, completes: 'directory' },
      asOption,
      { ...dryRunOption, description: 'only show what would be asked' },
      ...chainOptions,
    ],
    examples: [['signer request endorse.json --signer vault --out to-the-vault', 'a folder for the air gap']],
    load: async () => (await import('./request.ts')).request,
  },
  {
    path: 'signer answer',
    summary: 'make an approval of a request and the signature that answers it',
    description: `Takes a plain signature (for ECDSA in DER or as r ‖ s), verifies that the requested key made it of the requested digest, and
writes the approval. If it did not, the error says what to do, and the exit code is 4.`,
    arguments: [
      { name: '<request>', description: 'the file request.json of the request', completes: 'file' },
      { name: '<signature>', description: 'the file that the key wrote', completes: 'file' },
    ],
    options: [outOption('the approval'), { ...dryRunOption, description: 'verify, and write nothing' }],
    examples: [['signer answer to-the-vault/request.json signature.der --out vault.json', 'what OpenSSL wrote']],
    load: async () => (await import('./request.ts')).answer,
  },
];

import type { CommandDefinition } from '../../../framework/command.ts';
import { approvalOption } from '../../quorum/definitions.ts';
import {
  asOption,
  chainOptions,
  dryRunOption,
  outOption,
  signerOption,
  walletOptions,
  withoutHintsOption,
} from '../../shared/options.ts';

const change = { name: '<change>', description: 'the file of the change (- is stdin)', completes: 'file' as const };

/** The registry itself, and changes that owners sign and others send. */
export const registryCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn registry show',
    summary: 'show the node registry: whose endorsement gives a party its id',
    options: chainOptions,
    examples: [['ocn registry show', 'open, or with anchors']],
    load: async () => (await import('./networks.ts')).show,
  },
  {
    path: 'ocn registry deploy',
    summary: 'deploy a node registry with anchors',
    description: `Its address follows from the anchors: whoever deploys the same one again finds it there. An open registry is at the usual address already.`,
    options: [
      { flags: '--anchor <quorum>', description: 'a quorum whose endorsement counts: a name or an id', many: true },
      { flags: '--needed <number>', description: 'how many of them have to endorse a party' },
      dryRunOption,
      ...walletOptions,
      ...chainOptions,
    ],
    examples: [
      ['ocn registry deploy --anchor ministry --anchor operators --needed 2 --wallet payer', 'both have to endorse'],
      ['ocn registry deploy --anchor ministry --needed 1 --dry-run', 'its address alone'],
    ],
    load: async () => (await import('./networks.ts')).deploy,
  },
  {
    path: 'ocn approve',
    summary: 'look at a change of the registry and sign it, as its owner or as a member of the quorum that owns it',
    description: `Shows the change, the certificate behind it, and the EIP-712 domain, struct and digest. Its owner’s signature goes into the file; a member’s
approval into one of its own, which gridseal ocn relay collects.`,
    arguments: [change],
    options: [
      signerOption,
      asOption,
      {
        flags: '--on-chain',
        description: 'for members of a quorum: record the approval on chain instead of signing a file',
      },
      outOption('what was signed'),
      { ...dryRunOption, description: 'only show what would be signed' },
      ...walletOptions,
      ...chainOptions,
    ],
    examples: [
      ['ocn approve abc-set.json --dry-run', 'what would be signed'],
      ['ocn approve abc-set.json --wallet alice --out alice.json', 'sign, after a question'],
      ['ocn approve abc-set.json --signer alice-p521 --out alice.json', 'with a key of another algorithm'],
    ],
    load: async () => (await import('./approve.ts')).approve,
  },
  {
    path: 'ocn request',
    summary: 'ask a key that is kept elsewhere to sign a change: writes a folder for stock OpenSSL',
    description: `As gridseal signer request: the 32 bytes to be signed, what they mean, and the exact commands. The signature comes back with
gridseal ocn answer or, from a member of the quorum that owns the change, with gridseal signer answer.`,
    arguments: [change],
    options: [
      { flags: '--signer <name>', description: 'the signer of this home that is asked', required: true },
      { flags: '--out <folder>', description: 'the folder to be made', required: true, completes: 'directory' },
      asOption,
      { ...dryRunOption, description: 'only show what would be asked' },
      ...chainOptions,
    ],
    examples: [['ocn request change.json --signer vault --out to-the-vault', 'a folder for the air gap']],
    load: async () => (await import('./request.ts')).request,
  },
  {
    path: 'ocn answer',
    summary: 'put the signature of a key that is kept elsewhere into the file of a change',
    description: `Takes a plain signature of the change’s digest (for ECDSA in DER or as r ‖ s; a wallet’s of the typed data), verifies it, and writes the
signed file. The exit code is 4 if it is not the owner’s.`,
    arguments: [
      change,
      { name: '<signature>', description: '0x and hexadecimal digits, or a file of it', completes: 'file' },
    ],
    options: [
      outOption('the signed change'),
      { ...dryRunOption, description: 'verify, and write nothing' },
      ...chainOptions,
    ],
    examples: [['ocn answer change.json signature.der --out signed.json', 'what OpenSSL wrote']],
    load: async () => (await import('./approve.ts')).answer,
  },
  {
    path: 'ocn relay',
    summary: 'send a change that its owner has signed, and pay for it',
    description: `Anybody may. Chain and registry, deadline, sequence and signature are checked before anything is paid for, and of a quorum the approvals are
collected; the exit code is 4 while they do not suffice. What was sent before is not sent again.`,
    arguments: [change],
    options: [approvalOption, withoutHintsOption, dryRunOption, ...walletOptions, ...chainOptions],
    examples: [
      ['ocn relay signed.json --wallet payer', 'after a look at it'],
      ['ocn relay abc-set.json --approval alice.json --approval bob.json --wallet payer', 'what a quorum owns'],
      ['ocn relay signed.json --wallet payer --dry-run', 'would it be taken?'],
    ],
    load: async () => (await import('./relay.ts')).relay,
  },
];

import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { chainOptions, dryRunOption } from '../shared/options.ts';

const certificate = {
  name: '<certificate>',
  description: 'a file with one or several (- is stdin), or the id, or the beginning of one, that was imported',
  completes: 'file' as const,
};

const trustOptions: readonly OptionDefinition[] = [
  {
    flags: '--keys <file>',
    description:
      'whose signatures count: a JSON object of names and P-521 points in base64; without it, the published root',
    completes: 'file',
  },
  { flags: '--threshold <number>', description: 'how many of the keys have to sign; of the published root, 2' },
  { flags: '--at <time>', description: 'at this time; without it, now' },
];

export const occCommands: readonly CommandDefinition[] = [
  {
    path: 'occ verify',
    summary: 'verify certificates of the Open Charging Cloud, signer by signer',
    description: `Computes the ids, checks every signature against the keys that you trust, and says of each key whether it has signed and of each
signature why it does not count. Needs no connection. The exit code is 4 if a certificate is not valid.`,
    arguments: [certificate],
    options: trustOptions,
    examples: [
      ['occ verify certificates.json', 'by two of the three published keys'],
      ['occ verify certificate.json --keys keys.json --threshold 2 --at 2026-01-01', 'by keys of your own'],
    ],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    path: 'occ import',
    summary: 'verify certificates of the Open Charging Cloud and keep them in this home',
    description:
      'As gridseal occ verify; then keeps the certificates, all or none. Trust is not kept: it is decided each time.',
    arguments: [certificate],
    options: [...trustOptions, dryRunOption],
    examples: [['occ import certificates.json', 'from then on, occ verify and occ convert know them by id']],
    load: async () => (await import('./import.ts')).importCertificates,
  },
  {
    path: 'occ list',
    summary: 'list the certificates of the Open Charging Cloud in this home',
    examples: [['occ list', 'id, owner, validity']],
    load: async () => (await import('./import.ts')).list,
  },
  {
    path: 'occ convert',
    summary: 'say in certificates of ours what certificates of the Open Charging Cloud say',
    description: `Verifies the certificates, then writes for each of their keys a certificate of the kind authority whose signer is that key, on
chain. The same original gives the same bytes wherever it is converted. What has no counterpart is listed. Nobody has endorsed the result: propose it to a quorum, for example
to one of the same keys, which --members writes down.`,
    arguments: [certificate],
    options: [
      ...trustOptions,
      {
        flags: '--out <file>',
        description: 'where the certificate goes, too, if it is one alone (- is stdout)',
        completes: 'file',
      },
      {
        flags: '--members <file>',
        description: 'where a quorum of the keys that were verified against goes, for gridseal quorum create',
        completes: 'file',
      },
      {
        flags: '--as-quorum',
        description:
          'name as signer a quorum of which the key is the only member: an authority that endorses has to be one',
      },
      {
        flags: '--role <word>',
        description:
          'what the subject is, a camelCase word; without it, only those whose keys were published have a role',
      },
      {
        flags: '--replaced <file>',
        description: 'certificates that it may replace; those of this home are known',
        many: true,
        completes: 'file',
      },
      {
        flags: '--p521-verifier <address>',
        description: 'address of P521Verifier, if it is not the usual one',
        variable: 'GRIDSEAL_P521_VERIFIER',
      },
      dryRunOption,
      ...chainOptions,
    ],
    examples: [
      ['occ convert certificate.json --out authority.json', 'one certificate'],
      ['occ convert certificates.json --members root.json', 'and the quorum of the root'],
    ],
    load: async () => (await import('./convert.ts')).convert,
  },
];

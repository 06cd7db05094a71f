import { tlsAuthorityAlgorithms } from '../../../credential/tls/algorithmNames.ts';
import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';

const name = { name: '<name>', description: 'a name: a lower-case letter, then letters, digits and hyphens' };

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
  { flags: '--valid <duration>', description: 'how long it is valid', preset: '5y' },
];

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
];

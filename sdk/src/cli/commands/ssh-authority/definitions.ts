import type { CommandDefinition } from '../../framework/command.ts';

const name = { name: '<name>', description: 'a name: a lower-case letter, then letters, digits and hyphens' };

export const sshAuthorityCommands: readonly CommandDefinition[] = [
  {
    path: 'ssh-authority create',
    summary: 'make an SSH certificate authority: an Ed25519 key in this home',
    arguments: [name],
    examples: [['ssh-authority create users', 'for user certificates']],
    load: async () => (await import('./sshAuthority.ts')).create,
  },
  {
    path: 'ssh-authority rotate',
    summary: 'make the successor of an SSH authority, and say how to roll it out',
    description: `Makes a new authority. Servers have to trust both while certificates of the old one are still in use: the commands that are
printed issue first both, then the new one alone.`,
    arguments: [name],
    options: [{ flags: '--to <name>', description: 'the name of the new authority', required: true }],
    examples: [['ssh-authority rotate users --to users-2027', 'users keeps working until you take it out']],
    load: async () => (await import('./sshAuthority.ts')).rotate,
  },
  {
    path: 'ssh-authority list',
    summary: 'list the SSH authorities of this home',
    examples: [['ssh-authority list', 'names and fingerprints']],
    load: async () => (await import('./sshAuthority.ts')).list,
  },
  {
    path: 'ssh-authority show',
    summary: 'show the public key of an SSH authority',
    arguments: [name],
    examples: [
      ['ssh-authority show users', 'key and fingerprint'],
      ['ssh-authority show users --quiet >> /etc/ssh/user_ca.pub', 'the line for TrustedUserCAKeys'],
    ],
    load: async () => (await import('./sshAuthority.ts')).show,
  },
];
